"""Small calendars whole: every cart within the limits, every selection, every buyer, priced exactly."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.quoting.evaluate import run_selection
from mercery.promotions.quoting.prepared import prepared, table
from mercery.promotions.quoting.selection import choices, selection_of, selections
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line
from mercery.promotions.worst.columns import limit_of
from mercery.promotions.worst.found import Candidate, Found, valued

MOST = 25_000
"""Ways to buy that are looked at one by one."""


def all_carts(calendar: Calendar) -> Iterator[Cart]:
    """Every cart with one line for each article."""
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
    if calendar.policy.split_lines or carts * len(audiences) > MOST:
        return None
    seen = 0
    for audience in audiences:
        buyer = Buyer(audiences=audience)
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
            if seen > MOST or time.perf_counter() > ends:
                return None
    found.evaluated += seen
    return seen
