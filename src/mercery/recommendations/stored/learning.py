"""The blend's weights, learnt from the shop's own orders: what people bought next, at two earlier moments.

At each moment lists are worked out of what was known then alone. So many people are looked at that it takes seconds, in a large
shop a sample of them. Weights are pulled to the ones chosen by hand: a shop with few orders keeps those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.blend import Blend, unlearnt
from mercery.recommendations.model.exact import Lines, Settings, gather
from mercery.recommendations.model.fitting import Case, Examples, examples, learnt, together
from mercery.recommendations.model.hazard import Floats
from mercery.recommendations.model.history import History
from mercery.recommendations.stored.gathered import Gathered

CUTS: Final = (1 / 6, 1 / 3)
"""Learnt from what was bought after these shares of the known time, counted from its end."""
MOST_LINES: Final = 300_000
MOST_CASES: Final = 1000
"""Of each moment."""


def learn(bought: Gathered, items: int, settings: Settings) -> Blend:
    """Weights for a visit, and for a request about pieces; the ones chosen by hand where nothing can be learnt."""
    lines = _sample(bought.lines()) if bought else None
    if lines is None or lines.days.max() <= lines.days.min():
        return Blend()
    visits, bags = [], []
    for number, share in enumerate(CUTS):
        cut = float(lines.days.max() - (lines.days.max() - lines.days.min()) * share)
        before = _where(lines, lines.days < cut)
        cases = _cases(lines, cut)
        if not cases:
            continue
        known = gather(before, items, cut, replace(settings, k=32))
        visits.append(examples(cases, known, seed=number))
        bags.append(examples(_about(cases), known, seed=number))
    return Blend(visit=_weights(visits), beside=_weights(bags))


def _weights(parts: Sequence[Examples]) -> Floats:
    told = [one for one in parts if len(one.starts)]
    return learnt(together(told)) if told else unlearnt()


def _sample(lines: Lines) -> Lines:
    """The lines of so many people, evenly spread, that there are at most MOST_LINES."""
    if len(lines.items) <= MOST_LINES:
        return lines
    every = -(-len(lines.items) // MOST_LINES)
    person = np.cumsum(np.diff(lines.people, prepend=lines.people[:1]) != 0)
    return _where(lines, person % every == 0)


def _where(lines: Lines, kept: NDArray[np.bool_]) -> Lines:
    return Lines(people=lines.people[kept], days=lines.days[kept], items=lines.items[kept])


def _cases(lines: Lines, cut: float) -> list[Case]:
    """The first order after the cut of people known before it."""
    starts = lines.people_starts()
    found = []
    for begin, end in zip(starts, [*starts[1:], len(lines.items)], strict=True):
        days = lines.days[begin:end]
        at = int(np.searchsorted(days, cut, side="left"))
        if 0 < at < len(days):
            until = int(np.searchsorted(days, days[at], side="right"))
            history = History(items=lines.items[begin : begin + at].astype(np.int32), days=days[:at])
            pieces = lines.items[begin + at : begin + until].tolist()
            found.append(Case(history=history, day=float(days[at]), bought=pieces))
    step = max(len(found) / MOST_CASES, 1.0)
    return [found[int(at * step)] for at in range(min(len(found), MOST_CASES))]


def _about(cases: Sequence[Case]) -> list[Case]:
    """The same as bags of which one piece is missing: each time the one in the middle, which is nobody's choice."""
    found = []
    for one in cases:
        pieces = list(one.bought)
        if len(pieces) > 1:
            missing = pieces.pop(len(pieces) // 2)
            found.append(Case(history=one.history, day=one.day, bought=[missing], about=pieces))
    return found
