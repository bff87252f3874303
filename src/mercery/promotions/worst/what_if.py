"""One number of a rule turned over a range: the worst cart and the price of given carts at each value. Pure.

Known carts are priced again at every value at once; the calendar is then solved again where it matters, and what is found
there is held against every other value. A point says whether it is proved. What is paid jumps at thresholds, so that no
value is concluded from its neighbours: the curve is a sawtooth, and is shown as one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.numbers import Number, number, turned
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.again import Solver, rule_sets
from mercery.promotions.worst.attacks.carts import everyone, starts
from mercery.promotions.worst.certificate import Aim, Certificate, WorstCart
from mercery.promotions.worst.found import value_of
from mercery.promotions.worst.known import as_before, priced_again, worst_way

SECONDS: Final = 1.0
POINTS: Final = 21
_KNOWN: Final = 24
"""Carts held against every value."""
_THOROUGH: Final = 3
_FOR_KNOWN: Final = 0.5
"""Of the time, what known carts may take at most."""
_ONE: Final = 1 / 3
"""Of the time left, what one value may take at most, so that one that is hard leaves some to the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value."""

    value: int
    worst: WorstCart | None
    """The worst cart known at it."""
    bound: int | None
    """No cart is worse than this, in the aim's unit; None where the value was not solved."""
    proved: bool
    """Whether `worst` is proved to be the worst."""
    passes: bool | None
    """Whether every cart clears the floor; None: none below it is known, and none is ruled out."""
    prices: tuple[int, ...]
    """What the given carts cost, in their order."""

    @property
    def margin(self) -> int | None:
        """The margin of the worst cart known."""
        return None if self.worst is None else self.worst.margin.margin


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A number turned."""

    rule: str
    number: Number
    points: tuple[Point, ...]
    now: int
    """The place of the point at which the number stands today, or of the nearest."""
    seconds: float

    @property
    def proved(self) -> int:
        """Points that are proved."""
        return sum(point.proved for point in self.points)


def values_around(turn: Number, *, span: int | None = None, points: int = POINTS) -> tuple[int, ...]:
    """Values to look at: from as little as the number may be to twice what it is (rates: to 100 % at most), evenly, with
    its own among them. `span`: how far it goes where there is no value yet."""
    now = turn.value if turn.value is not None else (span or 10_000) // 2
    low = turn.least
    high = max(low + 1, 2 * now if now else span or 10)
    high = high if turn.most is None else min(high, turn.most)
    steps = max(1, points - 1)
    found = {low + (high - low) * at // steps for at in range(points)} | {max(low, min(high, now))}
    return tuple(sorted(found))


def while_it_holds(calendar: Calendar, rule: Rule) -> Calendar:
    """The calendar in the time of `rule` alone: what happens outside does not speak of it."""
    if rule.starts is None and rule.ends is None:
        return calendar
    clipped = []
    for one in calendar.rules:
        starts = max((at for at in (one.starts, rule.starts) if at is not None), default=None)
        ends = min((at for at in (one.ends, rule.ends) if at is not None), default=None)
        if starts is None or ends is None or starts < ends:
            clipped.append(replace(one, starts=starts, ends=ends))
    return replace(calendar, rules=tuple(clipped))


def what_if(
    calendar: Calendar,
    rule: str,
    key: str,
    values: Sequence[int] | None = None,
    *,
    known: Certificate | None = None,
    carts: Sequence[tuple[Cart, Buyer]] = (),
    aim: Aim = "shortfall",
    seconds: float = SECONDS,
    holds: bool = True,
    solve: bool = True,
) -> WhatIf:
    """The number `key` of `rule` at each of `values`. `known`: a certificate whose carts are held against every value; with
    `holds` it is one of this very calendar, and proves the value of today. Without `solve` nothing else is proved; what was
    not solved within `seconds` says so. KeyError for an unknown rule or number."""
    begun = time.perf_counter()
    changed_rule = calendar.by_id[rule]
    turn = number(changed_rule, key)
    chosen = tuple(values) if values is not None else values_around(turn, span=_span(calendar))
    calendars = [calendar.with_rule(turned(changed_rule, key, value)) for value in chosen]
    at_now = min(range(len(chosen)), key=lambda at: abs(chosen[at] - (turn.value or 0)))
    turning = _Turning(calendars, aim, rule, begun + seconds)
    turning.learn(_carts(calendar, known), begun + seconds * _FOR_KNOWN)
    if holds and known is not None and known.aim == aim and chosen[at_now] == turn.value:
        turning.solved[at_now] = (known.bound, known.exact, known.passes)
    if solve:
        turning.solve(at_now)
    moment = known.worst.moment if known is not None and known.worst is not None else None
    prices = [
        tuple(charged(one, quote(one, cart, buyer, moment=moment)).payable for cart, buyer in carts)
        for one in calendars
    ]
    points = [
        replace(point, value=value, prices=paid)
        for point, value, paid in zip(turning.points(), chosen, prices, strict=True)
    ]
    return WhatIf(rule=rule, number=turn, points=tuple(points), now=at_now, seconds=time.perf_counter() - begun)


class _Turning:
    """The calendars of all values side by side."""

    def __init__(self, calendars: Sequence[Calendar], aim: Aim, rule: str, ends: float) -> None:
        self.calendars, self.aim, self.ends = calendars, aim, ends
        self.also = frozenset({rule})
        self.worst: list[WorstCart | None] = [None] * len(calendars)
        self.solved: dict[int, tuple[int, bool, bool]] = {}
        """By place: bound, whether exact, whether it passes."""
        self.solver = Solver(aim=aim, seconds=max(0.0, ends - time.perf_counter()))

    def learn(self, carts: Sequence[WorstCart], ends: float) -> None:
        """Holds carts against every value: first as they were bought, then the first few in every way."""
        for cart in carts[:_KNOWN]:
            for at, calendar in enumerate(self.calendars):
                self._offer(at, as_before(calendar, cart))
            if time.perf_counter() > ends:
                return
        for cart in carts[:_THOROUGH]:
            for at, calendar in enumerate(self.calendars):
                if time.perf_counter() > ends:
                    return
                self._offer(at, priced_again(calendar, cart, self.also))

    def solve(self, now: int) -> None:
        """Solves as many values as there is time for: today's, the ends, then halfway between those solved."""
        for at in _spread(len(self.calendars), now):
            left = self.ends - time.perf_counter()
            if left <= 0:
                return
            if at in self.solved:
                continue
            again = self.solver(self.calendars[at], most=left * _ONE)
            self.solved[at] = (again.bound, again.exact, again.passes)
            if again.worst is not None:
                self._offer(at, again.worst)
                for other, calendar in enumerate(self.calendars):
                    if other not in self.solved:
                        self._offer(other, as_before(calendar, again.worst))

    def points(self) -> list[Point]:
        """What is known of each value."""
        return [self._point(at) for at in range(len(self.calendars))]

    def _point(self, at: int) -> Point:
        worst = self.worst[at]
        below = worst is not None and worst.margin.short > 0
        bound, exact, passes = self.solved.get(at, (None, False, False))
        return Point(
            value=0,
            worst=worst,
            bound=bound,
            proved=exact,
            passes=False if below else True if passes else None,
            prices=(),
        )

    def _offer(self, at: int, cart: WorstCart | None) -> None:
        kept = self.worst[at]
        if cart is not None and (kept is None or self._value(cart) < self._value(kept)):
            self.worst[at] = cart

    def _value(self, cart: WorstCart) -> int:
        return value_of(self.aim, cart.priced, cart.margin)


