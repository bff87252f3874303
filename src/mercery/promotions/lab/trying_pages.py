"""What the pages show that try things without changing any: a cart, a number turned, two calendars, prices wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.curve_view import Curve
from mercery.promotions.lab.walk_view import Walk
from mercery.promotions.lab.worst_view import PieceInCart


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An article to choose."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """What comes back for each unit of an article."""

    name: Words
    quantity: int
    paid: Money
    units: Sequence[Money]
    returned: Money
    """What one unit brings back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A cart that was priced."""

    pieces: Sequence[PieceInCart]
    walk: Walk
    rows: Sequence[tuple[Words, Money]]
    """For the slip: list price, each discount, delivery."""
    to_pay: Money
    optimal: bool
    bound: Money
    evaluated: int
    platform: Money
    platform_rules: Words
    difference: Money
    units: Sequence[UnitLine]
    missed: Sequence[tuple[Words, Money | None, int]]
    margin: Money
    margin_share: Decimal
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CartPage:
    """A cart tried under what is in force, or with a draft."""

    choices: Sequence[Choice]
    lines: Sequence[tuple[str, str]]
    audiences: Sequence[tuple[str, Words, bool]]
    codes: str
    moment: str
    draft: str
    draft_options: Sequence[tuple[str, Words]]
    tried: Tried | None
    error: Words | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A number of a rule that can be turned."""

    key: str
    label: Words
    value: str
    low: str
    high: str
    step: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfPage:
    """A rule turned up and down."""

    set_options: Sequence[tuple[str, Words]]
    chosen: str
    turns: Sequence[Turn]
    turned: str
    headline: Words
    margin_curve: Curve | None
    price_curve: Curve | None
    currency: str
    prove: str = ""
    """Where the values not proved yet are; empty where there are none, or where it was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """One cart under both."""

    cart: Words
    left: Money
    right: Money
    difference: Money
    why: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstRow:
    """The worst cart of one side: its margin there, and that of the same goods on the other."""

    cart: Words
    who: Words
    of_left: bool
    left: Money
    right: Money
    left_below: bool
    right_below: bool
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two calendars, or one under two dialects."""

    options: Sequence[tuple[str, Words]]
    left: str
    right: str
    dialects: Sequence[tuple[str, Words]]
    left_dialect: str
    right_dialect: str
    left_name: Words
    right_name: Words
    headline: Words
    rows: Sequence[CompareRow]
    notes: Sequence[Words]
    worst: Sequence[WorstRow]
    """The worst cart of each side, once it was searched for."""
    search: str
    """Where they are searched for; empty where they were, or where there is nothing to compare."""
    changed: Sequence[tuple[Words, Words, Words]]
    """Rules that differ: name, left, right."""
    counted: int
    differing: int
    sample: Words
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetForm:
    """One price to arrive at, as it is typed."""

    number: int
    name: Words
    pay: str
    rules: Sequence[tuple[str, Words, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionView:
    """A list price with the values that go with it."""

    price: Money
    values: Sequence[tuple[Words, str]]
    rows: Sequence[tuple[Words, Money, Money, Money]]
    """Name, wanted, reached, deviation."""
    deviation: Money
    least_margin: Money
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InverseFound:
    """What was found, and how far it can be relied on."""

    solutions: Sequence[SolutionView]
    complete: bool
    tried: int
    below_floor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InversePage:
    """Targets, and what reaches them."""

    choices: Sequence[Choice]
    typed: Mapping[str, str]
    targets: Sequence[TargetForm]
    knobs: Sequence[tuple[str, Words]]
    errors: Mapping[str, str]
    headline: Words
    found: InverseFound | None
    curve: Curve | None
    currency: str

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")
