"""Where no single change mends a calendar: several, the one after the other, each mending the cart that is worst then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.numbers import number, numbers_of
from mercery.promotions.worst.again import Again
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.known import as_before, priced_again
from mercery.promotions.worst.repair.amounts import change_of
from mercery.promotions.worst.repair.change import Change
from mercery.promotions.worst.repair.proposals import fixed_changes, used_rules
from mercery.promotions.worst.repair.steps import towards_less
from mercery.promotions.worst.repair.trial import Trial

_CHANGES: Final = 8


def several(trial: Trial, worst: WorstCart, borne: Sequence[str]) -> Iterator[tuple[Change, Again]]:
    """At most one answer: up to eight changes in turn, several of which may turn the same number further."""
    calendar, cart = trial.calendar, worst
    parts: list[Change] = []
    for _ in range(_CHANGES):  # a number may be turned again where the next cart asks for more
        change = _gentlest(calendar, cart, borne)
        if change is None or trial.left <= 0:
            return
        parts = _with(trial.calendar, parts, change)
        done = reduce(Change.then, parts)
        again = trial.passes(done)
        if again is not None:
            yield done, again
            return
        calendar = done.on(trial.calendar)
        still = trial.refuted(done, calendar)
        if still is None:
            return
        cart = still


def _with(calendar: Calendar, parts: list[Change], change: Change) -> list[Change]:
    """The changes with one more. A number that was turned before is told once, from where it stands today."""
    for at, part in enumerate(parts):
        if change.number and (part.number, part.touched) == (change.number, change.touched):
            rule = calendar.by_id[change.rules[0].id]
            value = number(change.rules[0], change.number).value
            assert value is not None
            said = change_of(calendar, rule, number(rule, change.number), value)
            return [*parts[:at], *parts[at + 1 :], replace(change, words=said.words)]
    return [*parts, change]


def _gentlest(calendar: Calendar, cart: WorstCart, borne: Sequence[str]) -> Change | None:
    """Of all changes that mend this one cart, the one that makes it least dearer."""
    found: list[tuple[int, Change]] = []
    used = used_rules(calendar, cart, borne)
    candidates = [one for one in fixed_changes(calendar, used) if one.kind != "exclusive"]
    for change in candidates:
        paid = _mended(calendar, cart, change)
        if paid is not None:
            found.append((paid, change))
    for rule in used:
        for one in numbers_of(rule):
            if one.part != "value" or one.value is None:
                continue
            for value in towards_less(one):
                change = change_of(calendar, rule, one, value)
                paid = _mended(calendar, cart, change)
                if paid is not None:
                    found.append((paid, change))
                    break
    return min(found, key=lambda one: one[0])[1] if found else None


def _mended(calendar: Calendar, cart: WorstCart, change: Change) -> int | None:
    """What the cart then pays; None where it still breaks the floor."""
    changed = change.on(calendar)
    quick = as_before(changed, cart)
    if quick is not None and quick.margin.short > 0:
        return None
    again = priced_again(changed, cart, change.touched)
    return again.priced.payable if again.margin.short <= 0 else None
