"""From which score on a judgement is sure enough to be given at once. Pure.

The threshold is the lowest score at which the lower end of Wilson's interval (Wilson 1927, "Probable Inference") for the
share of right judgements at or above it still reaches the wanted precision. Trials are examples judged without
themselves, and reviewed texts that belong to no label, of which every answer would be wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

_Z: Final = 1.2815515655446004
"""One-sided 90 %."""


def wilson_low(right: int, total: int, z: float = _Z) -> float:
    """The lower end of Wilson's interval for a share; 0 of nothing is 0."""
    if total == 0:
        return 0.0
    share, square = right / total, z * z
    middle = share + square / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, (middle - spread) / (1 + square / total))


def threshold(trials: Iterable[tuple[float, bool]], precision: float) -> float:
    """The score from which on judgements are given; infinity when none would be sure enough."""
    ordered = sorted(trials, key=lambda trial: -trial[0])
    best, right = math.inf, 0
    for total, (score, good) in enumerate(ordered, start=1):
        right += good
        last_of_its_score = total == len(ordered) or ordered[total][0] < score
        if last_of_its_score and wilson_low(right, total) >= precision:
            best = score
    return best
