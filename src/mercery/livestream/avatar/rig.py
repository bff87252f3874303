"""How the groups of a host move: `rig.json` as a value. The keys are explained in docs/guide/avatars.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field

from mercery.ai.speech.visemes import Shape
from mercery.livestream.line import Gesture, Mood
from mercery.livestream.show import Format

Number = Annotated[float, Field(ge=-10_000, le=10_000, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Whole = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Gain = Annotated[float, Field(ge=-4, le=4, allow_inf_nan=False)]
Pair = tuple[Number, Number]
Shares = tuple[Share, Share]
GroupName = Annotated[str, Field(min_length=1, max_length=64)]
FACE: Final = "face"
"""The place of eyes, brows and mouth among the layers."""
BODY: Final = "body"
HEAD: Final = "head"
SHAPES: Final[tuple[Shape, ...]] = ("rest", "closed", "teeth", "open", "mid", "wide", "round", "tongue", "narrow")
SIDES: Final = ("L", "R")
STANDS_FOR: Final[dict[Shape, Shape]] = {"mid": "open", "teeth": "closed", "tongue": "mid", "narrow": "wide"}
"""What is shown for a mouth shape that was not drawn."""
_STRICT: Final = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a host or a background is called."""

    __pydantic_config__ = _STRICT
    en: Annotated[str, Field(min_length=1, max_length=60)]
    zh: Annotated[str, Field(min_length=1, max_length=60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where the host meets the counter, the middle, where the hair begins."""

    __pydantic_config__ = _STRICT
    counter: Number
    centre: Number
    top: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A group that moves as one. None: not said, so that its place in the host decides."""

    __pydantic_config__ = _STRICT
    group: GroupName
    on: Annotated[str, Field(max_length=64)] | None = None
    pivot: Pair | None = None
    tilt: Gain | None = None
    breath: Annotated[float, Field(ge=-40, le=40)] | None = None
    turn: Pair | None = None
    swing: Gain = 0.0
    sway: Annotated[float, Field(ge=0, le=20)] = 0.0
    hidden: bool = False

    @property
    def stands_on(self) -> str:
        """The layer it moves with; empty: none."""
        return self.on if self.on is not None else "" if self.group == BODY else BODY

    @property
    def takes_tilt(self) -> float:
        """How much of the head's tilt."""
        return self.tilt if self.tilt is not None else 1.0 if self.group == HEAD else 0.0

    @property
    def rises(self) -> float:
        """Units it rises with a full breath."""
        return self.breath if self.breath is not None else 3.0 if self.group == BODY else 0.0

    @property
    def shifts(self) -> Pair:
        """Units at a full turn of the head."""
        return self.turn if self.turn is not None else (3.0, 2.0) if self.group == HEAD else (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Of eyes, brows and mouth together."""

    __pydantic_config__ = _STRICT
    turn: Pair = (6.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """How far the iris moves."""

    __pydantic_config__ = _STRICT
    look: Pair = (9.0, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """What a mood does to the face; shares of the key shapes."""

    __pydantic_config__ = _STRICT
    smile: Whole = 0.0
    frown: Whole = 0.0
    brow_up: Whole = 0.0
    brow_sorry: Whole = 0.0
    brow_thought: Whole = 0.0
    lids: Whole = 0.0
    eye_smile: Whole = 0.0
    tilt: Degrees = 0.0
    turn: Shares = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where a gesture takes a layer."""

    __pydantic_config__ = _STRICT
    angle: Degrees = 0.0
    shift: Pair = (0.0, 0.0)

    def and_(self, other: Moved) -> Moved:
        """Both at once."""
        return Moved(
            angle=self.angle + other.angle, shift=(self.shift[0] + other.shift[0], self.shift[1] + other.shift[1])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """What a gesture goes to and holds."""

    __pydantic_config__ = _STRICT
    tilt: Degrees = 0.0
    turn: Shares = (0.0, 0.0)
    gaze: Shares | None = None
    brow_up: Whole = 0.0
    layers: dict[str, Moved] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PosePerFormat:
    """A gesture that depends on where the card stands."""

    __pydantic_config__ = _STRICT
    landscape: Pose
    portrait: Pose

    def at(self, shape: Format) -> Pose:
        """The pose in that format."""
        return self.landscape if shape == "landscape" else self.portrait


MOODS: Final[dict[Mood, Feeling]] = {
    "calm": Feeling(smile=0.15),
    "warm": Feeling(smile=0.5, brow_up=0.12, eye_smile=0.25, tilt=1.0),
    "glad": Feeling(smile=0.9, brow_up=0.35, eye_smile=0.55),
    "thoughtful": Feeling(brow_thought=0.6, lids=0.12, tilt=-1.2, turn=(-0.1, 0.1)),
    "sorry": Feeling(frown=0.45, brow_sorry=0.8, lids=0.1, tilt=1.4, turn=(0.0, 0.2)),
}
POSES: Final[dict[Gesture, PosePerFormat]] = {
    "card": PosePerFormat(
        landscape=Pose(tilt=1.2, turn=(0.75, 0.1), gaze=(0.9, 0.15), brow_up=0.15),
        portrait=Pose(tilt=0.8, turn=(0.15, 0.7), gaze=(0.1, 0.9), brow_up=0.1),
    ),
    "nod": PosePerFormat(landscape=Pose(turn=(0.0, 0.8)), portrait=Pose(turn=(0.0, 0.8))),
    "greet": PosePerFormat(landscape=Pose(tilt=-2.2, brow_up=0.6), portrait=Pose(tilt=-2.2, brow_up=0.6)),
    "listen": PosePerFormat(
        # First a look at what was written, then the viewer again.
        landscape=Pose(tilt=2.0, turn=(0.1, 0.15), gaze=(-0.5, 0.45), brow_up=0.2),
        portrait=Pose(tilt=2.0, turn=(0.1, 0.15), gaze=(-0.3, 0.55), brow_up=0.2),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """`rig.json`."""

    __pydantic_config__ = _STRICT
    format: Literal[1]
    name: Name
    stand: Stand
    layers: Annotated[tuple[Layer, ...], Field(min_length=3, max_length=60)]
    by: Annotated[str, Field(max_length=300)] = ""
    face: Face = field(default_factory=Face)
    eyes: Eyes = field(default_factory=Eyes)
    visemes: dict[Shape, Shape] = field(default_factory=dict)
    moods: dict[Mood, Feeling] = field(default_factory=dict)
    gestures: dict[Literal["card", "nod", "greet", "listen"], PosePerFormat | Pose] = field(default_factory=dict)

    def feeling(self, mood: Mood) -> Feeling:
        """What a mood does to this face."""
        return self.moods.get(mood, MOODS[mood])

    def pose(self, gesture: Gesture, shape: Format) -> Pose:
        """The pose of a gesture; a pose that changes nothing for `none`."""
        if gesture == "none":
            return Pose()
        found: Any = self.gestures.get(gesture, POSES[gesture])
        return found.at(shape) if isinstance(found, PosePerFormat) else found

    def stands_for(self, shape: Shape, drawn: frozenset[str]) -> Shape:
        """The drawn mouth that is shown for a shape."""
        seen: set[Shape] = set()
        while shape not in drawn and shape not in seen:
            seen.add(shape)
            shape = self.visemes.get(shape, STANDS_FOR.get(shape, "rest"))
        return shape if shape in drawn else "rest"
