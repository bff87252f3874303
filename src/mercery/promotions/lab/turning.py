"""A number of a rule turned up and down, as it is drawn: the worst cart for each value, and what one piece costs as its
list price grows. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from statistics import median_low
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.promotions.lab.curve_view import Curve, Point, curve
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line, Sku
from mercery.promotions.rules.numbers import Number
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.what_if import Point as Solved
from mercery.promotions.worst.what_if import WhatIf
from mercery.ui.formats import amount_text, number_text

_PRICES: Final = 61
_SECONDS: Final = 0.05
_NICE: Final = (1, 2, 5)
_PROVED, _KNOWN = Words("proved", "已证明"), Words("worst known", "已知最差")
_CLEARS = Words("worst known; proved that none is below the floor", "已知最差；已证明无订单低于底线")


def margin_curve(found: WhatIf, label: Words, currency: str) -> Curve | None:
    """The worst margin known against the floor, over the number; the table says at which values it is proved."""

    def cash(minor: int) -> str:
        return amount_text(Money(minor, currency), "en")

    known = [(one, -one.worst.margin.short) for one in found.points if one.worst is not None]
    if not known:
        return None
    below = sum(above < 0 for _, above in known)
    lowest = cash(-min(above for _, above in known))
    summary = (
        Words(f"Below the floor for {below} of {len(known)} values, by up to {lowest}.", f"{len(known)} 个取值中有 {below} 个低于底线，最多低 {lowest}。")
        if below
        else Words("Above the floor at every value.", "所有取值均不低于底线。")
    )  # fmt: skip
    return curve(
        [
            Point(x=one.value, y=above, x_text=value_text(found.number, one.value, currency), y_text=cash(above),
                tone="stop" if above < 0 else "", mark=_mark(one))
            for one, above in known
        ],
        title=Words(f"The worst cart, while {_small(label.en)} is turned", f"{label.zh}变动时的最差订单"),
        note=_how_sure(found),
        summary=summary,
        heads=[label, Words("Above the floor", "高出底线")],
        floor=0,
        floor_text=Words("your floor", "底线"),
        now=found.number.value,
    )  # fmt: skip


def headline(found: WhatIf, currency: str) -> Words:
    """What the value of today comes to, and no more than is proved of it."""
    point = found.points[found.now]
    at = value_text(found.number, point.value, currency)
    if point.worst is None:
        return Words(f"At {at} no cart can be filled.", f"取 {at} 时，没有可下的订单。")
    money = Money(abs(point.worst.margin.short), currency)
    en, zh = money.text("en"), money.text("zh")
    if point.passes is False:
        return Words(f"At {at} the worst cart lies {en} below the floor.", f"取 {at} 时，最差订单毛利低于底线 {zh}。") if point.proved \
            else Words(f"At {at} a cart lies {en} below the floor.", f"取 {at} 时，有订单毛利低于底线 {zh}。")  # fmt: skip
    if point.proved:
        return Words(f"At {at} the worst cart stays {en} above the floor.", f"取 {at} 时，最差订单毛利高出底线 {zh}。")
    if point.passes:
        return Words(f"At {at} every cart stays above the floor.", f"取 {at} 时，所有订单均不低于底线。")
    return Words(
        f"At {at} every cart known stays above the floor, the worst by {en}.",
        f"取 {at} 时，已知订单均高出底线，最少高出 {zh}。",
    )


def _mark(point: Solved) -> Words:
    if point.proved:
        return _PROVED
    return _CLEARS if point.passes else _KNOWN


def _how_sure(found: WhatIf) -> Words:
    count, proved = len(found.points), found.proved
    clear = sum(one.passes is True and not one.proved for one in found.points)
    en, zh = "How far the worst cart's margin is above the floor.", "最差订单毛利高出底线的金额。"
    if proved == count:
        return Words(f"{en} Proved at every value.", f"{zh}所有取值均已证明。")
    en += f" Proved at {proved} of {count} values"
    zh += f"{count} 个取值中 {proved} 个已证明"
    if clear:
        en += f"; at {clear} more it is proved that no cart is below the floor"
        zh += f"，另有 {clear} 个已证明无订单低于底线"
    return Words(f"{en}. Elsewhere the worst cart known is drawn.", f"{zh}。其余画出的是已知的最差订单。")


def middle_piece(calendar: Calendar, rule: Rule) -> Sku | None:
    """The article of a rule that is neither dear nor cheap among its goods."""
    goods = [sku for sku in calendar.skus.values() if rule.scope.has(sku) and sku.price > 0]
    if not goods:
        return None
    middle = median_low(sku.price for sku in goods)
    return next(sku for sku in goods if sku.price == middle)


def price_curve(calendar: Calendar, rule: Rule, moment: datetime, name: Words) -> Curve | None:
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


def _priced(calendar: Calendar, piece: Sku, price: int, buyer: Buyer, moment: datetime) -> Point:
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
