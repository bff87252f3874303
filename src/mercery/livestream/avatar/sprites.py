"""Drawings as the encoder takes them: brightness and colour already multiplied by how much they cover, and what shines through.

skia draws a group as vectors at exactly the place and angle it is to have (measured: as fast as turning a picture of it, and
sharp), a colour matrix makes BT.709 of RGB within skia, and laying one over the frame is whole-number arithmetic of numpy.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.livestream.avatar.paths import Affine
from mercery.studio.pictures.canvas import skia_module, svg_document

Bytes = NDArray[np.uint8]
Rect = tuple[int, int, int, int]
"""Left, top, right, bottom; even numbers, since colour has half the size."""
_Y: Final = (0.2126, 0.7152, 0.0722)
_U: Final = (-0.114572, -0.385428, 0.5)
_V: Final = (0.5, -0.454153, -0.045847)
_MATRIX: Final = [
    *(219 / 255 * share for share in _Y), 0, 16 / 255,
    *(224 / 255 * share for share in _U), 0, 128 / 255,
    *(224 / 255 * share for share in _V), 0, 128 / 255,
    0, 0, 0, 1, 0,
]  # fmt: skip
"""RGB to BT.709, limited range, as a colour matrix."""
EMPTY: Final[Rect] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Planes:
    """A frame: one buffer as the encoder takes it, and views of its three planes."""

    stacked: Bytes
    y: Bytes
    u: Bytes
    v: Bytes

    @classmethod
    def of(cls, stacked: Bytes, width: int, height: int) -> Planes:
        """Views of a buffer of 1.5 times the frame's pixels."""
        flat = stacked.reshape(-1)
        size, quarter = width * height, width * height // 4
        return cls(
            stacked,
            flat[:size].reshape(height, width),
            flat[size : size + quarter].reshape(height // 2, width // 2),
            flat[size + quarter :].reshape(height // 2, width // 2),
        )

    @classmethod
    def empty(cls, width: int, height: int) -> Planes:
        """A black frame."""
        made = cls.of(np.empty((height * 3 // 2, width), np.uint8), width, height)
        made.y[:], made.u[:], made.v[:] = 16, 128, 128
        return made

    def copy_from(self, other: Planes, rect: Rect) -> None:
        """Take a rectangle of another frame."""
        x0, y0, x1, y1 = rect
        self.y[y0:y1, x0:x1] = other.y[y0:y1, x0:x1]
        part = (slice(y0 // 2, y1 // 2), slice(x0 // 2, x1 // 2))
        self.u[part] = other.u[part]
        self.v[part] = other.v[part]


@dataclass(frozen=True, slots=True)
class Sprite:
    """A drawing at a place, ready to be laid over a frame."""

    x: int
    y: int
    luma: Bytes
    luma_rest: Bytes
    """What is left of the ground: 255 less the cover."""
    chroma: Bytes
    """Two planes."""
    chroma_rest: Bytes

    @property
    def rect(self) -> Rect:
        """Where it lies."""
        return self.x, self.y, self.x + self.luma.shape[1], self.y + self.luma.shape[0]

    @property
    def size(self) -> int:
        """Bytes."""
        return self.luma.nbytes + self.luma_rest.nbytes + self.chroma.nbytes + self.chroma_rest.nbytes

    def at(self, dx: int, dy: int) -> Sprite:
        """The same, shifted by an even number of pixels."""
        if not dx and not dy:
            return self
        return Sprite(self.x + dx, self.y + dy, self.luma, self.luma_rest, self.chroma, self.chroma_rest)

    def over(self, frame: Planes, clip: Rect) -> None:
        """Lay it over a frame, within `clip`."""
        x0, y0, x1, y1 = common(self.rect, clip)
        if x0 >= x1 or y0 >= y1:
            return
        own = (slice(y0 - self.y, y1 - self.y), slice(x0 - self.x, x1 - self.x))
        _laid(frame.y[y0:y1, x0:x1], self.luma[own], self.luma_rest[own])
        half = (slice((y0 - self.y) // 2, (y1 - self.y) // 2), slice((x0 - self.x) // 2, (x1 - self.x) // 2))
        rest = self.chroma_rest[half]
        there = (slice(y0 // 2, y1 // 2), slice(x0 // 2, x1 // 2))
        _laid(frame.u[there], self.chroma[0][half], rest)
        _laid(frame.v[there], self.chroma[1][half], rest)


def _laid(ground: Bytes, cover: Bytes, rest: Bytes) -> None:
    # (255 g + 255) >> 8 is g for every byte, so that nothing changes where nothing covers.
    work = np.multiply(ground, rest, dtype=np.uint16)
    work += 255
    work >>= 8
    work += cover
    ground[...] = work


def common(one: Rect, other: Rect) -> Rect:
    """What two rectangles share; empty where left is not left of right."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def around(one: Rect, other: Rect) -> Rect:
    """The smallest rectangle that holds both."""
    if one[0] >= one[2] or one[1] >= one[3]:
        return other
    if other[0] >= other[2] or other[1] >= other[3]:
        return one
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def even(left: float, top: float, right: float, bottom: float) -> Rect:
    """The smallest rectangle of even numbers around."""
    return int(left // 2 * 2), int(top // 2 * 2), -int(-right // 2 * 2), -int(-bottom // 2 * 2)


def reached(matrix: Affine, bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The rectangle a rectangle lies in after a transform."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in bounds[::2] for y in bounds[1::2]]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def document(content: bytes, box: tuple[float, float, float, float]) -> Any:
    """A drawing that skia can draw, one unit a pixel."""
    made = svg_document(content)
    if made is None:
        raise ValueError("no drawing")
    made.setContainerSize(skia_module().Size.Make(box[2], box[3]))
    return made


def drawn(documents: list[Any], matrix: Affine, origin: tuple[float, float], rect: Rect, colour: bool = True) -> Bytes:
    """Drawings through a matrix, within a rectangle: brightness, two colours and cover, each multiplied by the cover.

    `origin`: left and top of the drawing's view box. Without `colour`: red, green, blue instead.
    """
    skia = skia_module()
    pixels = np.zeros((rect[3] - rect[1], rect[2] - rect[0], 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(
        skia.ImageInfo.Make(pixels.shape[1], pixels.shape[0], skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType), pixels
    )
    canvas = surface.getCanvas()
    if colour:
        canvas.saveLayer(None, over_matrix())
    canvas.translate(-rect[0], -rect[1])
    a, b, c, d, e, f = matrix
    canvas.concat(skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1))
    canvas.translate(origin[0], origin[1])
    for one in documents:
        one.render(canvas)
    if colour:
        canvas.restore()
    surface.flushAndSubmit()
    return pixels


def over_matrix() -> Any:
    """A paint that makes brightness and colours of what is drawn with it."""
    skia = skia_module()
    return skia.Paint(ColorFilter=skia.ColorFilters.Matrix(_MATRIX))


def sprite_of(pixels: Bytes, x: int, y: int) -> Sprite | None:
    """What `drawn` gave, as a sprite without the empty rows and columns around it; None where nothing is drawn."""
    whole = pixels.view(np.uint32)[:, :, 0]
    columns = np.flatnonzero(np.bitwise_or.reduce(whole, axis=0))
    if not len(columns):
        return None
    left, right = int(columns[0]) // 2 * 2, min(whole.shape[1], int(columns[-1]) // 2 * 2 + 2)
    rows = np.flatnonzero(np.bitwise_or.reduce(whole[:, left:right], axis=1))
    top, bottom = int(rows[0]) // 2 * 2, min(whole.shape[0], int(rows[-1]) // 2 * 2 + 2)
    part = whole[top:bottom, left:right]
    # Four pixels made one: four bytes at a time, once rounded down and once up.
    above, below = part[0::2], part[1::2]
    high = _mean_down(above, below)
    small = _mean_up(high[:, 0::2], high[:, 1::2])
    return Sprite(
        x + left,
        y + top,
        part.astype(np.uint8),
        255 - (part >> _COVER).astype(np.uint8),
        np.stack([(small >> 8).astype(np.uint8), (small >> 16).astype(np.uint8)]),
        255 - (small >> _COVER).astype(np.uint8),
    )


_COVER: Final = np.uint32(24)
_LOW: Final = np.uint32(0xFEFEFEFE)


def _mean_down(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.uint32]:
    found: NDArray[np.uint32] = (one & other) + (((one ^ other) & _LOW) >> 1)
    return found


def _mean_up(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.uint32]:
    found: NDArray[np.uint32] = (one | other) - (((one ^ other) & _LOW) >> 1)
    return found


class Kept:
    """The sprites of late, within a bound of bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Sprite | None] = OrderedDict()
        self.bytes = 0
        self.made = 0
        self.asked = 0

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable, make: Callable[[], Sprite | None]) -> Sprite | None:
        """The sprite of that key, made where it is not kept."""
        self.asked += 1
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        self.made += 1
        made = make()
        self._held[key] = made
        self.bytes += _cost(made)
        while self.bytes > self._most and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            self.bytes -= _cost(gone)
        return made


def _cost(sprite: Sprite | None) -> int:
    return 400 + (sprite.size if sprite else 0)