def _carts(calendar: Calendar, known: Certificate | None) -> list[WorstCart]:
    """Carts worth holding against every value: those of the certificate, and some at thresholds."""
    found = [] if known is None or known.worst is None else [known.worst, *known.runners_up]
    found = [one for one in found if all(line.sku in calendar.skus for line in one.priced.cart)]
    buyer = everyone(calendar)
    moment = found[0].moment if found else max(rule_sets(calendar), key=lambda one: len(one[1]))[0]
    rules = calendar if moment is None else calendar.at(moment)
    for start in starts(rules)[: _KNOWN - len(found)]:
        priced = worst_way(rules, start.cart, buyer)
        found.append(WorstCart(priced=priced, margin=margin_of(rules, priced), buyer=buyer, moment=moment))
    return found


def _spread(count: int, first: int) -> list[int]:
    """All places: `first`, the two ends, then always the middle of the widest gap."""
    done = sorted({first, 0, count - 1})
    order = list(dict.fromkeys([first, count - 1, 0]))
    while len(done) < count:
        gap, low = max((high - low, low) for low, high in pairwise(done))
        middle = low + gap // 2
        done = sorted([*done, middle])
        order.append(middle)
    return order


def _span(calendar: Calendar) -> int:
    """How large a threshold or cap could sensibly be: twice the dearest piece."""
    return 2 * max((sku.price for sku in calendar.skus.values()), default=1)
