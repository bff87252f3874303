"""A range that narrows over time as the component `ui.band` draws it, worked out of figures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.ui.svg import scaled

_NO_WORDS: Final = Words("")
_STEPS: Final = 5
_EDGE: Final = 60.0
"""Per cent of the width from which a mark's words stand before it."""
Tone = Literal["good", "progress", "stop", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPoint:
    """One day: the estimate and its range. Ends that are not known are None and lie outside the drawing."""

    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """A line of the table beneath."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandMark:
    """The day something was settled: an open bead, a post, and what it means."""

    place: int
    """Which of the points."""
    at: float
    """The value the bead stands at."""
    title: Words
    text: Words = _NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMark:
    """The same in per cent across and down."""

    x: float
    y: float
    before: bool
    """Whether the words stand before the post."""
    title: Words
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Per cent across and down."""

    title: Words
    note: Words
    summary: Words
    aside: Words
    tone: Tone
    area: str
    low: str
    high: str
    line: str
    last: tuple[float, float]
    zero: float | None
    zero_text: Words
    mark: DrawnMark | None
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    heads: Sequence[Words]
    rows: Sequence[BandRow]
    height: int = 340


@dataclass(frozen=True, slots=True, kw_only=True)
class BandTexts:
    """What stands around the drawing."""

    title: Words
    note: Words
    summary: Words
    aside: Words = _NO_WORDS
    zero: Words = _NO_WORDS


def band(
    points: Sequence[BandPoint], scale: tuple[float, float], ticks: Sequence[tuple[float, str]],
    x_ticks: Sequence[tuple[int, str]], texts: BandTexts, *, tone: Tone = "good", mark: BandMark | None = None,
    heads: Sequence[Words] = (), rows: Sequence[BandRow] = (), height: int = 340,
) -> Band:  # fmt: skip
    """The drawing of at least one point. `ticks`: values with their labels; `x_ticks`: places with theirs."""
    across = [scaled(place, 0, max(len(points) - 1, 1)) if len(points) > 1 else 100.0 for place in range(len(points))]
    bottom, top = scale

    def down(value: float | None, outside: float) -> float:
        return round(100 - scaled(outside if value is None else value, bottom, top), 3)

    lows = [(x, down(one.low, bottom)) for x, one in zip(across, points, strict=True)]
    highs = [(x, down(one.high, top)) for x, one in zip(across, points, strict=True)]
    known = [(x, down(one.estimate, bottom)) for x, one in zip(across, points, strict=True) if one.estimate is not None]
    drawn = None
    if mark is not None:
        x = across[mark.place]
        drawn = DrawnMark(x=x, y=down(mark.at, bottom), before=x > _EDGE, title=mark.title, text=mark.text)
    return Band(
        title=texts.title, note=texts.note, summary=texts.summary, aside=texts.aside, tone=tone,
        area=_points([*highs, *reversed(lows)]), low=_points(lows), high=_points(highs), line=_points(known),
        last=known[-1] if known else lows[-1], zero=down(0.0, bottom) if bottom <= 0 <= top else None,
        zero_text=texts.zero, mark=drawn, x_ticks=[(across[place], label) for place, label in x_ticks],
        y_ticks=[(down(value, bottom), label) for value, label in ticks], heads=heads, rows=rows, height=height,
    )  # fmt: skip


def round_ticks(bottom: float, top: float, most: int = _STEPS) -> list[float]:
    """Round numbers between two values, zero among them where it lies between, about `most` of them."""
    if top <= bottom:
        return [bottom]
    rough = (top - bottom) / most
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    first = int(-(-bottom // step))
    found = []
    while (value := first * step) <= top + step / 1e6:
        found.append(round(value, 10))
        first += 1
    return found


def _points(places: Sequence[tuple[float, float]]) -> str:
    if len(places) == 1:
        # A single point would not be seen as a line.
        return f"0,{places[0][1]:g} {places[0][0]:g},{places[0][1]:g}"
    return " ".join(f"{x:g},{y:g}" for x, y in places)
