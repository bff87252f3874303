"""Lines of a drawing, in millimetres: x to the right, y up from the table. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["body", "line", "reference", "measure", "ground", "fade"]
"""`body`: filled; `reference`: what is only for comparison; `measure`: lines of the figures; `fade`: goes on beyond what is shown."""
Command = tuple[str, tuple[float, ...]]
"""`M`, `L`, `C` with their points, `Z` with none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One path in one style."""

    path: tuple[Command, ...]
    style: Style = "body"

    def moved(self, x: float, y: float) -> Stroke:
        """The same path elsewhere."""
        return self.placed(1.0, 1.0, x, y)

    def placed(self, along: float, up: float, x: float, y: float) -> Stroke:
        """The path scaled by `along` and `up`, then moved."""
        made = [
            (name, tuple(at * along + x if index % 2 == 0 else at * up + y for index, at in enumerate(points)))
            for name, points in self.path
        ]
        return Stroke(path=tuple(made), style=self.style)


def line(points: Sequence[tuple[float, float]], style: Style = "line", *, closed: bool = False) -> Stroke:
    """Straight lines from point to point."""
    path: list[Command] = [("M" if index == 0 else "L", point) for index, point in enumerate(points)]
    return Stroke(path=(*path, ("Z", ())) if closed else tuple(path), style=style)


def rectangle(x: float, y: float, width: float, height: float, radius: float = 0.0, style: Style = "body") -> Stroke:
    """A rectangle with round corners, `x`, `y` its lower left."""
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return line([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], style, closed=True)
    return rounded([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], [r] * 4, style)


def rounded(corners: Sequence[tuple[float, float]], radii: Sequence[float], style: Style = "body") -> Stroke:
    """A polygon whose corners are rounded, each by its radius."""
    path: list[Command] = []
    count = len(corners)
    for index, (here, radius) in enumerate(zip(corners, radii, strict=True)):
        start = _towards(here, corners[index - 1], radius)
        end = _towards(here, corners[(index + 1) % count], radius)
        path.append(("M" if not path else "L", start))
        if radius > 0:
            first, second = _towards(start, here, 0.5523 * radius), _towards(end, here, 0.5523 * radius)
            path.append(("C", (*first, *second, *end)))
    return Stroke(path=(*path, ("Z", ())), style=style)


def _towards(start: tuple[float, float], goal: tuple[float, float], distance: float) -> tuple[float, float]:
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return start[0] + dx * distance / length, start[1] + dy * distance / length


def ellipse(x: float, y: float, across: float, high: float, style: Style = "body") -> Stroke:
    """An ellipse around `x`, `y` by its two radii."""
    k = 0.5523
    path: tuple[Command, ...] = (
        ("M", (x + across, y)),
        ("C", (x + across, y + k * high, x + k * across, y + high, x, y + high)),
        ("C", (x - k * across, y + high, x - across, y + k * high, x - across, y)),
        ("C", (x - across, y - k * high, x - k * across, y - high, x, y - high)),
        ("C", (x + k * across, y - high, x + across, y - k * high, x + across, y)),
        ("Z", ()),
    )
    return Stroke(path=path, style=style)


def curve(
    start: tuple[float, float], *curves: tuple[float, ...], style: Style = "line", closed: bool = False
) -> Stroke:
    """Bézier curves one after another: each two handles and an end."""
    path: list[Command] = [("M", start), *(("C", one) for one in curves)]
    return Stroke(path=(*path, ("Z", ())) if closed else tuple(path), style=style)
