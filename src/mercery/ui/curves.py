"""A line over time as the component `ui.curve` draws it, worked out of figures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words

_NO_WORDS: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRow:
    """A line of the table beneath."""

    cells: tuple[str, ...]
    tone: str = ""
    mark: Words = _NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Per cent across and down; a second line is drawn dashed."""

    title: Words
    note: Words
    summary: Words
    points: str
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    heads: Sequence[Words]
    rows: Sequence[CurveRow]
    second: str = ""
    floor: float | None = None
    floor_text: Words = _NO_WORDS
    now: tuple[float, float] | None = None


def curve_of(
    values: Sequence[float],
    labels: Sequence[str],
    rows: Sequence[CurveRow],
    *,
    title: Words,
    note: Words,
    heads: Sequence[Words],
    second: Sequence[float] = (),
    ticks: int = 5,
) -> Curve | None:
    """Values at even distances from left to right, from zero up; None for fewer than two."""
    if len(values) < 2:
        return None
    top = round_up(max([*values, *second, 0.0]))
    count = min(ticks, len(labels))
    places = dict.fromkeys(round(step * (len(labels) - 1) / max(count - 1, 1)) for step in range(count))
    return Curve(
        title=title, note=note, summary=note, heads=heads, rows=rows,
        points=_line(values, top), second=_line(second, top) if second else "",
        x_ticks=[(round(place * 100 / (len(labels) - 1), 2), labels[place]) for place in places],
        y_ticks=[(100 - part * 100, _tick(top * part)) for part in (0.0, 0.5, 1.0)],
    )  # fmt: skip


def round_up(value: float) -> float:
    """The next round number from `value` on: 1, 2, 4, 5 or 10 times a power of ten; 1 for nothing."""
    if value <= 0:
        return 1.0
    power = 1e-6
    while power * 10 < value:
        power *= 10
    return next(power * step for step in (1, 2, 4, 5, 10, 20) if power * step >= value)


def _line(values: Sequence[float], top: float) -> str:
    last = max(len(values) - 1, 1)
    return " ".join(
        f"{place * 100 / last:.2f},{100 - max(value, 0.0) / top * 100:.2f}" for place, value in enumerate(values)
    )


def _tick(value: float) -> str:
    if value == 0:
        return "0"
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}"
