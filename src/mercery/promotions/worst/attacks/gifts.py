"""Gifts that stay when the goods go back, and gifts worth more than their order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.refunds import refund
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line
from mercery.promotions.worst.attacks.carts import Start
from mercery.promotions.worst.attacks.limits import at_most, times_possible
from mercery.promotions.worst.certificate import Attack, AttackStep
from mercery.promotions.worst.words import cart_words, money_words

_SECONDS: Final = 0.1


def gifts_kept(calendar: Calendar, carts: Sequence[Start], buyer: Buyer, ends: float) -> list[Attack]:
    """The worst of both kinds."""
    if not any(isinstance(rule.benefit, Gift) for rule in calendar.rules):
        return []
    kept: Attack | None = None
    above: Attack | None = None
    for start in carts:
        if time.perf_counter() > ends:
            break
        bought = quote(calendar, start.cart, buyer, seconds=_SECONDS).best
        if not bought.gifts:
            continue
        kept = _worse(kept, _kept(calendar, bought, buyer))
        above = _worse(above, _above(calendar, bought))
    return [one for one in (kept, above) if one is not None]


def _worse(one: Attack | None, other: Attack | None) -> Attack | None:
    if one is None or other is None:
        return one or other
    return one if one.loss >= other.loss else other


def _kept(calendar: Calendar, bought: Priced, buyer: Buyer) -> Attack | None:
    """All goods are returned, the gift is not: what it costs, less what is kept back of the refund."""
    back = refund(calendar, bought, [line.quantity for line in bought.lines], buyer)
    gifts, left = _gifts(bought), bought.payable - back.amount
    name, value = cart_words(calendar, gifts), money_words(calendar, _cost(calendar, bought))
    charged = money_words(calendar, sum(one.amount for one in back.gifts_charged))
    note = Words(
        f"The goods are returned and {name.en} stays: it cost {value.en}, {charged.en} is charged for it.",
        f"退回商品但留下赠品{name.zh}：成本{value.zh}，仅收{charged.zh}。",
    )
    steps = (
        AttackStep(note=Words("Sends back", "退回"), cart=bought.cart, paid=-back.amount),
        AttackStep(note=Words("Keeps the gift", "留下赠品"), cart=gifts, paid=left),
    )
    return _attack(calendar, bought, _cost(calendar, bought) - (left - back.deposit_kept), gifts, note, steps)


def _above(calendar: Calendar, bought: Priced) -> Attack | None:
    """The gift costs more than the whole order pays."""
    gifts, cost = _gifts(bought), _cost(calendar, bought)
    name, value = cart_words(calendar, gifts), money_words(calendar, cost)
    paid = money_words(calendar, bought.payable)
    note = Words(
        f"{name.en} is given with an order that pays {paid.en}, and costs {value.en}.",
        f"订单只付{paid.zh}，赠品{name.zh}的成本却为{value.zh}。",
    )
    steps = (AttackStep(note=Words("Gets as a gift", "获赠"), cart=gifts, paid=0),)
    return _attack(calendar, bought, cost - bought.payable, bought.cart, note, steps)


def _attack(
    calendar: Calendar, bought: Priced, loss: int, gone: Cart, note: Words, steps: tuple[AttackStep, ...]
) -> Attack | None:
    """None where nothing is lost. `gone`: what is not there for another time."""
    if loss <= 0:
        return None
    rules = _rules(calendar, bought)
    return Attack(
        kind="gift_kept",
        loss=loss,
        most=at_most(calendar, loss, times_possible(calendar, gone, rules)),
        note_en=note.en,
        note_zh=note.zh,
        rules=rules,
        steps=(AttackStep(note=Words("Buys", "购买"), cart=bought.cart, paid=bought.payable), *steps),
    )


def _gifts(bought: Priced) -> Cart:
    return tuple(Line(sku=sku, quantity=count) for sku, count in bought.gifts)


def _cost(calendar: Calendar, bought: Priced) -> int:
    return sum(calendar.skus[sku].cost * count for sku, count in bought.gifts if sku in calendar.skus)


def _rules(calendar: Calendar, bought: Priced) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(step.rule for step in bought.steps if isinstance(calendar.by_id[step.rule].benefit, Gift))
    )
