"""What is known about the worst cart, as it is kept, shown and held against live orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.quoting.walk import Margin, Priced
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.goods import Cart

Aim = Literal["margin", "shortfall", "share"]
"""`margin`: the least margin in minor units. `shortfall`: the most the margin is below the floor. `share`: the least
payable share of the list price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstCart:
    """A cart found, priced again by the exact evaluator."""

    priced: Priced
    margin: Margin
    buyer: Buyer
    moment: datetime | None
    """A moment at which its rules hold; None where the calendar has no periods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How much a rule is to blame."""

    rule: str
    alone: int
    """By how much the worst margin gets better when this rule is taken away (leave one out), re-solved."""
    share: int
    """Its Shapley share of what the worst cart costs the merchant, minor units: the shares add up to the discount of the
    cart as far as the merchant pays it, gifts at their cost."""
    clears: bool | None = None
    """Whether every cart is proved to clear the floor once this rule alone is taken away; None: not worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackStep:
    """One step of an attack, as it was worked out by the evaluator."""

    note: Words
    cart: Cart
    """What is bought, returned or kept in this step."""
    paid: int
    """What the buyer pays in it; below zero: gets back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A way around one order: orders split, returns in part, gifts kept, coupons that come back, several accounts."""

    kind: Literal["split", "partial_refund", "gift_kept", "coupon_reuse", "accounts"]
    loss: int
    """What the merchant receives less, or sends without return, than in the honest way, per buyer."""
    most: int | None
    """Loss times how often limits and stock allow it; None where nothing limits it."""
    note_en: str
    note_zh: str
    rules: tuple[str, ...]
    steps: tuple[AttackStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A maximal time with the same rules in force."""

    starts: datetime | None
    ends: datetime | None
    rules: tuple[str, ...]
    worst: WorstCart | None
    bound: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastShare:
    """The least share of its list price a cart is paid with, in basis points, rounded down."""

    found: int
    """Of the cart that was found to pay least, priced exactly."""
    bound: int
    """No cart pays a smaller share."""
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The proof a calendar is published with."""

    aim: Aim
    found: int
    """Of the worst cart found, re-evaluated exactly."""
    bound: int
    """No cart within the limits is worse than this (for `margin`: a lower bound). `found == bound`: proved exactly."""
    exact: bool
    passes: bool
    """Whether the bound stays within the floor: nothing is let through on a cart that was merely not found."""
    worst: WorstCart | None
    """None where every cart is empty."""
    runners_up: tuple[WorstCart, ...]
    intervals: tuple[Interval, ...]
    faults: tuple[Fault, ...]
    attacks: tuple[Attack, ...]
    kinds: int | None
    """How many carts, selections and buyers were told apart where the search was exhaustive, else None: only then may a
    page say "proved, not sampled: all … were priced"."""
    seconds: float
    share: LeastShare | None = None
    """Kept beside the proof; it decides nothing. None where it was not worked out."""
