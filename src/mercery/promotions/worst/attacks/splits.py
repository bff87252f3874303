"""Orders split, so that what is given once an order is given several times."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.quoting.splitting import SplitOrders, best_split
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.attacks.carts import Start, doubled
from mercery.promotions.worst.attacks.limits import at_most, times_possible
from mercery.promotions.worst.certificate import Attack, AttackStep
from mercery.promotions.worst.words import cart_words, listed, money_words, rule_words

_MOST_UNITS: Final = 12
_SECONDS: Final = 0.25
_KEPT: Final = 2


def splits(calendar: Calendar, carts: Sequence[Start], buyer: Buyer, ends: float) -> list[Attack]:
    """The largest savings by two orders instead of one, one for each set of rules."""
    found: dict[tuple[str, ...], SplitOrders] = {}
    for start in carts:
        left = ends - time.perf_counter()
        if left <= 0:
            break
        for cart in (doubled(calendar, start.cart), start.cart):
            if not 2 <= sum(line.quantity for line in cart) <= _MOST_UNITS:
                continue
            split = best_split(calendar, cart, buyer, most_orders=2, seconds=min(_SECONDS, left))
            rules = _rules(split)
            if split.saved > 0 and (rules not in found or found[rules].saved < split.saved):
                found[rules] = split
    ordered = sorted(found.values(), key=lambda one: -one.saved)
    return [_attack(calendar, one) for one in ordered[:_KEPT]]


def _rules(split: SplitOrders) -> tuple[str, ...]:
    """The rules that give more in the parts than in the whole."""
    whole: dict[str, int] = {}
    parts: dict[str, int] = {}
    for step in split.together.best.steps:
        whole[step.rule] = whole.get(step.rule, 0) + step.discount
    for order in split.orders:
        for step in order.best.steps:
            parts[step.rule] = parts.get(step.rule, 0) + step.discount
    return tuple(sorted(rule for rule, given in parts.items() if given > whole.get(rule, 0)))


def _attack(calendar: Calendar, split: SplitOrders) -> Attack:
    together, rules = split.together.best, _rules(split)
    steps = [AttackStep(note=Words("In one order", "合并下单"), cart=together.cart, paid=together.payable)]
    for at, order in enumerate(split.orders):
        note = Words(f"Order {at + 1}", f"第{at + 1}单")
        steps.append(AttackStep(note=note, cart=order.best.cart, paid=order.best.payable))
    goods, one, other = (
        cart_words(calendar, together.cart),
        money_words(calendar, together.payable),
        money_words(calendar, split.payable),
    )
    named, count = listed(rule_words(calendar, rule) for rule in rules), len(split.orders)
    times = times_possible(calendar, together.cart, rules, uses=count)
    return Attack(
        kind="split",
        loss=split.saved,
        most=at_most(calendar, split.saved, times),
        note_en=f"{goods.en}: {one.en} in one order, {other.en} in {count} orders"
        + (f"; {named.en} {'is' if len(rules) == 1 else 'are'} given in each." if rules else "."),
        note_zh=f"{goods.zh}：合并下单{one.zh}，拆成{count}单共{other.zh}"
        + (f"，每单都享“{named.zh}”。" if rules else "。"),
        rules=rules,
        steps=tuple(steps),
    )
