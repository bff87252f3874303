"""The host in the studio, frame by frame, as planes for the encoder.

What was measured and chosen (720p, one core): drawing all groups of a host as vectors takes 10 ms with skia, laying finished
sprites over the frame 0.5 ms with numpy. So each group is drawn once for every place and angle it comes to, in steps too small
to be seen (a quarter of a pixel), and kept within a bound of bytes; a group that is not kept any more costs 0.5 to 1 ms, not
the frame. Slow movement is taken up at every second frame; in the other ones only eyes and mouth change: their rectangles are
taken again from the picture below them and drawn as vectors, 0.3 ms each. On the whole 2.3 to 3.4 ms a frame (p99 6 to 8,
a host who talks and points all the time, on a machine with ten other jobs), 75 MB above what the libraries take.

Not chosen: turning ready pictures (Pillow 6 ms, skia 6 ms a host; drawing is as fast, and sharp); whole poses in memory
(360 kB each, and thousands of them); larger bounds (twice the memory saves a tenth of the time).
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
from mercery.livestream.avatar.face import Face, Place, Region
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
    reached,
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
    home: Place
    """Where it is while the host stands upright."""


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
        self._held = True
        self.attitude = Attitude()
        """Of the last moment."""
        self.layers = Kept(LAYERS_BYTES)
        self._face = Face(avatar, self._scale, STEP, FACE_BYTES)
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
        self._last_face: tuple[Region, ...] = ()
        self._rect: Rect = EMPTY

    @property
    def kept(self) -> tuple[Kept, Kept]:
        """What is kept of groups and of faces."""
        return self.layers, self._face.kept

    @property
    def host_rect(self) -> Rect:
        """Where the host was in the last frame; beyond it nothing but the background is shown."""
        return self._rect

    @property
    def head_rect(self) -> Rect:
        """Where the head is while the host stands upright."""
        return self._within(even(*reached(self._pixels, self._groups[HEAD].bounds)))

    def frame(self, state: FrameState) -> Planes:
        """The moment as planes: BT.709, limited range."""
        found = self._motion.at(state)
        # Slow movement is drawn at every second frame, as animators do it "on twos"; eyes and mouth at each.
        self._held = not self._held and found.is_near(self.attitude)
        self.attitude = found.with_body_of(self.attitude) if self._held else found
        return self.draw(self.attitude)

    def draw(self, attitude: Attitude) -> Planes:
        """A host in that attitude."""
        worlds = self._worlds(attitude)
        keys = {name: self._key(group, worlds[name], attitude) for name, group in self._groups.items()}
        shown = tuple(keys.items())
        regions = self._regions(attitude, worlds)
        if shown != self._last:
            self._compose(keys, regions)
            self._last = shown
        elif regions != self._last_face:
            self._compose_face(keys, regions)
        self._last_face = regions
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
        home = self._steps((0.0, STILL), pivot, step)
        return _Group(layer, picture, pivot, bounds, step, layer.hidden or any(gestures), home)

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

    def _key(self, group: _Group, world: tuple[float, Affine], attitude: Attitude) -> Place | None:
        """Angle and place in steps; None where the layer is not seen."""
        if group.layer.hidden and group.layer.group not in attitude.moved:
            return None
        return self._steps(world, group.pivot, group.angle_step)

    def _steps(self, world: tuple[float, Affine], pivot: tuple[float, float], angle_step: float) -> Place:
        a, b, c, d, e, f = joined(self._pixels, world[1])
        x, y = a * pivot[0] + c * pivot[1] + e, b * pivot[0] + d * pivot[1] + f
        return round(world[0] / angle_step), round(x * STEP), round(y * STEP)

    def _near_home(self, group: _Group, place: Place) -> tuple[int, int, Place, Callable[[], Affine]]:
        """How many pairs of pixels from its home, the place within two pixels, and what takes the drawing there.

        Two pixels further is the same picture at another place: colour has half the size.
        """
        turn, x, y = place
        dx, dy = (x - group.home[1]) // _TWO, (y - group.home[2]) // _TWO
        return (
            dx, dy, (turn, x % _TWO, y % _TWO),
            lambda: self._matrix(group.pivot, turn * group.angle_step, (x - dx * _TWO) / STEP, (y - dy * _TWO) / STEP),
        )  # fmt: skip

    def _sprite(self, name: str, place: Place) -> Sprite | None:
        group = self._groups[name]
        dx, dy, key, matrix = self._near_home(group, place)
        made = self.layers.get((name, key), lambda: self._drawn_group(group, matrix()))
        return made.at(2 * dx, 2 * dy) if made else None

    def _drawn_group(self, group: _Group, matrix: Affine) -> Sprite | None:
        left, top, right, bottom = reached(matrix, group.bounds)
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

    def _regions(self, attitude: Attitude, worlds: dict[str, tuple[float, Affine]]) -> tuple[Region, ...]:
        head, turn = self._groups[HEAD], self.rig.face.turn
        shift: Affine = (1.0, 0.0, 0.0, 1.0, turn[0] * attitude.turn[0], turn[1] * attitude.turn[1])
        angle, matrix = worlds[HEAD]
        return self._face.regions(attitude, self._steps((angle, joined(matrix, shift)), head.pivot, head.angle_step))

    def _region_sprite(self, region: Region) -> Sprite | None:
        head = self._groups[HEAD]
        dx, dy, key, matrix = self._near_home(head, region.place)
        made = self._face.sprite(region, key, matrix)
        return made.at(2 * dx, 2 * dy) if made else None

    # Frames -------------------------------------------------------------------------------------------------------

    def _compose(self, keys: dict[str, Place | None], regions: tuple[Region, ...]) -> None:
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
        self._lay_face(sprites, regions, changed)

    def _compose_face(self, keys: dict[str, Place | None], regions: tuple[Region, ...]) -> None:
        """Only the regions that changed."""
        before = {region.name: region for region in self._last_face}
        sprites = {name: self._sprite(name, key) for name in self._before if (key := keys[name]) is not None}
        changed = EMPTY
        for one in regions:
            if before[one.name] != one:
                for sprite in (self._region_sprite(one), self._region_sprite(before[one.name])):
                    changed = around(changed, sprite.rect) if sprite else changed
        changed = self._within(changed)
        self._out.copy_from(self._below, changed)
        self._lay_face(sprites, regions, changed)

    def _lay_face(self, sprites: dict[str, Sprite | None], regions: tuple[Region, ...], clip: Rect) -> None:
        for one in regions:
            sprite = self._region_sprite(one)
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
