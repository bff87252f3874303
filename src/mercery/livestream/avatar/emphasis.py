"""Where a speaker nods: on sounds that stand out, never two close together. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from mercery.ai.speech.visemes import Viseme
from mercery.livestream.avatar.chance import chance

_OPEN: Final = {"open": 1.0, "mid": 0.55, "round": 0.7, "wide": 0.6}
_APART_MS: Final = 1100
_TAKES_MS: Final = 420.0
_LEAST: Final = 0.42


@lru_cache(maxsize=16)
def emphases(visemes: tuple[Viseme, ...]) -> tuple[tuple[int, float], ...]:
    """Moments and strengths: long open sounds stand out, the first of a line always does a little."""
    found: list[tuple[int, float]] = []
    for number, one in enumerate(visemes):
        long = min(1.0, (one.to_ms - one.from_ms) / 180)
        strength = _OPEN.get(one.shape, 0.0) * long * (0.55 + 0.6 * chance(one.from_ms, len(visemes), number))
        if strength < _LEAST or (found and one.from_ms - found[-1][0] < _APART_MS):
            continue
        found.append((one.from_ms, min(1.0, strength)))
    return tuple(found)


def nod(visemes: Sequence[Viseme], at_ms: float) -> float:
    """How far the head is down by emphasis, 0 to 1."""
    deep = 0.0
    for moment, strength in emphases(tuple(visemes)):
        since = at_ms - moment + 90  # the head begins before the sound
        if 0 < since < _TAKES_MS:
            deep = max(deep, strength * math.sin(math.pi * math.sqrt(since / _TAKES_MS)) ** 2)
    return deep
