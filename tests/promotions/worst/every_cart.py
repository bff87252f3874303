"""The worst cart of a small calendar by pricing every cart for every buyer in every way: slow, plain, and a proof."""

from __future__ import annotations

from itertools import chain, combinations, product

from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line
from mercery.promotions.worst.certificate import Aim, Certificate, WorstCart
from mercery.promotions.worst.known import worst_way


def every_cart(calendar: Calendar, aim: Aim = "shortfall", seconds: float = 0) -> Certificate:
    """A certificate from all carts there are, furthest below the floor first."""
    audiences = sorted({one for rule in calendar.rules for one in rule.who})
    buyers = [Buyer(audiences=frozenset(some)) for some in _subsets(audiences)]
    most = [
        min(calendar.most_units if sku.limit is None else sku.limit, calendar.most_units)
        for sku in calendar.skus.values()
    ]
    found = []
    for counts in product(*(range(one + 1) for one in most)):
        cart = tuple(Line(sku=sku, quantity=count) for sku, count in zip(calendar.skus, counts, strict=True) if count)
        for buyer in buyers if cart else ():
            priced = worst_way(calendar, cart, buyer)
            found.append(WorstCart(priced=priced, margin=margin_of(calendar, priced), buyer=buyer, moment=None))
    found.sort(key=lambda one: (-one.margin.short, one.priced.payable, len(one.buyer.audiences)))
    short = found[0].margin.short
    return Certificate(
        aim=aim,
        found=short,
        bound=short,
        exact=True,
        passes=short <= 0,
        worst=found[0],
        runners_up=tuple(found[1:3]),
        intervals=(),
        faults=(),
        attacks=(),
        kinds=len(found),
        seconds=0.0,
    )


def _subsets(things: list[str]) -> chain[tuple[str, ...]]:
    return chain.from_iterable(combinations(things, count) for count in range(len(things) + 1))
