"""Two calendars, or one under two dialects, over the same carts: which pay differently, by how much, and why. Pure."""

from mercery.promotions.comparing.carts import CartUnderBoth, Comparison, WorstOfBoth, compare, compare_dialects

__all__ = ["CartUnderBoth", "Comparison", "WorstOfBoth", "compare", "compare_dialects"]
