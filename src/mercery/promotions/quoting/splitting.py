"""The cheapest way to buy a cart in several orders: delivery is paid for each, and each coupon copy and each use a buyer
has serves one order."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, product

from mercery.promotions.quoting.best import joined, quote
from mercery.promotions.quoting.eligible import open_calendar
from mercery.promotions.quoting.walk import Quote
from mercery.promotions.rules.benefit import Points
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart, Line

SECONDS = 2.0
Counts = tuple[int, ...]
"""Units by line of the joined cart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOrders:
    """A cart bought in several orders."""

    orders: tuple[Quote, ...]
    payable: int
    together: Quote
    """The same in one order."""
    saved: int
    optimal: bool
    """Whether no way of splitting into at most so many orders is cheaper, proved."""


@dataclass(slots=True)
class _Search:
    calendar: Calendar
    cart: Cart
    buyer: Buyer
    ends: float
    limits: Mapping[str, int]
    """How often rules whose uses are limited may be used in all, by rule id."""
    known: dict[tuple[Counts, frozenset[str]], Quote] = field(default_factory=dict)
    complete: bool = True

    def price(self, counts: Counts, without: frozenset[str]) -> Quote:
        """One order, some limited rules being used elsewhere."""
        key = (counts, without)
        found = self.known.get(key)
        if found is None:
            cart = tuple(
                Line(sku=line.sku, quantity=count) for line, count in zip(self.cart, counts, strict=True) if count
            )
            calendar = self.calendar.without(*without) if without else self.calendar
            found = self.known[key] = quote(calendar, cart, self.buyer)
            self.complete &= found.optimal
        return found


def best_split(
    calendar: Calendar,
    cart: Cart,
    buyer: Buyer = ANYBODY,
    *,
    moment: datetime | None = None,
    most_orders: int = 3,
    seconds: float = SECONDS,
) -> SplitOrders:
    """The cheapest way of at most `most_orders`. Every way is tried where time allows; `optimal` says whether. Points a
    buyer has are spent in one of the orders."""
    rules = open_calendar(calendar, buyer, moment)
    together = quote(rules, cart, buyer)
    whole = joined(cart)
    search = _Search(rules, whole, buyer, time.perf_counter() + seconds, _limits(rules, buyer))
    best: tuple[Quote, ...] = (together,)
    for orders in _ways(tuple(line.quantity for line in whole), most_orders):
        if time.perf_counter() > search.ends:
            search.complete = False
            break
        found = _cheapest(search, orders, _payable(best))
        if found is not None:
            best = found
    payable = _payable(best)
    return SplitOrders(
        orders=best,
        payable=payable,
        together=together,
        saved=together.best.payable - payable,
        optimal=search.complete and together.optimal,
    )


def _payable(orders: Sequence[Quote]) -> int:
    return sum(one.best.payable for one in orders)


def _limits(calendar: Calendar, buyer: Buyer) -> Mapping[str, int]:
    found = {}
    for rule in calendar.rules:
        most = [
            None if rule.per_user is None else rule.per_user - buyer.used.get(rule.id, 0),
            rule.total,
            None if rule.code is None or buyer.wallet is None else buyer.wallet.get(rule.code, 0),
        ]
        known = [one for one in most if one is not None]
        if isinstance(rule.benefit, Points) and buyer.points is not None:
            known.append(1)
        if known:
            found[rule.id] = min(known)
    return found


def _cheapest(search: _Search, orders: Sequence[Counts], below: int) -> tuple[Quote, ...] | None:
    """The best assignment of limited rules to these orders, where it costs less than `below`."""
    free = [search.price(one, frozenset()) for one in orders]
    if sum(one.bound for one in free) >= below:
        return None
    scarce = [rule for rule, most in search.limits.items() if most < sum(rule in _used(one) for one in free)]
    if not scarce:
        return tuple(free) if _payable(free) < below else None
    best: tuple[Quote, ...] | None = None
    limited = [rule for rule, most in search.limits.items() if most < len(orders)]
    for who in product(*[list(combinations(range(len(orders)), search.limits[rule])) for rule in limited]):
        if time.perf_counter() > search.ends:
            search.complete = False
            break
        without = [
            frozenset(rule for rule, given in zip(limited, who, strict=True) if number not in given)
            for number in range(len(orders))
        ]
        tried = tuple(search.price(one, off) for one, off in zip(orders, without, strict=True))
        if _payable(tried) < below:
            best, below = tried, _payable(tried)
    return best


def _used(quoted: Quote) -> set[str]:
    return {step.rule for step in quoted.best.steps}


def _ways(counts: Counts, most: int) -> Iterator[tuple[Counts, ...]]:
    """Every way to divide the units into two to `most` orders, orders that are the same counted once; few orders first."""
    for number in range(2, most + 1):
        yield from _divided(counts, number, counts)


def _divided(counts: Counts, number: int, ceiling: Counts) -> Iterator[tuple[Counts, ...]]:
    """`number` orders that are not empty, in falling order."""
    if number == 1:
        if counts <= ceiling and any(counts):
            yield (counts,)
        return
    for first in product(*[range(count, -1, -1) for count in counts]):
        if any(first) and first <= ceiling:
            rest = tuple(have - taken for have, taken in zip(counts, first, strict=True))
            if any(rest):
                for others in _divided(rest, number - 1, first):
                    yield (first, *others)
