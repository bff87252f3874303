"""Outlines as nodes that can be blended: path data, circles, rectangles and polygons, all as cubic curves. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Affine = tuple[float, float, float, float, float, float]
"""a b c d e f as SVG writes it: x' = a x + c y + e, y' = b x + d y + f."""
STILL: Final[Affine] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TOKEN: Final = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)|([\s,]+)|(.)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_NEEDS: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_TRANSFORM: Final = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_ROUND: Final = 0.5522847498


class OutlineUnreadable(ValueError):
    """Path data or a transform that is none."""


@dataclass(frozen=True, slots=True)
class Outline:
    """`kinds`: M, C or Z for each step; `points`: one for M, three for C."""

    kinds: str
    points: Points

    def moved(self, by: Affine) -> Outline:
        """Each node through a transform."""
        a, b, c, d, e, f = by
        x, y = self.points[:, 0], self.points[:, 1]
        return Outline(self.kinds, np.stack([a * x + c * y + e, b * x + d * y + f], axis=1))

    def data(self) -> str:
        """As path data."""
        return path_data(self.kinds, self.points)


def path_data(kinds: str, points: Points) -> str:
    """Nodes as path data, to a hundredth of a unit."""
    return _template(kinds) % tuple(points.ravel().tolist())


@lru_cache(maxsize=512)
def _template(kinds: str) -> str:
    return "".join({"M": "M%.2f %.2f", "C": "C%.2f %.2f %.2f %.2f %.2f %.2f", "Z": "Z"}[kind] for kind in kinds)


def joined(one: Affine, then: Affine) -> Affine:
    """`then` within `one`: a point goes through `then` first."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = then
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)


