"""Blinking, breath and gaze by themselves: functions of seed and time, without a memory. Pure."""

from __future__ import annotations

import math
from typing import Final, Literal

from mercery.livestream.avatar.chance import chance, eased, wander

BLINK_EVERY: Final = 3.4
"""Seconds from one blink to the next, on the whole; people blink 15 to 20 times a minute."""
_NONE: Final = 0.12
"""How often the eyes stay open for longer."""
_TWICE: Final = 0.16
_SECOND: Final = 0.3
_SHUTS: Final = 0.08
_SHUT: Final = 0.05
_OPENS: Final = 0.15
BREATH_EVERY: Final = 4.2
_BREATHES_IN: Final = 0.42
LOOK_EVERY: Final = 2.7
Target = Literal["viewer", "card", "comments", "away"]
_BLINKS, _BREATH, _LOOKS, _DRIFTS = 1, 2, 3, 4


def blink(since: float) -> float:
    """How far the lids are shut, `since` seconds after a blink began."""
    if since <= 0 or since >= _SHUTS + _SHUT + _OPENS:
        return 0.0
    if since < _SHUTS:
        return eased(since / _SHUTS)
    return 1.0 if since < _SHUTS + _SHUT else 1 - eased((since - _SHUTS - _SHUT) / _OPENS)


def blinks_in(seed: int, number: int) -> tuple[float, ...]:
    """When the blinks of that stretch of BLINK_EVERY seconds begin."""
    if chance(seed, _BLINKS, 3 * number) < _NONE:
        return ()
    first = (number + 0.08 + 0.8 * chance(seed, _BLINKS, 3 * number + 1)) * BLINK_EVERY
    return (first, first + _SECOND) if chance(seed, _BLINKS, 3 * number + 2) < _TWICE else (first,)


def blinking(seed: int, time: float) -> float:
    """How far the lids are shut by blinking."""
    number = math.floor(time / BLINK_EVERY)
    began = (start for one in (number - 1, number) for start in blinks_in(seed, one))
    return max((blink(time - start) for start in began), default=0.0)


def breath(seed: int, time: float) -> float:
    """0 (out) to 1 (in); no two breaths are quite alike."""
    place = time / BREATH_EVERY + 0.3 * wander(seed, _BREATH, time, 11.0)
    share = place - math.floor(place)
    if share < _BREATHES_IN:
        return eased(share / _BREATHES_IN)
    return 1 - eased((share - _BREATHES_IN) / (1 - _BREATHES_IN))


def looked_at(seed: int, time: float, *, speaking: bool, begun: int = 0) -> Target:
    """Where the eyes rest. Mostly on the viewer; a host who speaks looks at the card more, one who listens at the comments.

    `begun`: another number, another choice.
    """
    number = math.floor(time / LOOK_EVERY + 0.35 * wander(seed, _LOOKS, time, 7.0))
    # Never elsewhere twice in a row, so that a glance stays a glance.
    if number % 2 == 0:
        return "viewer"
    drawn = chance(seed, _LOOKS + 10, number + begun * 7919)
    shares: tuple[tuple[Target, float], ...] = (
        (("card", 0.22), ("comments", 0.1), ("away", 0.1))
        if speaking
        else (("comments", 0.3), ("card", 0.08), ("away", 0.08))
    )
    for target, share in shares:
        if drawn < share:
            return target
        drawn -= share
    return "viewer"


def drift(seed: int, time: float) -> tuple[float, float]:
    """What eyes do while they rest: little jumps, a few a second."""
    number = math.floor(time / 0.85 + 0.4 * wander(seed, _DRIFTS, time, 3.0))
    return 0.09 * (chance(seed, _DRIFTS, 2 * number) - 0.5), 0.06 * (chance(seed, _DRIFTS, 2 * number + 1) - 0.5)
