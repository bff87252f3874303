"""Two calendars over the same carts, or one calendar as two platforms work it out, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.comparing import CartUnderBoth, Comparison
from mercery.promotions.dialects.shelf import dialect
from mercery.promotions.dialects.translating import under
from mercery.promotions.lab.shop_view import sentence
from mercery.promotions.lab.trying_pages import CompareRow, WorstRow
from mercery.promotions.lab.worst_view import audience_words, lines_words
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.telling.names import Names

_SHOWN: Final = 12


def rows(got: Comparison, left: Calendar, names: Mapping[str, Words]) -> list[CompareRow]:
    """The carts that differ most."""
    currency = left.currency
    return [
        CompareRow(
            cart=lines_words(one.cart, names),
            left=Money(one.left.payable, currency),
            right=Money(one.right.payable, currency),
            difference=Money(one.difference, currency),
            why=_why(one),
        )
        for one in got.carts[:_SHOWN]
    ]


def _why(one: CartUnderBoth) -> Words:
    who = _who(one.buyer)
    return Words(f"{who.en}. {one.why.en}", f"{who.zh}。{one.why.zh}")


def _who(buyer: Buyer) -> Words:
    who = audience_words(buyer.audiences)
    return Words(who.en[:1].upper() + who.en[1:], who.zh)


def worst_rows(got: Comparison, left: Calendar, names: Mapping[str, Words]) -> list[WorstRow]:
    """The worst cart of each side, with its margin on both."""
    found = []
    for one, mine in ((got.left_worst, True), (got.right_worst, False)):
        if one is None:
            continue
        here, there = (Money(margin.margin, left.currency) for margin in (one.worst.margin, one.other_margin))
        found.append(
            WorstRow(
                cart=lines_words(one.worst.priced.cart, names),
                who=_who(one.worst.buyer),
                of_left=mine,
                left=here if mine else there,
                right=there if mine else here,
                left_below=(one.worst.margin if mine else one.other_margin).short > 0,
                right_below=(one.other_margin if mine else one.worst.margin).short > 0,
                proved=one.exact,
            )
        )
    return found


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
        found.append((rule.called, said, also))
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


def headline(got: Comparison | None, left: Words, right: Words) -> Words:
    """What differs, in one sentence."""
    if got is None:
        return Words("What would be otherwise?", "会有哪些不同？")
    if not got.differing:
        return Words(f"All {got.counted} carts cost the same on both sides.", f"{got.counted} 单在两侧价格相同。")
    if not got.cheaper or not got.dearer:
        side = right if got.dearer else left
        return Words(
            f"{got.differing} of {got.counted} carts cost more with {side.en}.",
            f"{got.counted} 单中有 {got.differing} 单在“{side.zh or side.en}”下更贵。",
        )
    return Words(
        f"{got.dearer} carts cost more with {right.en}, {got.cheaper} with {left.en}.",
        f"{got.dearer} 单在“{right.zh or right.en}”下更贵，{got.cheaper} 单在“{left.zh or left.en}”下更贵。",
    )
