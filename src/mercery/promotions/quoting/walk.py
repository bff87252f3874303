"""The result of pricing a cart: every step that led to what is paid, so that the explanation is the computation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Basis, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rules are used: the order's and the delivery's, and for each line (by index) the line rules."""

    order: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rule applied."""

    rule: str
    stage: int
    level: Level
    basis: Basis
    base: int
    """The amount its benefit was worked out on."""
    need: int
    """The threshold asked for (0: none) and what was read for it, in minor units or units."""
    reached: int
    need_in: str
    """`amount` or `quantity`."""
    discount: int
    """What it took off, after cap, floor and what was left."""
    wanted: int
    """What it would have taken off without cap, floor and what was left."""
    split: tuple[int, ...]
    """The discount by line; empty for delivery."""
    note: str = ""
    """Arithmetic of it in short: `3 x 50`, `tier 300`, `1 free of 3`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line in full."""

    sku: str
    quantity: int
    list_total: int
    total: int
    unit_paid: tuple[int, ...]
    """What each unit was paid with, which is what comes back for it; adds up to `total`."""
    deposit_kept: int = 0
    """Of `total` what was paid as a deposit that does not come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A cart priced under one selection."""

    cart: Cart
    selection: Selection
    lines: tuple[PricedLine, ...]
    steps: tuple[Step, ...]
    list_total: int
    goods: int
    shipping: int
    payable: int
    """`goods + shipping`."""
    gifts: tuple[tuple[str, int], ...]
    merchant_discount: int
    """The part of all discounts on goods the merchant pays."""
    merchant_shipping: int
    """The part of the discount on the delivery fee the merchant pays."""
    deposit: int = 0
    """Of `payable`, what is paid first."""
    points: int = 0
    """Points used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What of an order stays with the merchant."""

    revenue: int
    """What reaches the merchant before fees: what is paid, with what the platform adds, without tax."""
    commission: int
    payment: int
    parcel: int
    goods: int
    """Cost of what is sent, gifts included."""
    gifts: int
    margin: int
    share_bps: int
    """Margin as a share of `revenue`, rounded down; 0 where there is no revenue."""
    needed: int
    """The least margin the floor allows at this revenue, rounded up."""

    @property
    def short(self) -> int:
        """How far the margin is below what the floor asks; not above 0 means it passes."""
        return self.needed - self.margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The best price of a cart."""

    best: Priced
    optimal: bool
    """Whether no selection is cheaper, proved; else `bound` says how low it could be."""
    bound: int
    platform: Priced
    """What a platform arrives at that goes by priority."""
    margin: Margin
    evaluated: int
    """Selections looked at."""
    missed: Mapping[str, int]
    """Rules in force that were not used for want of an amount or of pieces: how much more is needed, by rule id."""
    missed_pieces: frozenset[str] = frozenset()
    """Those of `missed` to which pieces are wanting; to the others, money."""
