"""From which score an answer helps more than it harms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mercery.studio.extracting.learner.grown import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A pair of text and attribute whose candidates are the rows from `begin` to `end`."""

    category: str
    begin: int
    end: int
    stated: bool
    """Whether the text has a value."""


def threshold(trials: Sequence[Trial], scores: Floats, right: Sequence[bool]) -> float:
    """The score with the best F1 over these trials, if the likeliest candidate of each is given from it on."""
    best = []
    for trial in trials:
        if trial.end > trial.begin:
            place = max(range(trial.begin, trial.end), key=lambda at: scores[at])
            best.append((float(scores[place]), right[place]))
    best.sort(reverse=True)
    stated = sum(trial.stated for trial in trials)
    hits, most, least = 0, -1.0, 0.5
    for given, (score, good) in enumerate(best, 1):
        hits += good
        f1 = 2 * hits / (given + stated)
        if f1 > most:
            most, least = f1, score
    return min(max(least - 1e-6, 0.05), 0.6)
