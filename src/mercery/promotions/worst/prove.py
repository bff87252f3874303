"""A calendar proved over all its time: every maximal interval with the same rules in force, every buyer, every cart."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Aim, Attack, Certificate, Fault, Interval, WorstCart
from mercery.promotions.worst.found import Candidate, Found
from mercery.promotions.worst.search import Outcome, audience_sets, certificate, search

SECONDS: Final = 20.0
_BESIDE: Final = 0.3
"""Of the time, what is left for faults and attacks."""
_AROUND: Final = 3.0
"""Seconds that ways around one order get of it at most."""
_FAULTS: Final = 0.6
"""Of that, for the faults."""
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
    """Each set of rules once, the largest first: what is found there is likely the worst of all."""
    first = {span.rules: span for span in reversed(spans)}
    todo = sorted(first, key=lambda rules: -len(rules))
    done: dict[tuple[str, ...], Outcome] = {}
    for at, rules in enumerate(todo):
        left = ends - time.perf_counter()
        share = left / 2 if at == 0 and len(todo) > 2 else left / (len(todo) - at)
        now = _at(calendar, first[rules])
        done[rules] = search(now, audience_sets(now), aim, max(_LEAST, share), moment=first[rules].moment)
    return done


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
    blamed = faults(calendar, worst, aim=aim, seconds=seconds * _FAULTS)
    left = max(_LEAST / 2, seconds - (time.perf_counter() - begun))
    return blamed, attacks(calendar, worst, others=proof.runners_up, seconds=left)
