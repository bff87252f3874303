"""The same carts under two calendars, and the worst cart of each under the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.comparing.why import why
from mercery.promotions.dialects.shelf import dialect
from mercery.promotions.dialects.translating import under
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import Margin, Priced
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.worst.again import Solver
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.known import worst_way
from mercery.promotions.worst.typical import MOST, Sample, typical

SECONDS: Final = 6.0
_QUOTE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class CartUnderBoth:
    """One cart."""

    cart: Cart
    buyer: Buyer
    left: Priced
    right: Priced
    why: Words
    """Empty where it costs the same."""

    @property
    def difference(self) -> int:
        """What it costs more on the right, minor units."""
        return self.right.payable - self.left.payable


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstOfBoth:
    """The worst cart of one side, and the same goods and buyer on the other in the way that is worst there."""

    worst: WorstCart
    exact: bool
    """Whether it is proved to be the worst of its side."""
    passes: bool
    """Whether no cart of its side is below the floor, proved."""
    other: Priced
    other_margin: Margin


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two calendars."""

    carts: tuple[CartUnderBoth, ...]
    """Those that cost otherwise, the largest difference first."""
    counted: int
    sample: Words
    """What carts were taken."""
    dearer: int
    """Carts that cost more on the right."""
    cheaper: int
    more: int
    """What all carts together cost more on the right, minor units."""
    left_worst: WorstOfBoth | None
    right_worst: WorstOfBoth | None
    notes: tuple[Words, ...]
    """What a dialect cannot express, and what it rests on."""

    @property
    def differing(self) -> int:
        """Carts that cost otherwise."""
        return self.dearer + self.cheaper


def compare(
    left: Calendar,
    right: Calendar,
    *,
    carts: Sequence[tuple[Cart, Buyer]] = (),
    moment: datetime | None = None,
    worst: bool = True,
    seconds: float = SECONDS,
    most: int = MOST,
) -> Comparison:
    """Typical carts of both, and `carts` (past orders) first, under both calendars at `moment`; with `worst`, the worst
    cart of each over all its periods, solved within `seconds`. Carts with goods only one side has are left out."""
    known = [one for one in carts if _on_both(left, right, one[0])]
    ours, theirs = typical(left, past=known, most=most), typical(right, most=most)
    chosen = {_key(one): one for one in (*ours.carts, *theirs.carts) if _on_both(left, right, one[0])}
    every = [_both(left, right, cart, buyer, moment) for cart, buyer in chosen.values()]
    differing = sorted((one for one in every if one.difference), key=lambda one: -abs(one.difference))
    sides = _worst(left, right, seconds) if worst else (None, None)
    return Comparison(
        carts=tuple(differing),
        counted=len(every),
        sample=_sample(ours, len(chosen)),
        dearer=sum(one.difference > 0 for one in differing),
        cheaper=sum(one.difference < 0 for one in differing),
        more=sum(one.difference for one in differing),
        left_worst=sides[0],
        right_worst=sides[1],
        notes=(),
    )


def compare_dialects(
    calendar: Calendar,
    one: str,
    other: str,
    *,
    carts: Sequence[tuple[Cart, Buyer]] = (),
    moment: datetime | None = None,
    worst: bool = True,
    seconds: float = SECONDS,
) -> Comparison:
    """One calendar as two platforms work it out. NotFound for an unknown dialect."""
    left, right = under(one, calendar), under(other, calendar)
    found = compare(left.calendar, right.calendar, carts=carts, moment=moment, worst=worst, seconds=seconds)
    notes = [Words(f"{dialect(name).title.en}: {note.en}", f"{dialect(name).title.zh}：{note.zh}")
        for name, put in ((one, left), (other, right)) for note in put.notes]  # fmt: skip
    return replace(found, notes=tuple(notes))


def _sample(ours: Sample, taken: int) -> Words:
    more = taken - len(ours.carts)
    if more <= 0:
        return ours.words
    return Words(f"{ours.words.en}, {more} more for the other side", f"{ours.words.zh}、为另一侧另取{more}单")


def _both(left: Calendar, right: Calendar, cart: Cart, buyer: Buyer, moment: datetime | None) -> CartUnderBoth:
    one, other = (charged(side, quote(side, cart, buyer, moment=moment, seconds=_QUOTE)) for side in (left, right))
    said = why(left, right, one, other) if one.payable != other.payable else Words("")
    return CartUnderBoth(cart=cart, buyer=buyer, left=one, right=other, why=said)


def _worst(left: Calendar, right: Calendar, seconds: float) -> tuple[WorstOfBoth | None, WorstOfBoth | None]:
    found: list[WorstOfBoth | None] = []
    for side, opposite in ((left, right), (right, left)):
        again = Solver(aim="shortfall", seconds=seconds / 2)(side, most=seconds / 2)
        cart = again.worst
        if cart is None or not _on_both(left, right, cart.priced.cart):
            found.append(None)
            continue
        rules = opposite if cart.moment is None else opposite.at(cart.moment)
        priced = worst_way(rules, cart.priced.cart, cart.buyer)
        found.append(
            WorstOfBoth(
                worst=cart, exact=again.exact, passes=again.passes, other=priced, other_margin=margin_of(rules, priced)
            )
        )
    return found[0], found[1]


def _on_both(left: Calendar, right: Calendar, cart: Cart) -> bool:
    return all(line.sku in left.skus and line.sku in right.skus for line in cart)


def _key(one: tuple[Cart, Buyer]) -> tuple[Cart, str]:
    return one[0], repr(one[1])
