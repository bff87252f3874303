"""A number of a rule turned up and down: the worst cart for each value, and what one piece costs as its list price grows.
Pure; the worst carts are found by whoever is handed in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from statistics import median_low
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.promotions.lab.curve_view import Curve, Point, curve
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.numbers import Number, turned
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.again import Again
from mercery.ui.formats import amount_text, number_text

Solve = Callable[[Calendar], Again]
_POINTS: Final = 11
_MOST_CARTS: Final = 24
_PRICES: Final = 61
_SECONDS: Final = 0.05
_NICE: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How far the worst cart's margin is above the floor at one value; below zero: below it."""

    value: int
    above: int
    exact: bool


def values_of(number: Number) -> list[int]:
    """Values to look at, from nothing to about twice what it is; what it is now is one of them."""
    now = number.value or 0
    top = max(now * 2, now + (2_000 if number.unit == "rate" else 5 if number.unit == "count" else 1_000))
    if number.most is not None:
        top = min(top, number.most)
    step = _step(max(1, (top - number.least) // (_POINTS - 1)))
    found = {number.least + step * at for at in range((top - number.least) // step + 1)}
    return sorted(found | {now})


def at_moment(calendar: Calendar, moment: datetime) -> Calendar:
    """The rules of one moment, without their times: one worst cart for each value instead of one for each period."""
    held = (rule for rule in calendar.rules if rule.holds_at(moment))
    return replace(calendar, rules=tuple(replace(rule, starts=None, ends=None) for rule in held))


def sweep(
    calendar: Calendar, rule: Rule, number: Number, solve: Solve, carts: Sequence[tuple[Cart, Buyer]]
) -> list[Swept]:
    """The worst cart at each value, among those a search finds and every cart known from elsewhere or another value.

    The value it stands at is searched first, so that it has its time; a value whose search was cut short is told as such.
    """
    now = number.value or 0
    values = sorted(values_of(number), key=lambda one: abs(one - now))
    calendars = {value: calendar.with_rule(turned(rule, number.key, value)) for value in values}
    pool, answers = {(cart, buyer.audiences): buyer for cart, buyer in carts}, {}
    for value in values:
        answers[value] = solve(calendars[value])
        pool |= {(one.priced.cart, one.buyer.audiences): one.buyer for one in answers[value].carts}
    found = []
    for value in sorted(values):
        known = max(
            (_short(calendars[value], cart, buyer) for (cart, _), buyer in list(pool.items())[:_MOST_CARTS]), default=0
        )
        again = answers[value]
        worst = max(again.found, known) if pool or again.worst else again.found
        found.append(Swept(value=value, above=-worst, exact=again.exact and worst == again.found))
    return found


def _short(calendar: Calendar, cart: Cart, buyer: Buyer) -> int:
    got = quote(calendar, cart, buyer, seconds=_SECONDS)
    return margin_of(calendar, charged(calendar, got)).short


def margin_curve(swept: Sequence[Swept], number: Number, label: Words, currency: str) -> Curve:
    """The worst margin against the floor, over the number."""

    def cash(minor: int) -> str:
        return amount_text(Money(minor, currency), "en")

    below = [one for one in swept if one.above < 0]
    least = min(swept, key=lambda one: one.above)
    worst = amount_text(Money(-least.above, currency), "en")
    summary = (
        Words(f"Below the floor for {len(below)} of {len(swept)} values, by up to {worst}.", f"{len(swept)} 个取值中有 {len(below)} 个低于底线，最多低 {worst}。")
        if below
        else Words("Above the floor at every value.", "所有取值均不低于底线。")
    )  # fmt: skip
    open_ones = sum(not one.exact for one in swept)
    note = Words(
        "How far the worst cart's margin is above the floor."
        + (
            f" At {open_ones} values the search was cut short; a worse cart is not ruled out there."
            if open_ones
            else ""
        ),
        "最差订单毛利高出底线的金额。"
        + (f"有 {open_ones} 个取值的搜索提前结束，不能排除更差的订单。" if open_ones else ""),
    )
    return curve(
        [
            Point(x=one.value, y=one.above, x_text=value_text(number, one.value, currency), y_text=cash(one.above),
                tone="stop" if one.above < 0 else "")
            for one in swept
        ],
        title=Words(f"The worst cart, while {_small(label.en)} is turned", f"{label.zh}变动时的最差订单"),
        note=note,
        summary=summary,
        heads=[label, Words("Above the floor", "高出底线")],
        floor=0,
        floor_text=Words("your floor", "底线"),
        now=number.value,
    )  # fmt: skip


def middle_piece(calendar: Calendar, rule: Rule) -> Sku | None:
    """The article of a rule that is neither dear nor cheap among its goods."""
    goods = [sku for sku in calendar.skus.values() if rule.scope.has(sku) and sku.price > 0]
    if not goods:
        return None
    middle = median_low(sku.price for sku in goods)
    return next(sku for sku in goods if sku.price == middle)


def price_curve(calendar: Calendar, rule: Rule, moment: datetime | None, name: Words) -> Curve | None:
    """What one piece of the rule's goods costs a buyer the rule is for, as its list price grows: thresholds make it a saw."""
    piece = middle_piece(calendar, rule)
    if piece is None:
        return None
    buyer = Buyer(audiences=frozenset(one for other in calendar.rules for one in other.who))
    top = max(2 * piece.price, 2 * rule.need_amount)
    step = _step(max(10 ** minor_digits(calendar.currency), top // (_PRICES - 1)))
    points = [_priced(calendar, piece, step * at, buyer, moment) for at in range(1, top // step + 1)]
    return curve(
        points,
        title=Words(f"What {name.text('en')} would cost, as its list price grows", f"{name.text('zh')}标价上升时的实付"),
        note=Words("Line: to pay by a buyer who gets every rule. Dashed: list price.", "实线：享受全部规则的买家实付；虚线：标价。"),
        summary=_steps_down(points, calendar.currency),
        heads=[Words("List price", "标价"), Words("Without rules", "无优惠"), Words("To pay", "实付")],
        now=piece.price,
    )  # fmt: skip


def value_text(number: Number, value: int, currency: str) -> str:
    """A value as it is written beside the drawing."""
    if number.unit == "rate":
        return number_text(Decimal(value) / 100, "en") + "%"
    return amount_text(Money(value, currency), "en") if number.unit == "money" else str(value)


def _priced(calendar: Calendar, piece: Sku, price: int, buyer: Buyer, moment: datetime | None) -> Point:
    other = replace(
        calendar, skus={**calendar.skus, piece.id: replace(piece, price=price, floor=min(piece.floor, price))}
    )
    got = charged(other, quote(other, (Line(sku=piece.id, quantity=1),), buyer, moment=moment, seconds=_SECONDS))
    goods = got.payable - got.shipping
    cash, currency = amount_text, calendar.currency
    return Point(
        x=price, y=goods, x_text=cash(Money(price, currency), "en"), y_text=cash(Money(goods, currency), "en"),
        other=price, other_text=cash(Money(price, currency), "en"),
    )  # fmt: skip


def _steps_down(points: Sequence[Point], currency: str) -> Words:
    drops = [(one, after) for one, after in itertools.pairwise(points) if after.y < one.y]
    if not drops:
        return Words("A dearer piece never costs less.", "标价更高的不会更便宜。")
    one, after = drops[0]
    return Words(
        f"It is a saw: at {after.x_text} one pays {after.y_text}, less than {one.y_text} at {one.x_text}.",
        f"呈锯齿：标价 {after.x_text} 实付 {after.y_text}，低于标价 {one.x_text} 时的 {one.y_text}。",
    )


def _step(least: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 … that is not smaller."""
    size = 10 ** (len(str(least)) - 1)
    return int(next(one * size for one in (*_NICE, 10) if one * size >= least))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
