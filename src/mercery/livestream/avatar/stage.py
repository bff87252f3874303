"""The host in the studio, frame by frame, as planes for the encoder.

What was measured and chosen (720p, one core): drawing all groups of a host as vectors takes 10 ms with skia, laying finished
sprites over the frame 0.5 ms with numpy. So each group is drawn once for every place and angle it comes to, in steps too small
to be seen (a quarter of a pixel), and kept within a bound of bytes. While no step is crossed only eyes and mouth change: their
rectangles are taken again from the picture below them and drawn as vectors, 0.1 to 0.3 ms each. Turning ready pictures was
slower than drawing (Pillow 6 ms, skia 6 ms a host), and whole poses in memory would be 360 kB each and still too few.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mercery.livestream.avatar.attitude import Attitude
from mercery.livestream.avatar.avatar import Avatar
from mercery.livestream.avatar.backgrounds import load_background, plain_background
from mercery.livestream.avatar.motion import Motion
from mercery.livestream.avatar.paths import STILL, Affine, joined, turned
from mercery.livestream.avatar.rig import FACE, HEAD, Layer
from mercery.livestream.avatar.sprites import (
    EMPTY,
    Kept,
    Planes,
    Rect,
    Sprite,
    around,
    document,
    drawn,
    even,
    sprite_of,
)
from mercery.livestream.avatar.state import FrameState
from mercery.livestream.line import Gesture
from mercery.livestream.show import SIZES, Format

STEP: Final = 4
"""Places a pixel: a step is a quarter."""
_TWO: Final = 2 * STEP
LAYERS_BYTES: Final = 40_000_000
FACE_BYTES: Final = 5_000_000
_PICTURES: Final = 200
_GESTURES: Final[tuple[Gesture, ...]] = ("card", "nod", "greet", "listen")
_MARGIN: Final = 24
"""Pixels a host may rise or sink without showing where the drawing was cut below the counter."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A layer ready to be drawn."""

    layer: Layer
    picture: Any
    pivot: tuple[float, float]
    bounds: tuple[float, float, float, float]
    angle_step: float
    """Degrees."""
    whole: bool
    """Whether it may come up from below the counter."""


