"""What happens by itself: the same seed and moment give the same, and nothing comes round again. Pure."""

from __future__ import annotations

import math
from typing import Final

_MASK: Final = (1 << 64) - 1


def chance(seed: int, channel: int, number: int) -> float:
    """A number from 0 to 1 for that seed, channel and number (splitmix64)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + channel * 0xD1B54A32D192ED03 + number * 0x94D049BB133111EB) & _MASK
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = ((mixed ^ (mixed >> shift)) * factor) & _MASK
    mixed ^= mixed >> 31
    return mixed / (_MASK + 1)


def wander(seed: int, channel: int, time: float, period: float) -> float:
    """A smooth walk between -1 and 1 that turns about once in `period` seconds."""
    place = time / period
    number = math.floor(place)
    share = place - number
    eased = share * share * share * (share * (share * 6 - 15) + 10)
    before, after = (chance(seed, channel, number + step) * 2 - 1 for step in (0, 1))
    return before + (after - before) * eased


def eased(share: float) -> float:
    """From 0 to 1, beginning and ending gently."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)
