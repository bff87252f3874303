"""Where a picture lies in a frame and how the frame moves over it. Pure: shares and pixels in, rectangles out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mercery.studio.video.shot import WHOLE, Box, Format, Motion, Picture

ROOM: Final = 1.42
"""How much larger than the frame the ground is that it moves over: a close view is still sharp."""
_FILLS_PORTRAIT: Final = (0.76, 0.46)
"""Most of the frame's width and height the piece takes at rest."""
_FILLS_LANDSCAPE: Final = (0.46, 0.74)
_AT_PORTRAIT: Final = (0.5, 0.41)
"""Where the middle of the piece stands at rest: above the words."""
_AT_LANDSCAPE: Final = (0.69, 0.5)
_COVERS: Final = 1.16
"""How much larger than the frame a picture is that fills it."""
_LEFT_FREE: Final = 0.3
"""Of a lying frame's width: where the words stand, and a picture need not reach."""
_SHARP: Final = 2.6
"""Most that a photograph is enlarged; a drawing has no such limit."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The picture on its ground, in shares of the ground, which has the frame's shape. It may reach beyond."""

    x: float
    y: float
    width: float
    height: float
    seen: Box = WHOLE
    """What of the ground may be seen."""

    def of(self, box: Box) -> Box:
        """A box on the picture as one on the ground."""
        return Box(
            x=self.x + box.x * self.width,
            y=self.y + box.y * self.height,
            width=box.width * self.width,
            height=box.height * self.height,
        )


@dataclass(frozen=True, slots=True)
class Window:
    """What of the ground is seen: its middle, and its size as a share (both sides alike)."""

    x: float
    y: float
    size: float

    def of(self, box: Box) -> Box:
        """A box on the ground as one in the frame, cut off at its edges."""
        left, top = self.x - self.size / 2, self.y - self.size / 2
        ends = [_in(one) for one in (
            (box.x - left) / self.size,
            (box.y - top) / self.size,
            (box.x + box.width - left) / self.size,
            (box.y + box.height - top) / self.size,
        )]  # fmt: skip
        return Box(x=ends[0], y=ends[1], width=ends[2] - ends[0], height=ends[3] - ends[1])


def _in(share: float) -> float:
    return min(1.0, max(0.0, share))


def placed(picture: Picture, shape: Format, *, drawn: bool) -> Placed:
    """So that the piece has its size and place in the frame at rest; a picture with busy edges fills the ground."""
    wide, high = _FILLS_PORTRAIT if shape.portrait else _FILLS_LANDSCAPE
    at_x, at_y = _AT_PORTRAIT if shape.portrait else _AT_LANDSCAPE
    subject = picture.subject
    aspect = (picture.height / picture.width) / (shape.height / shape.width)
    # The width of the picture in frames; its height in frames is that times `aspect`.
    width = min(wide / max(subject.width, 0.05), high / max(subject.height * aspect, 0.05))
    if not drawn:
        width = min(width, _SHARP * picture.width / shape.width)
    if not picture.plain:
        return _covering(aspect, subject, at_x, at_y, left=0.0 if shape.portrait else _LEFT_FREE)
    middle_x, middle_y = subject.centre
    height = width * aspect
    return _on_ground(at_x - middle_x * width, at_y - middle_y * height, width, height, WHOLE)


def _covering(aspect: float, subject: Box, at_x: float, at_y: float, left: float) -> Placed:
    """A little more than the frame (of a lying one, than what is right of its words), the piece as near its place as that
    allows. The frame never leaves the picture but to the left, where the words stand."""
    width = max(_COVERS - left, _COVERS / aspect)
    height, edge = width * aspect, (_COVERS - 1) / 2
    x = min(left - edge, max(1 + edge - width, at_x - subject.centre[0] * width))
    y = min(-edge, max(1 + edge - height, at_y - subject.centre[1] * height))
    found = _on_ground(x, y, width, height, WHOLE)
    start, top = 0.0 if left else max(0.0, found.x), max(0.0, found.y)
    right, bottom = min(1.0, found.x + found.width), min(1.0, found.y + found.height)
    seen = Box(x=start, y=top, width=right - start, height=bottom - top)
    return Placed(found.x, found.y, found.width, found.height, seen)


def _on_ground(x: float, y: float, width: float, height: float, seen: Box) -> Placed:
    """From frames at rest to shares of the ground, in whose middle the frame rests."""
    edge = (ROOM - 1) / 2
    return Placed((x + edge) / ROOM, (y + edge) / ROOM, width / ROOM, height / ROOM, seen)


def windows(motion: Motion, subject: Box, number: int, inside: Box = WHOLE) -> tuple[Window, Window]:
    """Where the frame is when a shot begins and when it ends, over a ground on which the piece lies at `subject`. It stays
    `inside`."""
    rest = 1 / ROOM
    side = -1.0 if number % 2 else 1.0
    x, y = subject.centre
    near = _aimed(x, y, rest / 1.1, 0.3)
    aim = subject.y + subject.height * (0.36 if number % 2 else 0.6)
    pairs: dict[Motion, tuple[Window, Window]] = {
        "push": (Window(0.5, 0.5, rest), near),
        "pull": (near, Window(0.5, 0.5, rest)),
        "pan": (Window(0.5 - 0.04 * side, 0.5, rest / 1.03), Window(0.5 + 0.04 * side, 0.5, rest / 1.03)),
        "rise": (Window(0.5, 0.53, rest / 1.05), Window(0.5, 0.47, rest / 1.05)),
        "detail": (
            _aimed(x - side * subject.width * 0.12, aim, rest / 1.75, 1.0),
            _aimed(x + side * subject.width * 0.10, aim, rest / 1.62, 1.0),
        ),
    }
    start, end = pairs[motion]
    return _held(start, inside), _held(end, inside)


def _aimed(x: float, y: float, size: float, share: float) -> Window:
    """Turned from the middle towards a point, by a share of the way."""
    return Window(0.5 + (x - 0.5) * share, 0.5 + (y - 0.5) * share, size)


def _held(window: Window, inside: Box) -> Window:
    """Inside what may be seen."""
    size = min(window.size, inside.width, inside.height)
    half = size / 2
    x = min(inside.x + inside.width - half, max(inside.x + half, window.x))
    y = min(inside.y + inside.height - half, max(inside.y + half, window.y))
    return Window(x, y, size)


def between(start: Window, end: Window, share: float) -> Window:
    """Where the frame is after `share` of the shot: it sets off and arrives softly; nearness grows evenly to the eye."""
    eased = 0.5 * share + 0.5 * (0.5 - 0.5 * math.cos(math.pi * share))
    size = start.size * (end.size / start.size) ** eased
    return Window(start.x + (end.x - start.x) * eased, start.y + (end.y - start.y) * eased, size)
