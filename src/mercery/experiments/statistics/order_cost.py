"""What one extra order costs: what the feature costs for each visitor, over the orders it brings for each visitor.

The orders it brings are known as a range, so that the cost is one too: [cost / most, cost / least]. While the range of orders
holds zero, the cost has no upper end and is not shown as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.experiments.statistics.sequences import Interval

State = Literal["shown", "not_shown", "none_gained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCost:
    """In the units of the cost (minor units of money). Ends that are not known are None."""

    state: State
    estimate: float | None = None
    low: float | None = None
    high: float | None = None


def order_cost(cost_per_visitor: float, orders: Interval) -> OrderCost:
    """From what a treated visitor costs (as known from the ledger) and the range of extra orders for each visitor."""
    if cost_per_visitor < 0:
        raise ValueError(f"a cost of {cost_per_visitor} is no cost")
    if not orders.bounded:
        return OrderCost(state="not_shown")
    if orders.high <= 0:
        return OrderCost(state="none_gained")
    low = cost_per_visitor / orders.high
    if orders.low <= 0:
        return OrderCost(state="not_shown", low=low)
    return OrderCost(
        state="shown", estimate=cost_per_visitor / orders.estimate, low=low, high=cost_per_visitor / orders.low
    )
