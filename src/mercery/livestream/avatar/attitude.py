"""Everything of a host that moves, at one moment. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mercery.livestream.avatar.rig import Moved, Rig
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitude:
    """What a stage draws."""

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

    def is_near(self, other: Attitude) -> bool:
        """Whether the body is within about half a pixel of another's, with nothing being pointed at anew."""
        return (
            abs(self.tilt - other.tilt) < 0.11
            and max(abs(self.turn[0] - other.turn[0]), abs(self.turn[1] - other.turn[1])) < 0.07
            and abs(self.breath - other.breath) < 0.2
            and self.moved == other.moved
            and all(abs(angle - other.swing.get(name, 0.0)) < 0.2 for name, angle in self.swing.items())
        )

    def with_body_of(self, other: Attitude) -> Attitude:
        """This face on the other's body."""
        return replace(
            self, tilt=other.tilt, turn=other.turn, breath=other.breath, swing=other.swing, moved=other.moved
        )


def settled(rig: Rig, shape: Format, mood: Mood, gesture: Gesture, mouth: str = "rest") -> Attitude:
    """A host who has come to rest in a mood and a gesture, as previews show it."""
    feeling, pose = rig.feeling(mood), rig.pose(gesture, shape)
    return Attitude(
        tilt=feeling.tilt + pose.tilt,
        turn=(feeling.turn[0] + pose.turn[0], feeling.turn[1] + pose.turn[1]),
        breath=0.3,
        moved=pose.layers,
        gaze=pose.gaze or (0.0, 0.0),
        lids=(feeling.lids, feeling.lids),
        eye_smile=feeling.eye_smile,
        brows={
            "up": min(1.0, feeling.brow_up + pose.brow_up), "sorry": feeling.brow_sorry, "thought": feeling.brow_thought,
        },
        mouth={mouth: 1.0, "smile": feeling.smile, "sorry": feeling.frown},
    )  # fmt: skip