def turned(degrees: float, about: tuple[float, float], shift: tuple[float, float] = (0.0, 0.0)) -> Affine:
    """Clockwise about a point, then shifted."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = about
    return (cos, sin, -sin, cos, x - cos * x + sin * y + shift[0], y - sin * x - cos * y + shift[1])


def transform_of(text: str) -> Affine:
    """An SVG `transform`. OutlineUnreadable."""
    found = STILL
    if _TRANSFORM.sub("", text).strip(" ,\t\r\n"):
        raise OutlineUnreadable(f"transform “{text[:40]}”")
    for name, inside in _TRANSFORM.findall(text):
        found = joined(found, _one(name, [float(number) for number in _NUMBER.findall(inside)], text))
    return found


def _one(name: str, numbers: Sequence[float], text: str) -> Affine:
    count = len(numbers)
    if name == "matrix" and count == 6:
        return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    if name == "translate" and count in (1, 2):
        return (1, 0, 0, 1, numbers[0], numbers[1] if count == 2 else 0)
    if name == "scale" and count in (1, 2):
        return (numbers[0], 0, 0, numbers[-1], 0, 0)
    if name == "rotate" and count in (1, 3):
        return turned(numbers[0], (numbers[1], numbers[2]) if count == 3 else (0, 0))
    if name in ("skewX", "skewY") and count == 1:
        slope = math.tan(math.radians(numbers[0]))
        return (1, 0, slope, 1, 0, 0) if name == "skewX" else (1, slope, 0, 1, 0, 0)
    raise OutlineUnreadable(f"transform “{text[:40]}”")


class _Pen:
    """Draws steps of path data as M, C and Z."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.points: list[tuple[float, float]] = []
        self.at = self.start = (0.0, 0.0)
        self.handle: tuple[float, float] | None = None
        self.last = ""

    def step(self, kind: str, n: Sequence[float]) -> None:
        upper = kind.upper()
        dx, dy = self.at if kind.islower() else (0.0, 0.0)
        if upper == "M":
            self.move(n[0] + dx, n[1] + dy)
        elif upper == "Z":
            self.kinds.append("Z")
            self.at = self.start
        elif upper in "LHV":
            self.line(*{"L": lambda: (n[0] + dx, n[1] + dy), "H": lambda: (n[0] + dx, self.at[1]), "V": lambda: (self.at[0], n[0] + dy)}[upper]())  # fmt: skip
        elif upper == "C":
            self.cubic((n[0] + dx, n[1] + dy), (n[2] + dx, n[3] + dy), (n[4] + dx, n[5] + dy))
        elif upper == "S":
            self.cubic(self.mirrored("CS"), (n[0] + dx, n[1] + dy), (n[2] + dx, n[3] + dy))
        elif upper == "Q":
            self.quadratic((n[0] + dx, n[1] + dy), (n[2] + dx, n[3] + dy))
        elif upper == "T":
            self.quadratic(self.mirrored("QT"), (n[0] + dx, n[1] + dy))
        else:
            self.arc(n, (n[5] + dx, n[6] + dy))
        self.last = upper

    def move(self, x: float, y: float) -> None:
        self.kinds.append("M")
        self.points.append((x, y))
        self.at = self.start = (x, y)

    def line(self, x: float, y: float) -> None:
        (x0, y0) = self.at
        self.cubic((x0 + (x - x0) / 3, y0 + (y - y0) / 3), (x0 + (x - x0) * 2 / 3, y0 + (y - y0) * 2 / 3), (x, y))

    def cubic(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:
        self.kinds.append("C")
        self.points += [one, two, end]
        self.at, self.handle = end, two

    def quadratic(self, handle: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (hx, hy), (x, y) = self.at, handle, end
        self.cubic((x0 + (hx - x0) * 2 / 3, y0 + (hy - y0) * 2 / 3), (x + (hx - x) * 2 / 3, y + (hy - y) * 2 / 3), end)
        self.handle = handle

    def mirrored(self, after: str) -> tuple[float, float]:
        if self.handle is None or self.last not in after:
            return self.at
        return 2 * self.at[0] - self.handle[0], 2 * self.at[1] - self.handle[1]

    def arc(self, n: Sequence[float], end: tuple[float, float]) -> None:
        for one, two, three in _arc(self.at, n[0], n[1], n[2], n[3] != 0, n[4] != 0, end):
            self.cubic(one, two, three)
        self.at = end


Node = tuple[float, float]


def _arc(
    start: Node, rx: float, ry: float, tilt: float, large: bool, sweep: bool, end: Node
) -> Iterator[tuple[Node, Node, Node]]:
    """An elliptical arc as cubic curves (SVG 1.1, appendix F.6)."""
    rx, ry = abs(rx), abs(ry)
    if start == end:
        return
    if not rx or not ry:
        yield start, end, end
        return
    phi = math.radians(tilt)
    cos, sin = math.cos(phi), math.sin(phi)
    hx, hy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * hx + sin * hy, cos * hy - sin * hx
    grow = math.sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    down = (rx * y) ** 2 + (ry * x) ** 2
    share = math.sqrt(max(0.0, (rx * ry) ** 2 / down - 1)) * (-1 if large == sweep else 1)
    cx, cy = share * rx * y / ry, -share * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    over = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    over += math.tau if sweep and over < 0 else -math.tau if not sweep and over > 0 else 0.0
    middle = (
        cos * cx - sin * cy + (start[0] + end[0]) / 2, sin * cx + cos * cy + (start[1] + end[1]) / 2,
    )  # fmt: skip
    pieces = max(1, math.ceil(abs(over) / (math.pi / 2) - 1e-9))
    angle = over / pieces
    reach = 4 / 3 * math.tan(angle / 4)

    def placed(u: float, v: float) -> Node:
        return middle[0] + cos * rx * u - sin * ry * v, middle[1] + sin * rx * u + cos * ry * v

    for number in range(pieces):
        a, b = first + number * angle, first + (number + 1) * angle
        yield (
            placed(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            placed(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            placed(math.cos(b), math.sin(b)),
        )


def outline_of(data: str) -> Outline:
    """Path data as nodes. OutlineUnreadable."""
    pen = _Pen()
    for kind, numbers in _steps(data):
        if not pen.kinds and kind not in "Mm":
            raise OutlineUnreadable("path data that does not begin with M")
        pen.step(kind, numbers)
    points = np.array(pen.points, dtype=np.float64).reshape(-1, 2)
    if not len(points) or not np.isfinite(points).all() or np.abs(points).max() > 1e5:
        raise OutlineUnreadable("path data without nodes, or with nodes far outside the drawing")
    return Outline("".join(pen.kinds), points)


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    kind, numbers = "", list[float]()
    for found in _TOKEN.finditer(data):
        letter, number, _, wrong = found.groups()
        if wrong or (number and not kind):
            raise OutlineUnreadable(f"path data with “{(wrong or number)[:12]}”")
        if letter:
            if numbers:
                raise OutlineUnreadable(f"path data that stops within {kind}")
            kind = letter
            if letter in "Zz":
                yield letter, []
        elif number:
            for value in _flags(kind, numbers, number):
                numbers.append(value)
                if len(numbers) == _NEEDS[kind.upper()]:
                    yield kind, numbers
                    numbers = []
                    kind = {"M": "L", "m": "l"}.get(kind, kind)
    if numbers:
        raise OutlineUnreadable(f"path data that stops within {kind}")


def _flags(kind: str, so_far: Sequence[float], number: str) -> list[float]:
    """A number; the two flags of an arc may stand together with what follows (`a1 1 0 01.5.5`)."""
    if kind not in "Aa" or len(so_far) not in (3, 4) or len(number) == 1:
        return [float(number)]
    values = [float(number[0])]
    rest = number[1:]
    if len(so_far) == 3 and rest[:1] in ("0", "1"):
        values.append(float(rest[0]))
        rest = rest[1:]
    return [*values, *(float(part) for part in _NUMBER.findall(rest))]


def shape_outline(tag: str, get: Mapping[str, str]) -> Outline:
    """A path, rectangle, circle, ellipse, line or polygon as nodes. OutlineUnreadable."""

    def number(key: str) -> float:
        found = _NUMBER.match(get.get(key, "0").strip())
        return float(found[0]) if found else 0.0

    if tag == "path":
        return outline_of(get.get("d", ""))
    if tag in ("circle", "ellipse"):
        rx, ry = (number("r"), number("r")) if tag == "circle" else (number("rx"), number("ry"))
        return _ellipse(number("cx"), number("cy"), rx, ry)
    if tag == "rect":
        x, y, w, h = (number(key) for key in ("x", "y", "width", "height"))
        return outline_of(f"M{x} {y} L{x + w} {y} L{x + w} {y + h} L{x} {y + h} Z")
    if tag == "line":
        return outline_of(f"M{number('x1')} {number('y1')} L{number('x2')} {number('y2')}")
    numbers = _NUMBER.findall(get.get("points", ""))
    if len(numbers) < 4 or len(numbers) % 2:
        raise OutlineUnreadable(f"a {tag} without points")
    return outline_of("M" + " ".join(numbers) + (" Z" if tag == "polygon" else ""))


def _ellipse(x: float, y: float, rx: float, ry: float) -> Outline:
    kx, ky = rx * _ROUND, ry * _ROUND
    return outline_of(
        f"M{x + rx} {y} C{x + rx} {y + ky} {x + kx} {y + ry} {x} {y + ry} C{x - kx} {y + ry} {x - rx} {y + ky} {x - rx} {y} "
        f"C{x - rx} {y - ky} {x - kx} {y - ry} {x} {y - ry} C{x + kx} {y - ry} {x + rx} {y - ky} {x + rx} {y} Z"
    )
