"""A show in figures: how many watched, what was answered how quickly, what it cost. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil
from typing import Any, Final

from mercery.accounts.overview import Bar, BarChart
from mercery.core.i18n import Words
from mercery.livestream.console.reading import Minute
from mercery.livestream.console.studio_pages import NO_WORDS
from mercery.ui.curves import Curve, CurveRow

POINTS: Final = 96
"""Of a curve: a show of days is told by longer stretches."""
ROWS: Final = 24
SECONDS: Final = ((1, "0–1"), (2, "2"), (3, "3"), (5, "4–5"), (10, "6–10"), (60, "11–60"))
_LOW: Final = 20.0
"""A place that takes fewer frames a second than that is interrupted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """A place that did not get the programme for a while."""

    place: str
    minutes: int
    first: datetime


def watched(minutes: Sequence[Minute], zone: tzinfo) -> Curve | None:
    """How many watched, minute by minute; None for less than two minutes."""
    points = _stretches([(one.at, float(one.watching)) for one in minutes], most=True)
    if len(points) < 2:
        return None
    # Half of it is a whole number too: nobody is half a viewer.
    top = max(2.0, _round_up(max(value for _, value in points)))
    peak_at, peak = max(points, key=lambda one: one[1])
    at = peak_at.astimezone(zone).strftime("%H:%M")
    return _curve(
        points, top, zone,
        title=Words("Watching on the shop's page", "店铺页面在看人数"),
        note=Words(f"The most, {peak:,.0f}, at {at}.", f"{at} 最高，{peak:,.0f} 人。"),
        heads=(Words("Time", "时间"), Words("Watching", "在看")), digits=0,
    )  # fmt: skip


def worked(minutes: Sequence[Minute], zone: tzinfo) -> Curve | None:
    """Processor cores the engine used; None where nothing is on record."""
    told = [(one.at, _number(one.figures.get("cpu_s")) / 60) for one in minutes if "cpu_s" in one.figures]
    points = _stretches(told, most=False)
    if len(points) < 2:
        return None
    mean = sum(value for _, value in told) / len(told)
    top = max(1.0, _round_up(max(value for _, value in points)))
    return _curve(
        points, top, zone, title=Words("Processor cores at work", "占用处理器核心"),
        note=Words(f"{mean:.2f} of one core on average.", f"平均占用 {mean:.2f} 个核心。"),
        heads=(Words("Time", "时间"), Words("Cores", "核心")), digits=2,
    )  # fmt: skip


def asked(minutes: Sequence[Minute], zone: tzinfo) -> BarChart | None:
    """Comments over the show, and how many of them were answered; None without any."""
    total = sum(round(_number(one.figures.get("comments"))) for one in minutes)
    if not total:
        return None
    size = max(1, -(-len(minutes) // 24))
    bars = []
    for start in range(0, len(minutes), size):
        some = minutes[start : start + size]
        at = some[0].at.astimezone(zone).strftime("%H:%M")
        counted = round(sum(_number(one.figures.get("comments")) for one in some))
        answered = min(counted, round(sum(_number(one.figures.get("answers")) for one in some)))
        bars.append(Bar(label=Words(at, at), total=counted, part=answered))
    each = Words(f"each bar {size} min", f"每柱 {size} 分钟") if size > 1 else Words("each bar a minute", "每柱一分钟")
    return BarChart(
        title=Words("Comments", "评论"), note=Words(f"Dark: answered; {each.en}.", f"深色为已答，{each.zh}。"), bars=bars,
        part=Words("Answered", "已答"),
    )  # fmt: skip


def waited(seconds: Sequence[float]) -> BarChart | None:
    """How long answers took, from the comment to the first word; None without any."""
    if not seconds:
        return None
    bars, low = [], 0.0
    for high, label in SECONDS:
        count = sum(low < one <= high or (low == 0 and one == 0) for one in seconds)
        bars.append(Bar(label=Words(label, label), total=count, part=0))
        low = float(high)
    later = sum(one > low for one in seconds)
    bars.append(Bar(label=Words("60+", "60+"), total=later))
    half, most = share(seconds, 0.5), share(seconds, 0.95)
    return BarChart(
        title=Words("Seconds to an answer", "答复用时（秒）"),
        note=Words(f"Half within {ceil(half)} s, 95 of 100 within {ceil(most)} s.", f"半数在 {ceil(half)} 秒内，95% 在 {ceil(most)} 秒内。"),
        bars=bars, part=NO_WORDS,
    )  # fmt: skip


def share(values: Sequence[float], part: float) -> float:
    """The value below which that part of the sorted values lies."""
    return values[min(len(values) - 1, int(len(values) * part))] if values else 0.0


def core_hours(minutes: Sequence[Minute]) -> float:
    """Hours of one processor core that the engine took."""
    return sum(_number(one.figures.get("cpu_s")) for one in minutes) / 3600


def interruptions(minutes: Sequence[Minute], names: dict[str, str]) -> tuple[Interruption, ...]:
    """Places that took too few frames, with how long in all; the first and the last minute do not count: they are not whole."""
    found: dict[str, list[datetime]] = {}
    for one in minutes[1:-1]:
        sinks = one.figures.get("sinks")
        for key, value in (sinks if isinstance(sinks, dict) else {}).items():
            fps = value.get("fps") if isinstance(value, dict) else value
            if _number(fps) < _LOW:
                found.setdefault(str(key), []).append(one.at)
    return tuple(
        Interruption(place=names.get(key, key), minutes=len(moments), first=moments[0])
        for key, moments in found.items()
    )


def _curve(
    points: Sequence[tuple[datetime, float]],
    top: float,
    zone: tzinfo,
    *,
    title: Words,
    note: Words,
    heads: tuple[Words, Words],
    digits: int,
) -> Curve:
    begin, end = points[0][0], points[-1][0]
    span = (end - begin).total_seconds() or 1.0
    days = span > 36 * 3600

    def across(at: datetime) -> float:
        return round((at - begin).total_seconds() / span * 100, 2)

    def named(at: datetime) -> str:
        return at.astimezone(zone).strftime("%m-%d" if days else "%H:%M")

    ticks = [points[round(place * (len(points) - 1) / 4)][0] for place in range(5)]
    every = max(1, -(-len(points) // ROWS))
    return Curve(
        title=title, note=note, summary=note,
        points=" ".join(f"{across(at)},{100 - value / top * 100:.2f}" for at, value in points),
        x_ticks=[(across(at), named(at)) for at in dict.fromkeys(ticks)],
        y_ticks=[(100 - part * 100, f"{top * part:,.{0 if top > 2 or not digits else 1}f}") for part in (0.0, 0.5, 1.0)],
        heads=heads,
        rows=[CurveRow(cells=(named(at), f"{value:,.{digits}f}")) for at, value in points[::every]],
    )  # fmt: skip


def _stretches(told: Sequence[tuple[datetime, float]], *, most: bool) -> list[tuple[datetime, float]]:
    """At most POINTS of them: of each stretch the most, or the mean."""
    size = max(1, -(-len(told) // POINTS))
    found = []
    for start in range(0, len(told), size):
        values = [value for _, value in told[start : start + size]]
        found.append((told[start][0], max(values) if most else sum(values) / len(values)))
    return found


def _round_up(value: float) -> float:
    """The next round number: 4, 10, 20, 50, 100, 200, …"""
    steps = (0.5, 1, 2, 4, 10, 20, 50)
    return next((float(one) for one in steps if one >= value), float(-(-value // 100) * 100 or 4))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
