"""How sure a match is: a small logistic model learnt from the shop's own phrasings. Pure.

Fitted by plain gradient descent with an L2 penalty on standardised signs; a few hundred trials take well under a second.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 60
"""With fewer right trials than these nothing is said that is not asked word for word."""
STEPS: Final = 240
RATE: Final = 1.0
PENALTY: Final = 0.02
MARGIN: Final = 0.005
"""How far above the surest wrong trial the threshold stands."""

Signs = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One question asked of the index in leaving-one-out: its signs, its weight, and whether the best answer was right."""

    signs: Signs
    weight: float
    right: bool


@dataclass(frozen=True, slots=True)
class Sureness:
    """The model: means, spreads and weights of the signs."""

    centre: Signs
    spread: Signs
    weights: Signs
    offset: float

    def of(self, signs: Signs) -> float:
        """The probability that the best answer is right."""
        parts = zip(signs, self.centre, self.spread, self.weights, strict=True)
        return _logistic(self.offset + sum(weight * (sign - mean) / width for sign, mean, width, weight in parts))


def learn(trials: Sequence[Trial]) -> Sureness | None:
    """The model of these trials; None when there are too few to learn from or only one outcome."""
    if sum(trial.right for trial in trials) < FEWEST or len({trial.right for trial in trials}) < 2:
        return None
    columns = list(zip(*(trial.signs for trial in trials), strict=True))
    centre = tuple(sum(column) / len(column) for column in columns)
    spread = tuple(
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0
        for column, mean in zip(columns, centre, strict=True)
    )
    rows = [
        [(sign - mean) / width for sign, mean, width in zip(trial.signs, centre, spread, strict=True)]
        for trial in trials
    ]
    offset, weights = _descend(rows, trials)
    return Sureness(centre, spread, tuple(weights), offset)


def threshold(model: Sureness, trials: Sequence[Trial]) -> float:
    """Just above the surest wrong trial: no answer that was wrong in leaving-one-out would have been given."""
    wrong = [model.of(trial.signs) for trial in trials if not trial.right]
    return min(max(wrong, default=0.5) + MARGIN, 0.999)


def _descend(rows: Sequence[Sequence[float]], trials: Sequence[Trial]) -> tuple[float, list[float]]:
    offset, weights, count = 0.0, [0.0] * len(rows[0]), len(rows)
    for _ in range(STEPS):
        slope, slopes = 0.0, [PENALTY * weight for weight in weights]
        for row, trial in zip(rows, trials, strict=True):
            guess = _logistic(offset + sum(weight * value for weight, value in zip(weights, row, strict=True)))
            error = (guess - trial.right) * trial.weight / count
            slope += error
            for index, value in enumerate(row):
                slopes[index] += error * value
        offset -= RATE * slope
        weights = [weight - RATE * change for weight, change in zip(weights, slopes, strict=True)]
    return offset, weights


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
