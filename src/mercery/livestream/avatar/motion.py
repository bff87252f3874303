"""How a host lives: breath, tilt, gaze, blinking, brows, gestures. Numbers in, numbers out; the same seed and times give the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from mercery.livestream.avatar.mouth import mouth_at
from mercery.livestream.avatar.rig import Moved, Rig
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.show import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitude:
    """Everything that moves, at one moment."""

    tilt: float = 0.0
    """Degrees, clockwise."""
    turn: tuple[float, float] = (0.0, 0.0)
    """To the right and down, -1 to 1."""
    breath: float = 0.0
    swing: Mapping[str, float] = field(default_factory=dict)
    """Degrees a layer lags behind or sways."""
    moved: Mapping[str, Moved] = field(default_factory=dict)
    """What a gesture does to layers."""
    gaze: tuple[float, float] = (0.0, 0.0)
    lids: tuple[float, float] = (0.0, 0.0)
    """How far each eye is shut, left and right."""
    eye_smile: float = 0.0
    brows: Mapping[str, float] = field(default_factory=dict)
    mouth: Mapping[str, float] = field(default_factory=dict)


class Motion:
    """Carries a host from moment to moment."""

    def __init__(self, rig: Rig, shape: Format, seed: int = 0) -> None:
        self._rig, self._shape, self._seed = rig, shape, seed

    def at(self, state: FrameState) -> Attitude:
        """The host at a moment."""
        t = state.time
        feeling = self._rig.feeling(state.mood)
        pose = self._rig.pose(state.gesture, self._shape)
        blink = max(0.0, 1 - abs((t % 4.1) - 2.0) / 0.1)
        weights: dict[str, float] = {name: share for name, share in mouth_at(state.visemes, state.at_ms).items()}
        weights |= {"smile": feeling.smile * 0.6, "sorry": feeling.frown}
        lids = min(1.0, feeling.lids + blink)
        return Attitude(
            tilt=feeling.tilt + pose.tilt + 0.8 * math.sin(t * 0.7),
            turn=(feeling.turn[0] + pose.turn[0], feeling.turn[1] + pose.turn[1]),
            breath=0.5 + 0.5 * math.sin(t * 1.5),
            swing={layer.group: layer.sway * math.sin(t * 0.9) for layer in self._rig.layers if layer.sway},
            moved=pose.layers,
            gaze=pose.gaze or (0.0, 0.0),
            lids=(lids, lids),
            eye_smile=feeling.eye_smile,
            brows={"up": feeling.brow_up, "sorry": feeling.brow_sorry, "thought": feeling.brow_thought},
            mouth=weights,
        )
