"""A calendar that was changed, solved again: only periods whose rules changed, each set of rules once.

The answer says for every period how bad a cart can be, so that "every cart clears the floor" may be said of the whole
calendar and not of one moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import Aim, Certificate, WorstCart

Search = Callable[[Calendar, Aim, float], Certificate]
"""The worst cart of a calendar whose rules all hold at one moment."""
_LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The worst of a calendar over all its periods."""

    worst: WorstCart | None
    found: int
    bound: int
    exact: bool
    passes: bool
    """No cart of any period is below the floor, proved."""
    carts: tuple[WorstCart, ...]
    """Those found on the way, worst first."""

    @property
    def breaks(self) -> bool:
        """Whether a cart below the floor was found (neither this nor `passes`: open)."""
        return self.worst is not None and self.worst.margin.short > 0


@dataclass(slots=True)
class Solver:
    """Solves calendars that differ in little, and remembers what it has solved."""

    aim: Aim
    seconds: float
    """For all of it; what is asked later gets what is left."""
    search: Search = field(default_factory=lambda: _search)
    _kept: list[tuple[tuple[Rule, ...], Mapping[str, Sku], Calendar, Certificate]] = field(default_factory=list)
    _began: float = field(default_factory=time.perf_counter)
    _over: float = 0.0

    @property
    def left(self) -> float:
        """Seconds left, without those the slowest question took beyond its own: the next one takes them as well."""
        return self.seconds - (time.perf_counter() - self._began) - self._over

    def __call__(self, calendar: Calendar, *, most: float | None = None) -> Again:
        """The worst of `calendar`, within `most` seconds (half of those left); what was not solved in time counts as open."""
        sets = rule_sets(calendar)
        ends = time.perf_counter() + max(_LEAST_SECONDS, self.left / 2 if most is None else min(most, self.left))
        found = []
        for at, (moment, rules) in enumerate(sets):
            share = max(_LEAST_SECONDS, (ends - time.perf_counter()) / (len(sets) - at))
            found.append((moment, self._one(calendar, rules, share)))
        self._over = max(self._over, time.perf_counter() - ends)
        return _joined(found)

    def _one(self, calendar: Calendar, rules: tuple[Rule, ...], seconds: float) -> Certificate:
        for kept, skus, within, answer in self._kept:
            if _same(kept, rules) and skus is calendar.skus and within.policy == calendar.policy:
                return answer
        answer = self.search(_only(calendar, rules), self.aim, seconds)
        if answer.exact or answer.passes:
            self._kept.append((rules, calendar.skus, calendar, answer))
        return answer


def rule_sets(calendar: Calendar) -> Sequence[tuple[datetime | None, tuple[Rule, ...]]]:
    """The sets of rules that are ever in force together, each once, with a moment of it; None where nothing is timed.

    A set none of whose rules gives anything (the empty one) stands, too: goods may be below the floor by themselves.
    """
    moments = sorted({at for rule in calendar.rules for at in (rule.starts, rule.ends) if at is not None})
    if not moments:
        return [(None, calendar.rules)]
    found: list[tuple[datetime | None, tuple[Rule, ...]]] = []
    for at in (moments[0] - timedelta(seconds=1), *moments):
        rules = tuple(rule for rule in calendar.rules if rule.holds_at(at))
        if not any(_same(rules, other) for _, other in found):
            found.append((at, rules))
    return found


def _only(calendar: Calendar, rules: tuple[Rule, ...]) -> Calendar:
    return calendar if _same(calendar.rules, rules) else replace(calendar, rules=rules)


def _same(one: tuple[Rule, ...], other: tuple[Rule, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def _joined(found: Sequence[tuple[datetime | None, Certificate]]) -> Again:
    carts = [
        replace(cart, moment=cart.moment or moment)
        for moment, answer in found
        for cart in (*((answer.worst,) if answer.worst else ()), *answer.runners_up)
    ]
    worst_is_most = found[0][1].aim == "shortfall"
    pick = max if worst_is_most else min
    moment, first = pick(found, key=lambda one: one[1].found)
    bound = pick(answer.bound for _, answer in found)
    return Again(
        worst=replace(first.worst, moment=first.worst.moment or moment) if first.worst else None,
        found=first.found,
        bound=bound,
        exact=bound == first.found,
        passes=all(answer.passes for _, answer in found),
        carts=tuple(sorted(carts, key=lambda one: -one.margin.short)),
    )


def _search(calendar: Calendar, aim: Aim, seconds: float) -> Certificate:
    from mercery.promotions.worst.search import worst_cart  # imports the solver

    return worst_cart(calendar, aim=aim, seconds=seconds)
