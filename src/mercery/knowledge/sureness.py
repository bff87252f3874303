"""How sure a match is: a small logistic model learnt from the shop's own phrasings. Pure.

Fitted by plain gradient descent with an L2 penalty on standardised signs. Every sign is made so that more of it speaks for
the answer; weights are never negative, so that no chance of a few hundred trials turns a sign against its meaning.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FEWEST: Final = 60
"""With fewer right trials than these nothing is said that is not asked word for word."""
STEPS: Final = 400
RATE: Final = 2.0
PENALTY: Final = 0.02
WANTED: Final = 0.92
"""What share of direct answers shall be right at the least, as the lower end of its confidence interval."""
FLOOR: Final = 0.8
"""Where the trials allow less than this at any threshold, nothing is said that is not asked word for word."""
CONFIDENCE: Final = 1.28
"""Standard errors of the lower end: one-sided 90%."""
SLACK: Final = 0.02
"""Differences of the lower end that are no more than noise among a few hundred trials."""
NEVER: Final = 1.01
"""A threshold that no sureness reaches."""

Signs = tuple[float, ...]
_Row = NDArray[np.float64]


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
    signs = np.array([trial.signs for trial in trials], dtype=np.float64)
    centre, spread = signs.mean(axis=0), signs.std(axis=0)
    spread[spread < 1e-9] = 1.0
    offset, weights = _descend((signs - centre) / spread, trials)
    return Sureness(
        tuple(float(one) for one in centre),
        tuple(float(one) for one in spread),
        tuple(float(one) for one in weights),
        offset,
    )


def threshold(model: Sureness, trials: Sequence[Trial]) -> float:
    """The lowest sureness from which, among the trials, at least `WANTED` were right (Wilson's lower bound).

    What the model expects counts half beside what happened: a single surprise among the surest few of some hundred trials
    would otherwise decide whether anything is answered at all.

    Near answers may leave that out of reach (questions on engraving and on returning what is engraved); then it is the
    best share that the trials do allow, and never below `FLOOR`.
    """
    rows = sorted(((model.of(trial.signs), trial) for trial in trials), key=lambda row: -row[0])
    right = total = 0.0
    bounds: list[tuple[float, float]] = []
    for sure, trial in rows:
        total += trial.weight
        right += trial.weight * (trial.right + sure) / 2
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


def _descend(rows: NDArray[np.float64], trials: Sequence[Trial]) -> tuple[float, _Row]:
    right = np.array([trial.right for trial in trials], dtype=np.float64)
    share = np.array([trial.weight for trial in trials], dtype=np.float64)
    share /= share.sum()
    offset, weights = 0.0, np.zeros(rows.shape[1])
    # A step as long as the steepest curvature allows: the slope never grows faster than the largest eigenvalue.
    rate = RATE / max(1.0, float(np.linalg.eigvalsh(rows.T @ (rows * share[:, None])).max()) / 4 + PENALTY)
    for _ in range(STEPS):
        error = (1 / (1 + np.exp(-np.clip(offset + rows @ weights, -30, 30))) - right) * share
        offset -= rate * float(error.sum())
        weights = np.maximum(0.0, weights - rate * (rows.T @ error + PENALTY * weights))
    return offset, weights


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
