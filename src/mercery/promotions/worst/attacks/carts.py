"""Carts from which attacks start: those that just reach a threshold, with a filler that is easily sent back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import inf
from typing import Final

from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line, Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.typical import fillers_of, most_of, reach, thresholds_of

_OF_A_RULE: Final = 5
_UNITS: Final = 24
"""Units of a worst cart that is still looked at: whoever fills a cart with everything does not return a part of it."""
_MAINS: Final = 400
"""Articles looked at for one threshold, evenly over all prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A cart, and the rule it was filled for."""

    cart: Cart
    rule: str | None


def starts(calendar: Calendar, worst: Sequence[WorstCart] = (), ends: float = inf) -> list[Start]:
    """Carts for every threshold of every rule, the closest ones first, beside the worst carts known. Rules that are not
    come to before `ends` have none."""
    found: dict[Cart, Start] = {}
    for one in worst:
        if sum(line.quantity for line in one.priced.cart) <= _UNITS:
            found.setdefault(one.priced.cart, Start(cart=one.priced.cart, rule=None))
    by_rule = [
        [(rule.id, cart) for cart in _of_rule(calendar, rule)] for rule in calendar.rules if time.perf_counter() < ends
    ]
    for each in zip_longest(*by_rule):
        for rule_id, cart in (one for one in each if one is not None):
            found.setdefault(cart, Start(cart=cart, rule=rule_id))
    return list(found.values())


def everyone(calendar: Calendar) -> Buyer:
    """Somebody of every audience with every coupon, who has used nothing yet."""
    return Buyer(audiences=frozenset(one for rule in calendar.rules for one in rule.who))


def sold_in(calendar: Calendar, rule: Rule) -> list[Sku]:
    """Goods that count for the rule's threshold, cheapest first."""
    scope = rule.need_scope or rule.scope
    found = [sku for sku in calendar.skus.values() if most_of(calendar, sku) > 0 and sku.price > 0 and scope.has(sku)]
    found.sort(key=lambda sku: (sku.price, sku.id))
    return found[:: max(1, len(found) // _MAINS)]


def doubled(calendar: Calendar, cart: Cart) -> Cart:
    """Twice as much of everything; empty where that is more than an order may have."""
    twice = tuple(Line(sku=line.sku, quantity=2 * line.quantity) for line in cart)
    fits = all(line.quantity <= most_of(calendar, calendar.skus[line.sku]) for line in twice)
    return twice if fits else ()


def _of_rule(calendar: Calendar, rule: Rule) -> list[Cart]:
    goods = sold_in(calendar, rule)
    if not goods:
        return []
    scope, ranked = rule.need_scope or rule.scope, []
    thresholds = thresholds_of(rule)
    among = fillers_of(calendar, scope) if thresholds else None
    for need in thresholds:
        for sku in goods:
            cart = reach(calendar, sku, need, scope, among)
            if cart:
                ranked.append((_filler(calendar, cart, need), cart))
    ranked.sort(key=lambda one: one[0])
    by_units = (
        [_units(calendar, rule, goods[0]), _units(calendar, rule, goods[-1])] if rule.scope.has(goods[-1]) else []
    )
    return [cart for _, cart in ranked[:_OF_A_RULE]] + [cart for cart in by_units if cart]


def _filler(calendar: Calendar, cart: Cart, need: int) -> tuple[int, int]:
    """What lies in the cart beside its main piece, and above the threshold: the less of both, the better it serves."""
    prices = [calendar.skus[line.sku].price * line.quantity for line in cart]
    return (sum(prices) - max(prices) if len(prices) > 1 else sum(prices) // 2, sum(prices) - need)


def _units(calendar: Calendar, rule: Rule, sku: Sku) -> Cart:
    """As many units of one article as the rule asks for."""
    benefit = rule.benefit
    count = max(1, rule.need_qty)
    if benefit.kind in ("buyget", "bundle"):
        count = max(count, getattr(benefit, "n", 0) + getattr(benefit, "m", 0))
    if benefit.kind == "tiers" and benefit.by == "quantity":
        count = max(count, benefit.steps[-1][0])
    count = min(count, most_of(calendar, sku))
    return (Line(sku=sku.id, quantity=count),)
