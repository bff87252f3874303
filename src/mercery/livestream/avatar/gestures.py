"""How far a gesture is made at a moment: it comes, is held, goes. Pure but for what the caller keeps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.livestream.avatar.chance import eased
from mercery.livestream.avatar.rig import Moved, Pose
from mercery.livestream.line import Gesture

_COMES: Final = 0.6
_GOES: Final = 0.75
_HELD: Final[dict[Gesture, float]] = {"card": 6.5, "listen": 3600.0, "greet": 1.7, "nod": 0.85}
"""Seconds; an arm that pointed for longer would look forgotten."""
_WAVES: Final = 7.0
"""Degrees a greeting arm waves."""
_LOOKS: Final = 1.5
"""Seconds the eyes stay with what is pointed at; then they are the viewer's again."""


@dataclass(slots=True)
class Played:
    """A gesture being made."""

    gesture: Gesture
    pose: Pose
    line: str
    began: float
    ends: float
    left_at: float = 0.0
    """How far it was made when it was to end."""
    share: float = 0.0

    @classmethod
    def start(cls, gesture: Gesture, pose: Pose, line: str, time: float, share: float) -> Played:
        """It begins now; `share` is how far the same gesture was still made."""
        began = time - _COMES * _undone(share)
        return cls(gesture, pose, line, began, began + _COMES + _HELD.get(gesture, 2.0), share=share)

    def stop(self, time: float) -> None:
        """It ends, wherever it is; a nod is nodded to its end."""
        if self.gesture not in ("nod", "greet"):
            self.ends = min(self.ends, time)

    def at(self, time: float) -> float:
        """How far it is made, 0 to 1."""
        if time < self.ends:
            self.share = self.left_at = eased((time - self.began) / _COMES)
        else:
            self.share = self.left_at * (1 - eased((time - self.ends) / _GOES))
        return self.share

    def over(self, time: float) -> bool:
        """Whether nothing of it is left."""
        return time > self.ends + _GOES

    def dip(self, time: float) -> float:
        """Of a nod: how far the head is down."""
        if self.gesture != "nod":
            return 0.0
        since = time - self.began
        return (
            0.0 if not 0 < since < 1.1 else math.sin(math.tau * since / 0.55 - math.pi / 2) * 0.5 + 0.5 * (since < 1.0)
        )

    def looks(self, time: float) -> float:
        """How much the eyes are with it."""
        if self.pose.gaze is None:
            return 0.0
        return self.share * (1 - eased((time - self.began - _LOOKS) / 0.3))

    def moved(self, name: str, time: float, left: float) -> Moved:
        """What it does to a layer, of which `left` was not taken by a later gesture."""
        share, moved = self.share * left, self.pose.layers[name]
        wave = _WAVES * math.sin(math.tau * (time - self.began) / 0.8) * share if self.gesture == "greet" else 0.0
        return Moved(
            angle=moved.angle * share + (wave if moved.angle else 0.0),
            shift=(moved.shift[0] * share, moved.shift[1] * share),
        )


def moved_by(all_played: Sequence[Played], time: float) -> dict[str, Moved]:
    """What gestures do to layers together: one that comes takes an arm over from the one before, so that it never goes
    further than either pose."""
    moved: dict[str, Moved] = {}
    left: dict[str, float] = {}
    for played in reversed(all_played):
        if played.share < 0.002:
            continue
        for name in played.pose.layers:
            one = played.moved(name, time, left.get(name, 1.0))
            moved[name] = one.and_(moved[name]) if name in moved else one
            left[name] = left.get(name, 1.0) * (1 - played.share)
    return moved


def _undone(share: float) -> float:
    """Of `eased`: which share of the way gives that."""
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if eased(middle) < share else (low, middle)
    return low
