"""What a platform or shop decides for all rules alike: rounding, allocation, choice, fees, floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RoundMode = Literal["half_up", "half_even", "half_down", "up", "down"]
RoundAt = Literal["unit", "line", "order"]
Allocation = Literal["largest_remainder", "first_lines", "last_line", "even", "carried", "nearest_then_first"]
Choice = Literal["best", "priority"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The defaults are those of a careful shop."""

    round_mode: RoundMode = "half_up"
    round_at: RoundAt = "line"
    alloc: Allocation = "largest_remainder"
    choose: Choice = "best"
    """`best`: the selection with the least to pay; `priority`: what a platform does that goes by priority alone."""
    group_most: Mapping[str, int] = field(default_factory=dict)
    """Rules of an order group that may be used together, 1 where it is not named."""
    split_lines: bool = False
    """Whether a buyer may take one unit at the full price and another of the same SKU at the member price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """What of a payment does not reach the merchant."""

    commission_bps: int = 0
    payment_bps: int = 0
    payment_fixed: int = 0
    parcel: int = 0
    """What sending one order costs the merchant."""
    tax_bps: int = 0
    """Tax contained in what is paid (2000 = 20 %), where prices contain it and costs do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What no cart may go below."""

    margin_bps: int = 0
    """Margin as a share of what reaches the merchant; 0: not below cost."""
