"""Real pricing accidents beside the calendars that were meant: the first have to be stopped, the second let through.

A calendar is judged for a buyer who belongs to no audience and holds every coupon: what somebody chosen by the shop gets is
the shop's own affair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mercery.evals.promotions.peers.trial import Case
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.notation import calendar_from
from mercery.promotions.worst.certificate import Certificate, WorstCart
from mercery.promotions.worst.fault import faults
from mercery.promotions.worst.flaws import flaws
from mercery.promotions.worst.search import worst_cart

_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One accident and its twin."""

    id: str
    caught: bool
    alarm: bool
    found: int
    """The least margin of the accident that was found, and of the calendar that was meant."""
    meant: int
    exact: bool
    named: bool
    """Whether the rule or article it is put down to is blamed."""
    reason: str = ""


def judge(case: Case) -> Judged:
    """Whether the accident is caught at the margin it is known for or worse, and its twin let through."""
    expected = case["expected"]
    calendar = _calendar(case["accident"], expected["max_units"])
    accident = _proof(calendar)
    intended = _proof(_calendar(case["intended"], expected["max_units"]))
    named = _named(calendar, accident.worst, str(case.get("fault", "")))
    known = expected["accident_worst_margin"]
    caught = accident.found <= known and (not accident.passes if accident.found < 0 else named)
    alarm = not intended.passes
    reason = [] if caught else [f"the worst margin found is {accident.found}, known is {known}"]
    if alarm:
        reason.append(f"an alarm on what was meant: {intended.found}, at worst {intended.bound}")
    return Judged(
        id=str(case["id"]),
        caught=caught,
        alarm=alarm,
        found=accident.found,
        meant=intended.found,
        exact=accident.exact and intended.exact,
        named=named,
        reason="; ".join(reason),
    )


def _named(calendar: Calendar, worst: WorstCart | None, fault: str) -> bool:
    """Whether a rule or article the accident is put down to is among those to blame for the worst cart."""
    blamed = {name for flaw in flaws(calendar, worst) for name in (*flaw.rules, *flaw.skus)}
    if worst is not None and calendar.rules:
        blamed |= {one.rule for one in faults(calendar, worst, aim="margin") if one.share > 0 or one.alone > 0}
    words = set(re.split(r"[^\w-]+", fault))
    return any(name in words or name in fault for name in blamed) or (bool(blamed) and "sku" in words)


def _proof(calendar: Calendar) -> Certificate:
    return worst_cart(calendar, (frozenset(),), aim="margin", seconds=_SECONDS)


def _calendar(data: Mapping[str, Any], most_units: int) -> Calendar:
    calendar = calendar_from({"skus": data["skus"], "rules": data["rules"], "most_units": most_units})
    return _limited(calendar, most_units)


def _limited(calendar: Calendar, most_units: int) -> Calendar:
    """No line of more than `most_units`, whatever an article's own limit."""
    skus = {
        name: sku if sku.limit is None else replace(sku, limit=min(sku.limit, most_units))
        for name, sku in calendar.skus.items()
    }
    return replace(calendar, skus=skus)


def figures(cases: Iterable[Case], say: Callable[[str], None]) -> dict[str, object]:
    """Counts, and what is wrong by id."""
    judged = []
    for case in cases:
        one = judge(case)
        judged.append(one)
        say(
            f"{one.id}: {'caught' if one.caught else 'MISSED'} at {one.found}{', ALARM on the twin' if one.alarm else ''}"
        )
    return {
        "accidents_caught": sum(one.caught for one in judged),
        "accidents_total": len(judged),
        "accidents_fault_named": sum(one.named for one in judged),
        "accidents_exact": sum(one.exact for one in judged),
        "false_alarms": sum(one.alarm for one in judged),
        "accident_failures": {one.id: one.reason for one in judged if one.reason},
    }
