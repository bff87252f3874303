"""Two calendars over the same carts, or one calendar as two platforms work it out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.dialects.shelf import dialect
from mercery.promotions.dialects.translating import under
from mercery.promotions.lab.shop_view import named, sentence
from mercery.promotions.lab.trying_pages import CompareRow
from mercery.promotions.lab.worst_view import audience_words
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.telling.names import Names
from mercery.promotions.worst.typical import typical

_SECONDS: Final = 0.05
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What both sides ask for the same carts."""

    rows: Sequence[CompareRow]
    counted: int
    differing: int
    sample: Words
    left_more: int
    """Carts that cost more on the right, and on the left."""
    right_more: int
    worst: tuple[Money, Money] | None
    """The least margin among these carts on each side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    cart: Cart
    buyer: Buyer
    left: Priced
    right: Priced

    @property
    def difference(self) -> int:
        return self.right.payable - self.left.payable


def compared(left: Calendar, right: Calendar, names: dict[str, Words], moment: datetime | None) -> Compared:
    """The sample is made for both: carts at the thresholds of either."""
    sample = typical(left if len(left.rules) >= len(right.rules) else right)
    found = []
    for cart, buyer in sample.carts:
        one, other = (
            charged(side, quote(side, cart, buyer, moment=moment, seconds=_SECONDS)) for side in (left, right)
        )
        found.append(_Both(cart=cart, buyer=buyer, left=one, right=other))
    differing = [one for one in found if one.difference]
    ordered = sorted(differing, key=lambda one: -abs(one.difference))
    currency = left.currency
    least = tuple(
        Money(min(margin_of(side, got).margin for got in priced), currency)
        for side, priced in ((left, [one.left for one in found]), (right, [one.right for one in found]))
        if priced
    )
    return Compared(
        rows=[_row(one, left, right, names) for one in ordered[:_SHOWN]],
        counted=len(found),
        differing=len(differing),
        sample=sample.words,
        left_more=sum(one.difference < 0 for one in differing),
        right_more=sum(one.difference > 0 for one in differing),
        worst=(least[0], least[1]) if len(least) == 2 else None,
    )


def _row(one: _Both, left: Calendar, right: Calendar, names: dict[str, Words]) -> CompareRow:
    parts = [(names.get(line.sku, Words(line.sku)), line.quantity) for line in one.cart]
    who = audience_words(one.buyer.audiences)
    cart = Words(
        "; ".join((f"{count} × " if count > 1 else "") + (name.en or name.zh) for name, count in parts),
        "、".join((name.zh or name.en) + (f" × {count}" if count > 1 else "") for name, count in parts),
    )
    mine, other = _used(left, one.left), _used(right, one.right)
    why = Words(f"{who.en}. {mine.en} | {other.en}", f"{who.zh}。{mine.zh} | {other.zh}")
    currency = left.currency
    return CompareRow(
        cart=cart,
        left=Money(one.left.payable, currency),
        right=Money(one.right.payable, currency),
        difference=Money(one.difference, currency),
        why=Words(why.en[:1].upper() + why.en[1:], why.zh),
    )


def _used(calendar: Calendar, priced: Priced) -> Words:
    used = [named(rule) for step in priced.steps if (rule := calendar.by_id.get(step.rule)) is not None]
    if not used:
        return Words("no rule", "无规则")
    return Words(", ".join(one.en or one.zh for one in used), "、".join(one.zh or one.en for one in used))


def changed_rules(left: Calendar, right: Calendar, names: Names) -> list[tuple[Words, Words, Words]]:
    """Rules that stand on one side alone, or otherwise on each."""
    found = []
    for rule_id in dict.fromkeys([*left.by_id, *right.by_id]):
        one, other = left.by_id.get(rule_id), right.by_id.get(rule_id)
        if one == other:
            continue
        rule = one or other
        assert rule is not None
        empty = Words("")
        said, also = (sentence(side, names) if side is not None else empty for side in (one, other))
        found.append((named(rule), said, also))
    return found


def in_dialect(name: str, calendar: Calendar) -> tuple[Calendar, list[Words]]:
    """The calendar as a platform works it out, with what cannot be said there and how sure that is."""
    if not name:
        return calendar, []
    chosen, put = dialect(name), under(name, calendar)
    sure = sum(one.verified for one in chosen.statements)
    total = len(chosen.statements)
    day = f"{chosen.as_of:%-d %B %Y}"
    known = Words(
        f"{chosen.title.en}, as of {day}: {sure} of {total} statements it rests on were verified.",
        f"{chosen.title.zh}（{chosen.as_of:%Y-%m-%d}）：{total} 条依据中 {sure} 条已核实。",
    )
    return put.calendar, [known, *put.notes]


def headline(got: Compared | None, left: Words, right: Words) -> Words:
    """What differs, in one sentence."""
    if got is None:
        return Words("What would be otherwise?", "会有哪些不同？")
    if not got.differing:
        return Words(f"All {got.counted} carts cost the same on both sides.", f"{got.counted} 单在两侧价格相同。")
    if not got.left_more or not got.right_more:
        side = right if got.right_more else left
        return Words(
            f"{got.differing} of {got.counted} carts cost more with {side.en}.",
            f"{got.counted} 单中有 {got.differing} 单在“{side.zh or side.en}”下更贵。",
        )
    return Words(
        f"{got.right_more} carts cost more with {right.en}, {got.left_more} with {left.en}.",
        f"{got.right_more} 单在“{right.zh or right.en}”下更贵，{got.left_more} 单在“{left.zh or left.en}”下更贵。",
    )
