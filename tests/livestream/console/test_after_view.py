"""A show in figures: counted, drawn inside its frame, and honest about interruptions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.livestream.console.after_view import (
    POINTS,
    asked,
    core_hours,
    interruptions,
    share,
    waited,
    watched,
    worked,
)
from mercery.livestream.console.reading import Minute

BEGAN = datetime(2026, 11, 22, 19, 6, tzinfo=UTC)


def minutes(*figures: dict[str, Any], watching: int = 5) -> list[Minute]:
    return [
        Minute(at=BEGAN + timedelta(minutes=number), watching=watching, figures=one) for number, one in enumerate(figures)
    ]  # fmt: skip


def test_whoever_watches_is_counted_in_whole_people() -> None:
    for most in (1, 2, 3, 5, 9, 33, 140):
        curve = watched(minutes({}, {}, watching=most), UTC)
        assert curve is not None
        labels = [label for _, label in curve.y_ticks]
        assert all(label.isdigit() for label in labels), labels
        assert int(labels[2]) == 2 * int(labels[1]) >= most
    days = [Minute(at=BEGAN + timedelta(days=number), watching=1, figures={}) for number in range(3)]
    curve = watched(days, UTC)
    assert curve is not None
    assert [label for _, label in curve.x_ticks] == ["11-22", "11-23", "11-24"], "the same in both languages"


def test_a_place_is_interrupted_where_it_took_too_few_frames_but_not_in_minutes_that_are_not_whole() -> None:
    told = minutes(*({"sinks": {"hls": 25, "lds_1": fps}} for fps in (3, 25, 4, 6, 25, 2)))
    (found,) = interruptions(told, {"lds_1": "Douyin"})
    assert (found.place, found.minutes, found.first) == ("Douyin", 2, BEGAN + timedelta(minutes=2))


def test_comments_are_counted_and_those_answered_are_the_dark_part() -> None:
    chart = asked(minutes({"comments": 4, "answers": 3}, {"comments": 1, "answers": 2}), UTC)
    assert chart is not None
    assert [(bar.total, bar.part) for bar in chart.bars] == [(4, 3), (1, 1)]
    assert asked(minutes({}, {}), UTC) is None


def test_every_answer_stands_in_one_bar() -> None:
    seconds = [0.0, 0.4, 1.0, 1.01, 3.0, 60.0, 61.0]
    chart = waited(seconds)
    assert chart is not None
    assert sum(bar.total for bar in chart.bars) == len(seconds)
    assert [bar.total for bar in chart.bars] == [3, 1, 1, 0, 0, 1, 1]
    assert waited([]) is None


def test_cost_is_what_the_engine_used() -> None:
    told = minutes({"cpu_s": 36}, {"cpu_s": 36})
    assert core_hours(told) == 72 / 3600
    curve = worked(told, UTC)
    assert curve is not None
    assert curve.note.en == "0.60 of one core on average."
    assert worked(minutes({}, {}), UTC) is None


@settings(max_examples=40)
@given(st.lists(st.integers(0, 200_000), min_size=2, max_size=400))
def test_a_curve_stays_in_its_frame_however_long_the_show(counts: list[int]) -> None:
    told = [
        Minute(at=BEGAN + timedelta(minutes=number), watching=one, figures={}) for number, one in enumerate(counts)
    ]  # fmt: skip
    curve = watched(told, UTC)
    assert curve is not None
    points = [tuple(map(float, one.split(","))) for one in curve.points.split()]
    assert len(points) <= POINTS
    assert all(0 <= x <= 100 and -0.01 <= y <= 100 for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)


@given(st.lists(st.floats(0, 600), min_size=1, max_size=50).map(sorted), st.floats(0, 1))
def test_a_share_is_one_of_the_values(values: list[float], part: float) -> None:
    assert share(values, part) in values
