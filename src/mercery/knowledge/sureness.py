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
STEPS: Final = 120
RATE: Final = 2.0
PENALTY: Final = 0.02
WANTED: Final = 0.92
"""What share of direct answers shall be right at the least, as the lower end of its confidence interval."""
FLOOR: Final = 0.8
"""Where the trials allow less than this at any threshold, nothing is said that is not asked word for word."""
CONFIDENCE: Final = 1.28
"""Standard errors of the lower end: one-sided 90%."""
SLACK: Final = 0.005
NEVER: Final = 1.01
"""A threshold that no sureness reaches."""

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
    """The lowest sureness from which, among the trials, at least `WANTED` were right (Wilson's lower bound).

    Near answers may leave that out of reach (questions on engraving and on returning what is engraved); then it is the
    best share that the trials do allow, and never below `FLOOR`.
    """
    rows = sorted(((model.of(trial.signs), trial) for trial in trials), key=lambda row: -row[0])
    right = total = 0.0
    bounds: list[tuple[float, float]] = []
    for sure, trial in rows:
        total += trial.weight
        right += trial.weight * trial.right
        bounds.append((sure, lower_bound(right, total)))
    best = max((bound for _, bound in bounds), default=0.0)
    if best < FLOOR:
        return NEVER
    return min(sure for sure, bound in bounds if bound >= min(WANTED, best - SLACK))


def lower_bound(right: float, total: float) -> float:
    """The lower end of Wilson's interval for a share."""
    if total <= 0:
        return 0.0
    share, square = right / total, CONFIDENCE**2
    centre = share + square / (2 * total)
    spread = CONFIDENCE * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, (centre - spread) / (1 + square / total))


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
