"""A line over one number: the worst margin while a rule is turned up and down, what is paid as the list price grows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words

_TICKS: Final = 5
_ROOM: Final = 0.06
_SURE: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value and what came of it, with both as they are written."""

    x: int
    y: int
    x_text: str
    y_text: str
    tone: str = ""
    """`stop` where it lies below the floor."""
    other: int | None = None
    other_text: str = ""
    mark: Words = _SURE
    """How sure it is, where that differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRow:
    """A line of the table beneath."""

    cells: tuple[str, ...]
    tone: str
    mark: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What the drawing needs: per cent across and down."""

    title: Words
    note: Words
    summary: Words
    points: str
    second: str
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    floor: float | None
    floor_text: Words
    now: tuple[float, float] | None
    heads: Sequence[Words]
    rows: Sequence[CurveRow]


def curve(
    points: Sequence[Point],
    *,
    title: Words,
    note: Words,
    summary: Words,
    heads: Sequence[Words],
    floor: int | None = None,
    floor_text: Words = Words(""),
    now: int | None = None,
    stepped: bool = False,
) -> Curve:
    """The line through all points; `stepped` joins them without a slope, as where only whole values exist."""
    low_x, high_x = min(one.x for one in points), max(one.x for one in points)
    drawn = [one.y for one in points] + [one.other for one in points if one.other is not None]
    drawn += [floor] if floor is not None else []
    low, high = min(drawn), max(drawn)
    room = max(1, round((high - low) * _ROOM))
    low, high = low - room, high + room

    def across(value: int) -> float:
        return round((value - low_x) / max(1, high_x - low_x) * 100, 3)

    def down(value: int) -> float:
        return round((high - value) / (high - low) * 100, 3)

    nearest = min(points, key=lambda one: abs(one.x - now)) if now is not None else None
    return Curve(
        title=title,
        note=note,
        summary=summary,
        points=_line([(across(one.x), down(one.y)) for one in points], stepped=stepped),
        second=_line([(across(one.x), down(one.other)) for one in points if one.other is not None], stepped=stepped),
        x_ticks=[(across(one.x), one.x_text) for one in _every(points)],
        y_ticks=[(down(one.y), one.y_text) for one in _levels(points)],
        floor=None if floor is None else down(floor),
        floor_text=floor_text,
        now=None if nearest is None else (across(nearest.x), down(nearest.y)),
        heads=heads,
        rows=[CurveRow(cells=_cells(one), tone=one.tone, mark=one.mark) for one in points],
    )


def _cells(one: Point) -> tuple[str, ...]:
    return (one.x_text, one.other_text, one.y_text) if one.other_text else (one.x_text, one.y_text)


def _line(places: Sequence[tuple[float, float]], *, stepped: bool) -> str:
    found: list[tuple[float, float]] = []
    for x, y in places:
        if stepped and found:
            found.append((x, found[-1][1]))
        found.append((x, y))
    return " ".join(f"{x:g},{y:g}" for x, y in found)


def _every(points: Sequence[Point]) -> list[Point]:
    """The first, the last and a few between, evenly."""
    last = len(points) - 1
    return [points[one] for one in sorted({round(last * share / (_TICKS - 1)) for share in range(_TICKS)})]


def _levels(points: Sequence[Point]) -> list[Point]:
    """The lowest, the highest and one in the middle, where they do not lie on each other."""
    ordered = sorted(points, key=lambda one: one.y)
    low, high = ordered[0], ordered[-1]
    if low.y == high.y:
        return [low]
    middle = min(ordered, key=lambda one: abs(one.y - (low.y + high.y) // 2))
    room = (high.y - low.y) * 0.12
    return [low, *([middle] if min(middle.y - low.y, high.y - middle.y) > room else []), high]
