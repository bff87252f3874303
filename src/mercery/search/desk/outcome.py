"""What came of showing a product for a query, in visitors; and how much people like a product at all. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Counts of visitors who searched for one thing and were shown one product, within the time of keeping."""

    shown: int
    examined: float
    """How many of them will have looked at it: those who clicked further down, and by its place a share of the others."""
    clicked: int
    carted: int
    bought: int
    place: float
    """Its mean place, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Popularity:
    """Visitors who looked at a product, put it into the bag and bought it, halved with each month that passes."""

    viewed: float
    carted: float
    bought: float
