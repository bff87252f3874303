"""A calendar proved over all its time: every maximal interval with the same rules in force, every buyer, every cart."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Aim, Attack, Certificate, Fault, Interval, WorstCart
from mercery.promotions.worst.exhaustive import look_at_all
from mercery.promotions.worst.found import Candidate, Found, Wanted, try_out
from mercery.promotions.worst.search import Outcome, audience_sets, certificate, search

SECONDS: Final = 20.0
_BESIDE: Final = 0.3
"""Of the time, what is left for faults and attacks."""
_AROUND: Final = 3.0
"""Seconds that ways around one order get of it at most."""
_FAULTS: Final = 0.6
"""Of that, for the faults."""
_FREE: Final = 3
"""Sets of rules that are each proved by themselves; where there are more, parts take the bound of the whole."""
_LEAST: Final = 1.0
"""Seconds every interval has, even where time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A maximal time with the same rules in force."""

    starts: datetime | None
    ends: datetime | None
    rules: tuple[str, ...]

    @property
    def moment(self) -> datetime | None:
        """A moment of it; None where rules have no periods at all."""
        if self.starts is not None:
            return self.starts
        return None if self.ends is None else self.ends - timedelta(seconds=1)


def prove(
    calendar: Calendar,
    *,
    aim: Aim = "shortfall",
    seconds: float = SECONDS,
    beside: bool = True,
    since: datetime | None = None,
) -> Certificate:
    """The worst cart over every interval and buyer, with what no cart is below. `beside`: with the rules at fault and the
    ways around one order. `since`: intervals that are over by then are left out."""
    started = time.perf_counter()
    spans = spans_of(calendar, since)
    ends = started + seconds * (1 - _BESIDE if beside else 1)
    outcomes = _outcomes(calendar, spans, aim, ends)
    per_span = [outcomes[span.rules] for span in spans]
    joined = _joined(calendar, spans, per_span, aim)
    passes = all(_passes(calendar, span, outcome, aim, ends) for span, outcome in zip(spans, per_span, strict=True))
    proof = certificate(joined, aim, passes=passes, seconds=0.0)
    sign = -1 if aim == "shortfall" else 1
    proof = replace(
        proof, intervals=tuple(_interval(span, one, sign) for span, one in zip(spans, per_span, strict=True))
    )
    if beside and proof.worst is not None:
        faults, attacks = _beside(
            calendar, proof, proof.worst, aim, max(_LEAST, started + seconds - time.perf_counter())
        )
        proof = replace(proof, faults=faults, attacks=attacks)
    return replace(proof, seconds=time.perf_counter() - started)


def spans_of(calendar: Calendar, since: datetime | None = None) -> tuple[Span, ...]:
    """The intervals, in order; neighbours with the same rules are one."""
    edges = sorted({edge for rule in calendar.rules for edge in (rule.starts, rule.ends) if edge is not None})
    bounds: list[datetime | None] = [None, *edges, None]
    found: list[Span] = []
    for starts, ends in pairwise(bounds):
        if since is not None and ends is not None and ends <= since:
            continue
        span = Span(starts=starts, ends=ends, rules=())
        moment = span.moment
        rules = calendar.rules if moment is None else calendar.at(moment).rules
        span = replace(span, rules=tuple(rule.id for rule in rules))
        if found and found[-1].rules == span.rules:
            found[-1] = replace(found[-1], ends=ends)
        else:
            found.append(span)
    return tuple(found)


def _outcomes(calendar: Calendar, spans: Sequence[Span], aim: Aim, ends: float) -> dict[tuple[str, ...], Outcome]:
    """Each set of rules once, the largest first: what is found there is likely the worst of all. Where there are many,
    the largest are bounded as if no rule had to be used, which bounds their parts as well."""
    first = {span.rules: span for span in reversed(spans)}
    todo = sorted(first, key=lambda rules: -len(rules))
    done: dict[tuple[str, ...], Outcome] = {}
    if _small(calendar, todo, first, aim, done, ends):
        return done
    free = len(todo) > _FREE and aim != "share"
    if free and (every := tuple(rule.id for rule in calendar.rules)) not in first:
        # Together they are in force at no moment; what holds for all of them holds at every one.
        first[every] = Span(starts=None, ends=None, rules=every)
        todo.insert(0, every)
    for at, rules in enumerate(todo):
        now, moment = _at(calendar, first[rules]), first[rules].moment
        above = _above(rules, done, free=free)
        if above is not None and (above.bound >= 0 or time.perf_counter() > ends):
            done[rules] = _part(now, above, aim, moment)
            continue
        left = ends - time.perf_counter()
        share = left / 2 if at == 0 and len(todo) > 1 else left / (len(todo) - at)
        found = search(now, audience_sets(now), aim, max(_LEAST, share), moment=moment, free=free)
        if above is not None and above.bound > found.bound:
            found = replace(found, bound=min(above.bound, found.found.best.value if found.found.best else above.bound))
        done[rules] = found
    return done


def _small(
    calendar: Calendar,
    todo: Sequence[tuple[str, ...]],
    first: Mapping[tuple[str, ...], Span],
    aim: Aim,
    done: dict[tuple[str, ...], Outcome],
    ends: float,
) -> bool:
    """Whether all of them could be looked at whole, in half of the time; then `done` has them."""
    until = time.perf_counter() + (ends - time.perf_counter()) / 2
    for rules in todo:
        now, moment = _at(calendar, first[rules]), first[rules].moment
        found = Found(calendar=now, aim=aim, moment=moment)
        kinds = look_at_all(found, audience_sets(now), until)
        if kinds is None:
            done.clear()
            return False
        least = found.best.value if found.best else 0
        done[rules] = Outcome(found=found, bound=least, kinds=kinds, nodes=0, empty=found.best is None)
    return True


def _above(rules: tuple[str, ...], done: Mapping[tuple[str, ...], Outcome], *, free: bool) -> Outcome | None:
    """Of the sets that have all of `rules` and more, the one with the best bound."""
    if not free:
        return None
    larger = [outcome for other, outcome in done.items() if set(rules) < set(other)]
    return max(larger, key=lambda outcome: outcome.bound, default=None)


def _part(calendar: Calendar, above: Outcome, aim: Aim, moment: datetime | None) -> Outcome:
    """What holds for fewer rules: the bound of the more, and their worst carts priced with the fewer."""
    found = Found(calendar=calendar, aim=aim, moment=moment)
    audiences = audience_sets(calendar)
    for one in above.found.candidates:
        lines = [
            (line.sku, tuple(rule for rule in own if rule in calendar.by_id), line.quantity)
            for line, own in zip(one.cart, one.selection.lines, strict=True)
        ]
        kept = frozenset(rule for rule in one.selection.order if rule in calendar.by_id)
        try_out(found, Wanted(lines=lines, rules=kept), audiences, time.perf_counter() + _LEAST)
    best = found.best
    bound = above.bound if best is None else min(above.bound, best.value)
    return Outcome(found=found, bound=bound, kinds=None, nodes=0, empty=above.empty)


def _at(calendar: Calendar, span: Span) -> Calendar:
    return replace(calendar, rules=tuple(calendar.by_id[one] for one in span.rules))


def _joined(calendar: Calendar, spans: Sequence[Span], outcomes: Sequence[Outcome], aim: Aim) -> Outcome:
    """The worst of all intervals as one outcome."""
    candidates: list[tuple[int, Candidate, datetime | None]] = []
    for span, outcome in zip(spans, outcomes, strict=True):
        candidates += [(one.value, one, span.moment) for one in outcome.found.candidates]
    candidates.sort(key=lambda one: one[0])
    found = Joined(calendar=calendar, aim=aim, moments={})
    for _, candidate, moment in candidates:
        if found.offer(candidate):
            found.moment = moment
        found.moments.setdefault(id(candidate), moment)
    kinds = [outcome.kinds for outcome in {id(one): one for one in outcomes}.values()]
    return Outcome(
        found=found,
        bound=min((outcome.bound for outcome in outcomes if not outcome.empty), default=0),
        kinds=None if None in kinds else sum(one for one in kinds if one is not None),
        nodes=sum(outcome.nodes for outcome in outcomes),
        empty=all(outcome.empty for outcome in outcomes),
    )


@dataclass(slots=True)
class Joined(Found):
    """Carts of several moments."""

    moments: dict[int, datetime | None] = None  # type: ignore[assignment]

    def told(self, candidate: Candidate) -> WorstCart:
        """The candidate in full, at its own moment."""
        moment = self.moments.get(id(candidate))
        rules = self.calendar if moment is None else self.calendar.at(moment)
        return Found(calendar=rules, aim=self.aim, moment=moment).told(candidate)


def _interval(span: Span, outcome: Outcome, sign: int) -> Interval:
    best = outcome.found.best
    return Interval(
        starts=span.starts,
        ends=span.ends,
        rules=span.rules,
        worst=outcome.found.told(best) if best else None,
        bound=0 if outcome.empty else sign * outcome.bound,
    )


def _passes(calendar: Calendar, span: Span, outcome: Outcome, aim: Aim, ends: float) -> bool:
    from mercery.promotions.worst.search import passing

    now = _at(calendar, span)
    return passing(now, audience_sets(now), outcome, aim, max(_LEAST, ends - time.perf_counter()))


def _beside(
    calendar: Calendar, proof: Certificate, worst: WorstCart, aim: Aim, seconds: float
) -> tuple[tuple[Fault, ...], tuple[Attack, ...]]:
    from mercery.promotions.worst.attacks import attacks
    from mercery.promotions.worst.fault import faults

    begun = time.perf_counter()
    # What keeps above the floor needs nobody to blame: the shares on the cart itself will do.
    blamed = faults(calendar, worst, aim=aim, seconds=seconds * _FAULTS if worst.margin.short > 0 else 0.0)
    left = max(_LEAST / 2, seconds - (time.perf_counter() - begun))
    return blamed, attacks(calendar, worst, others=proof.runners_up, seconds=left)
