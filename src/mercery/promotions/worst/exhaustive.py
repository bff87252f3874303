"""Small calendars whole: every cart within the limits, every selection, every buyer, priced exactly."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from math import factorial, prod

from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.quoting.evaluate import run_selection
from mercery.promotions.quoting.prepared import prepared, table
from mercery.promotions.quoting.selection import choices, selection_of, selections
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line
from mercery.promotions.worst.columns import asks, limit_of
from mercery.promotions.worst.found import Candidate, Found, valued
from mercery.promotions.worst.used_up import all_told_apart, buyers_of, given_in_part

MOST = 25_000
"""Ways to buy that are looked at one by one."""
_ORDERS = 24
"""Orders of a cart's lines that are looked at."""


def all_carts(calendar: Calendar) -> Iterator[Cart]:
    """Every cart with one line for each article; in every order of its lines where odd minor units go by it."""
    ordered = order_matters(calendar)
    for cart in _carts(calendar):
        yield from permutations(cart) if ordered else (cart,)


def order_matters(calendar: Calendar) -> bool:
    """Whether what one rule leaves on each line can be seen by another, or a budget goes line after line."""
    return sum(rule.level != "line" or asks(rule) or rule.cap is not None for rule in calendar.rules) > 1 or any(
        rule.budget is not None for rule in calendar.rules
    )


def _carts(calendar: Calendar) -> Iterator[Cart]:
    limits = {sku.id: max(0, limit_of(calendar, sku)) for sku in calendar.skus.values()}
    for counts in product(*[range(limit + 1) for limit in limits.values()]):
        cart = tuple(Line(sku=sku, quantity=count) for sku, count in zip(limits, counts, strict=True) if count)
        if cart and (calendar.most_lines is None or len(cart) <= calendar.most_lines):
            yield cart


def look_at_all(found: Found, buyers: Iterable[frozenset[str]], ends: float) -> int | None:
    """Everything, or None where there is too much of it or time runs out. `found` keeps what was met either way."""
    calendar = found.calendar
    limits = [max(0, limit_of(calendar, sku)) for sku in calendar.skus.values()]
    carts = prod(limit + 1 for limit in limits)
    audiences = list(buyers)
    most_lines = min(len([limit for limit in limits if limit]), calendar.most_lines or len(limits))
    orders = factorial(most_lines) if order_matters(calendar) else 1
    if calendar.policy.split_lines or orders > _ORDERS or carts * len(audiences) > MOST:
        return None
    seen = 0
    for buyer in (one for audience in audiences for one in buyers_of(calendar, audience)):
        rules = open_calendar(calendar, buyer)
        ready = prepared(rules)
        fullest = tuple(
            Line(sku=sku.id, quantity=limit) for sku, limit in zip(calendar.skus.values(), limits, strict=True) if limit
        )
        if fullest and seen + carts * choices(table(ready, fullest)).count() > 4 * MOST:
            return None
        for cart in all_carts(calendar):
            laid = table(ready, cart)
            for order, by_line in selections(choices(laid)):
                run = run_selection(laid, order, by_line, buyer)
                seen += 1
                value = valued(rules, run, found.aim)
                if found.best is None or value < found.candidates[-1].value or len(found.candidates) < 4:
                    found.offer(
                        Candidate(value=value, cart=cart, selection=selection_of(laid, order, by_line), buyer=buyer)
                    )
            if seen > 2 * MOST or time.perf_counter() > ends:
                return None
    found.evaluated += seen
    # The worst of them is met, but there are buyers between them.
    if given_in_part(calendar) or not all_told_apart(calendar, audiences):
        return None
    return seen
