"""What the mouth does at a moment of a line. Pure.

Sounds run into each other: a shape is on its way before its sound is heard, and lips that must meet (m b p, f v) do meet.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from mercery.ai.speech.visemes import Shape, Viseme

Weights = Mapping[Shape, float]
_OPENS_MS: Final = 70.0
"""How long before its sound a shape begins to form."""
_LEAVES_MS: Final = 110.0
"""How long after its sound it is still there: a mouth opens faster than it closes."""
_STRENGTH: Final[dict[Shape, float]] = {
    "rest": 0.7, "closed": 2.6, "teeth": 2.0, "open": 1.1, "mid": 0.9, "wide": 1.0, "round": 1.3, "tongue": 0.8, "narrow": 0.9,
}  # fmt: skip
"""How much a shape insists against its neighbours: closed lips are seen however short they are, a tongue hardly."""
_FULL_MS: Final = 90.0
"""A sound shorter than this does not get its full shape, closed lips and teeth apart."""


_MEET: Final = ("closed", "teeth")
_MEETS_MS: Final = 55.0


def mouth_at(visemes: Sequence[Viseme], at_ms: float) -> dict[Shape, float]:
    """The share of each shape at a moment; they sum to one."""
    if not visemes:
        return {"rest": 1.0}
    found: dict[Shape, float] = {}
    place = bisect_left(visemes, at_ms - _LEAVES_MS, key=lambda one: one.to_ms)
    while place < len(visemes) and visemes[place].from_ms - _OPENS_MS < at_ms:
        one = visemes[place]
        weight = _STRENGTH[one.shape] * _near(one, at_ms)
        if one.shape not in _MEET:
            weight *= min(1.0, 0.35 + (one.to_ms - one.from_ms) / _FULL_MS)
        found[one.shape] = found.get(one.shape, 0.0) + weight
        place += 1
    shut = max((_meets(one, at_ms) for one in visemes[max(0, place - 8) : place] if one.shape in _MEET), default=0.0)
    found = {shape: weight if shape in _MEET else weight * (1 - 0.88 * shut) for shape, weight in found.items()}
    before, after = visemes[0].from_ms - at_ms, at_ms - visemes[-1].to_ms
    found["rest"] = found.get("rest", 0.0) + _STRENGTH["rest"] * max(0.02, _rest(before), _rest(after))
    total = sum(found.values())
    return {shape: weight / total for shape, weight in found.items() if weight > 0.001 * total}


def _meets(one: Viseme, at_ms: float) -> float:
    """How much lips that must meet keep the mouth from its other shapes."""
    outside = max(one.from_ms - at_ms, at_ms - one.to_ms, 0.0)
    return 0.5 + 0.5 * math.cos(math.pi * min(1.0, outside / _MEETS_MS))


def _near(one: Viseme, at_ms: float) -> float:
    """1 within the sound, less the further away, without a corner anywhere."""
    if at_ms < one.from_ms:
        away = (one.from_ms - at_ms) / _OPENS_MS
    elif at_ms > one.to_ms:
        away = (at_ms - one.to_ms) / _LEAVES_MS
    else:
        return 1.0
    return 0.5 + 0.5 * math.cos(math.pi * min(1.0, away))


def _rest(outside_ms: float) -> float:
    """How much the mouth rests that long before or after the line."""
    return 0.0 if outside_ms <= 0 else min(1.0, outside_ms / _LEAVES_MS)