class Stage:
    """A host before a background in a format. `frame` gives planes that hold until the next call."""

    def __init__(self, avatar: Avatar, background: Path | None, shape: Format, *, seed: int = 0) -> None:
        self.size = SIZES[shape]
        self.shape = shape
        self._avatar, self.rig = avatar, avatar.rig
        self._background = load_background(background, shape) if background else plain_background(shape)
        self._motion = Motion(avatar.rig, shape, seed)
        stand, host = avatar.rig.stand, self._background.room.host
        self._scale = host.height / (stand.counter - stand.top)
        self._pixels: Affine = (
            self._scale, 0.0, 0.0, self._scale,
            host.x - self._scale * stand.centre, self._background.room.counter - self._scale * stand.counter,
        )  # fmt: skip
        self.attitude = Attitude()
        """Of the last moment."""
        self.layers = Kept(LAYERS_BYTES)
        self.faces = Kept(FACE_BYTES)
        self._pictures: dict[Any, Any] = {}
        self._reach = {name: feature.bounds() for name, feature in avatar.features.items()}
        self._groups: dict[str, _Group] = {}
        for layer in avatar.rig.layers:
            self._prepare(layer)
        names = [layer.group for layer in avatar.rig.layers]
        self._behind, self._before = names[: names.index(FACE)], names[names.index(FACE) + 1 :]
        width, height = self.size
        self._below, self._out = Planes.empty(width, height), Planes.empty(width, height)
        for planes in (self._below, self._out):
            planes.copy_from(self._background.wall, (0, 0, width, height))
            if self._background.counter:
                self._background.counter.over(planes, (0, 0, width, height))
        self._last: tuple[Any, ...] = ()
        self._last_face: tuple[Any, ...] = ()
        self._rect: Rect = EMPTY
        self._face_rect: Rect = EMPTY

    @property
    def host_rect(self) -> Rect:
        """Where the host was in the last frame; beyond it nothing but the background is shown."""
        return self._rect

    @property
    def head_rect(self) -> Rect:
        """Where the head is while the host stands upright."""
        return self._within(even(*_reached(self._pixels, self._groups[HEAD].bounds)))

    def frame(self, state: FrameState) -> Planes:
        """The moment as planes: BT.709, limited range."""
        self.attitude = self._motion.at(state)
        return self.draw(self.attitude)

    def draw(self, attitude: Attitude) -> Planes:
        """A host in that attitude."""
        worlds = self._worlds(attitude)
        keys = {name: self._key(group, worlds[name], attitude) for name, group in self._groups.items()}
        shown = tuple(keys.items())
        features = self._features(attitude, worlds)
        if shown != self._last:
            self._compose(keys, features)
            self._last = shown
        elif features != self._last_face:
            self._compose_face(keys, features)
        self._last_face = features
        return self._out

    # Groups -------------------------------------------------------------------------------------------------------

    def _prepare(self, layer: Layer) -> None:
        """Make a layer ready, after what it stands on."""
        if layer.group == FACE or layer.group in self._groups:
            return
        below = next((one for one in self.rig.layers if one.group == layer.stands_on), None)
        if below is not None:
            self._prepare(below)
        self._groups[layer.group] = self._group(layer, self._groups.get(layer.stands_on))

    def _group(self, layer: Layer, below: _Group | None) -> _Group:
        picture = document(self._avatar.groups[layer.group], self._avatar.box)
        bounds = self._bounds(picture)
        gestures = [self.rig.pose(gesture, self.shape).layers.get(layer.group) for gesture in _GESTURES]
        turns = layer.takes_tilt or layer.swing or layer.sway or any(moved and moved.angle for moved in gestures)
        if below is not None and not turns:
            # Counted in the steps of what it stands on, so that hair and head never part by a step.
            pivot, step = below.pivot, below.angle_step
        else:
            pivot = layer.pivot or ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
            reach = self._scale * max(math.dist(pivot, (x, y)) for x in bounds[::2] for y in bounds[1::2])
            step = math.degrees(1.2 / STEP / max(reach, 20.0))
        return _Group(layer, picture, pivot, bounds, step, layer.hidden or any(gestures))

    def _bounds(self, picture: Any) -> tuple[float, float, float, float]:
        """Where a group draws anything, in units of the drawing."""
        x, y, width, height = self._avatar.box
        scale = 320 / max(width, height)
        # What a gesture brings up may be drawn outside the artboard.
        rect = even(-scale * width, -scale * height, 2 * scale * width, 2 * scale * height)
        matrix = (scale, 0.0, 0.0, scale, -scale * x, -scale * y)
        sprite = sprite_of(drawn([picture], matrix, (x, y), rect, colour=False), rect[0], rect[1])
        if sprite is None:
            return x, y, x, y
        left, top, right, bottom = sprite.rect
        return x + (left - 2) / scale, y + (top - 2) / scale, x + (right + 2) / scale, y + (bottom + 2) / scale

    def _worlds(self, attitude: Attitude) -> dict[str, tuple[float, Affine]]:
        """By layer its angle and where it takes a point of the drawing."""
        found: dict[str, tuple[float, Affine]] = {}

        def world(name: str) -> tuple[float, Affine]:
            if name not in found:
                group = self._groups[name]
                angle, above = world(group.layer.stands_on) if group.layer.stands_on else (0.0, STILL)
                own, matrix = self._own(group, attitude)
                found[name] = angle + own, joined(above, matrix)
            return found[name]

        for name in self._groups:
            world(name)
        return found

    def _own(self, group: _Group, attitude: Attitude) -> tuple[float, Affine]:
        layer = group.layer
        moved = attitude.moved.get(layer.group)
        angle = (
            layer.takes_tilt * attitude.tilt + attitude.swing.get(layer.group, 0.0) + (moved.angle if moved else 0.0)
        )
        x = layer.shifts[0] * attitude.turn[0] + (moved.shift[0] if moved else 0.0)
        y = layer.shifts[1] * attitude.turn[1] - layer.rises * attitude.breath + (moved.shift[1] if moved else 0.0)
        return angle, turned(angle, group.pivot, (x, y))

    def _key(self, group: _Group, world: tuple[float, Affine], attitude: Attitude) -> tuple[int, int, int] | None:
        """Angle and place in steps; None where the layer is not seen."""
        if group.layer.hidden and group.layer.group not in attitude.moved:
            return None
        return self._steps(world, group.pivot, group.angle_step)

    def _steps(
        self, world: tuple[float, Affine], pivot: tuple[float, float], angle_step: float
    ) -> tuple[int, int, int]:
        a, b, c, d, e, f = joined(self._pixels, world[1])
        x, y = a * pivot[0] + c * pivot[1] + e, b * pivot[0] + d * pivot[1] + f
        return round(world[0] / angle_step), round(x * STEP), round(y * STEP)

    def _sprite(self, name: str, key: tuple[int, int, int]) -> Sprite | None:
        group = self._groups[name]
        turn, x, y = key
        home = self._steps((0.0, STILL), group.pivot, group.angle_step)
        # Two pixels further is the same picture at another place: colour has half the size.
        dx, dy = (x - home[1]) // _TWO, (y - home[2]) // _TWO
        made = self.layers.get(
            (name, turn, x % _TWO, y % _TWO),
            lambda: self._drawn_group(group, turn, (x - dx * _TWO) / STEP, (y - dy * _TWO) / STEP),
        )
        return made.at(2 * dx, 2 * dy) if made else None

    def _drawn_group(self, group: _Group, turn: int, x: float, y: float) -> Sprite | None:
        matrix = self._matrix(group.pivot, turn * group.angle_step, x, y)
        left, top, right, bottom = _reached(matrix, group.bounds)
        width, height = self.size
        if not group.whole:
            bottom = min(bottom, self._background.hides_from + _MARGIN)
        rect = even(max(left, -width / 2), max(top, -height / 2), min(right, width * 1.5), min(bottom, height * 1.5))
        if rect[0] >= rect[2] or rect[1] >= rect[3]:
            return None
        return sprite_of(drawn([group.picture], matrix, self._avatar.box[:2], rect), rect[0], rect[1])

    def _matrix(self, pivot: tuple[float, float], angle: float, x: float, y: float) -> Affine:
        """Turned about the pivot, which lies at that pixel."""
        scaled: Affine = (self._scale, 0.0, 0.0, self._scale, x - self._scale * pivot[0], y - self._scale * pivot[1])
        return joined(scaled, turned(angle, pivot))

    # Face ---------------------------------------------------------------------------------------------------------

    def _features(self, attitude: Attitude, worlds: dict[str, tuple[float, Affine]]) -> tuple[Any, ...]:
        """What eyes, brows and mouth are to look like, in steps; equal values are equal pictures."""
        head = self._groups[HEAD]
        turn = self.rig.face.turn
        shift: Affine = (1.0, 0.0, 0.0, 1.0, turn[0] * attitude.turn[0], turn[1] * attitude.turn[1])
        angle, matrix = worlds[HEAD]
        place = self._steps((angle, joined(matrix, shift)), head.pivot, head.angle_step)
        look = self.rig.eyes.look
        gaze = (
            round(attitude.gaze[0] * look[0] * self._scale * STEP),
            round(attitude.gaze[1] * look[1] * self._scale * STEP),
        )
        drawn_mouths = frozenset({"rest", *self._avatar.features["mouth"].keys})
        mouth: dict[str, float] = {}
        for name, weight in attitude.mouth.items():
            key = name if name in ("smile", "sorry") else self.rig.stands_for(name, drawn_mouths)  # type: ignore[arg-type]
            mouth[key] = mouth.get(key, 0.0) + weight
        eyes = [
            (f"eye_{side}", {"closed": shut, "smile": attitude.eye_smile * (1 - shut)}, gaze)
            for side, shut in zip("LR", attitude.lids, strict=True)
        ]
        brows = [(f"brow_{side}", dict(attitude.brows), (0, 0)) for side in "LR"]
        return tuple(
            (name, tuple(sorted((key, step) for key, value in weights.items() if key != "rest" and (step := round(value * 16)))), look_at, place)
            for name, weights, look_at in (("mouth", mouth, (0, 0)), *eyes, *brows)
        )  # fmt: skip

    def _feature_sprite(self, one: Any) -> Sprite | None:
        name, weights, look, (turn, x, y) = one
        head = self._groups[HEAD]
        home = self._steps((0.0, STILL), head.pivot, head.angle_step)
        dx, dy = (x - home[1]) // _TWO, (y - home[2]) // _TWO

        def make() -> Sprite | None:
            feature = self._avatar.features[name]
            matrix = self._matrix(head.pivot, turn * head.angle_step, (x - dx * _TWO) / STEP, (y - dy * _TWO) / STEP)
            shift = (look[0] / STEP / self._scale, look[1] / STEP / self._scale)
            picture = self._pictured(
                (name, weights, look), lambda: feature.document({key: step / 16 for key, step in weights}, shift)
            )
            rect = even(*_reached(matrix, self._reach[name]))
            return sprite_of(drawn([picture], matrix, self._avatar.box[:2], rect), rect[0], rect[1])

        made = self.faces.get((name, weights, look, turn, x % _TWO, y % _TWO), make)
        return made.at(2 * dx, 2 * dy) if made else None

    def _pictured(self, key: Any, content: Callable[[], bytes]) -> Any:
        """The drawing of a feature: while the head moves and the face is still, it is the same one."""
        found = self._pictures.get(key)
        if found is None:
            found = self._pictures[key] = document(content(), self._avatar.box)
            if len(self._pictures) > _PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
        return found

    # Frames -------------------------------------------------------------------------------------------------------

    def _compose(self, keys: dict[str, tuple[int, int, int] | None], features: tuple[Any, ...]) -> None:
        """Everything anew within the host's rectangle."""
        sprites = {name: self._sprite(name, key) for name, key in keys.items() if key is not None}
        rect = EMPTY
        for sprite in sprites.values():
            if sprite:
                rect = around(rect, sprite.rect)
        rect = self._within(rect)
        changed = around(rect, self._rect)
        self._rect = rect
        self._below.copy_from(self._background.wall, changed)
        self._lay(self._behind, sprites, self._below, changed)
        self._out.copy_from(self._below, changed)
        self._face_rect = EMPTY
        self._face(sprites, features, changed)

    def _compose_face(self, keys: dict[str, tuple[int, int, int] | None], features: tuple[Any, ...]) -> None:
        """Only the features that changed."""
        before = dict(zip((one[0] for one in self._last_face), self._last_face, strict=True))
        sprites = {name: self._sprite(name, key) for name in self._before if (key := keys[name]) is not None}
        changed = EMPTY
        for one in features:
            if before.get(one[0]) != one:
                for sprite in (self._feature_sprite(one), self._feature_sprite(before[one[0]])):
                    changed = around(changed, sprite.rect) if sprite else changed
        changed = self._within(changed)
        self._out.copy_from(self._below, changed)
        self._face(sprites, features, changed)

    def _face(self, sprites: dict[str, Sprite | None], features: tuple[Any, ...], clip: Rect) -> None:
        for one in features:
            sprite = self._feature_sprite(one)
            if sprite:
                sprite.over(self._out, clip)
        self._lay(self._before, sprites, self._out, clip)
        if self._background.counter:
            self._background.counter.over(self._out, clip)

    def _lay(self, names: list[str], sprites: dict[str, Sprite | None], frame: Planes, clip: Rect) -> None:
        for name in names:
            sprite = sprites.get(name)
            if sprite:
                sprite.over(frame, clip)

    def _within(self, rect: Rect) -> Rect:
        width, height = self.size
        return max(0, rect[0]), max(0, rect[1]), min(width, rect[2]), min(height, rect[3])


def _reached(matrix: Affine, bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The rectangle a rectangle lies in after a transform."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in bounds[::2] for y in bounds[1::2]]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)
