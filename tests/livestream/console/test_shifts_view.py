"""A week's picture of shifts: nothing is lost over midnight, and days are said as one says them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.errors import Invalid
from mercery.livestream.console.shifts_view import DAY, clock, days_text, minute_of, week
from mercery.livestream.show import Shift

NAMES = {"stf_1": "Claire Martin"}


def shift(days: tuple[int, ...], begins: int, ends: int) -> Shift:
    return Shift(id="s", who="person", staff_id="stf_1", weekdays=days, from_minute=begins, to_minute=ends)


def test_a_shift_past_midnight_goes_on_the_next_day() -> None:
    days = week([shift((6,), 22 * 60, 2 * 60)], NAMES)
    assert [(one.text, one.name) for one in days[6]] == [("22:00–24:00", "Claire Martin")]
    assert [one.text for one in days[0]] == ["00:00–02:00"]


def test_the_host_s_shifts_are_the_ground_and_are_not_drawn() -> None:
    assert not any(week([Shift(id="s", who="host")], NAMES))


@given(
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda chosen: tuple(sorted(chosen))),
    begins=st.integers(0, DAY - 1),
    ends=st.integers(1, DAY),
)
def test_every_minute_of_a_shift_is_in_the_picture(days: tuple[int, ...], begins: int, ends: int) -> None:
    long = (ends - begins) % DAY or DAY
    drawn = sum(one.width for day in week([shift(days, begins, ends)], NAMES) for one in day)
    if begins != ends:
        assert drawn == pytest.approx(long * len(days) * 100 / DAY, abs=0.05)


@pytest.mark.parametrize(
    ("days", "en", "zh"),
    [
        ((0, 1, 2, 3, 4, 5, 6), "every day", "每天"),
        ((0, 1, 2, 3, 4), "Monday to Friday", "周一至周五"),
        ((4, 5), "Friday and Saturday", "周五、周六"),
        ((0, 2, 4), "Monday, Wednesday and Friday", "周一、周三、周五"),
        ((3,), "Thursday", "周四"),
    ],
)
def test_days_are_said_as_one_says_them(days: tuple[int, ...], en: str, zh: str) -> None:
    assert (days_text(days).en, days_text(days).zh) == (en, zh)


@given(st.integers(0, DAY))
def test_a_time_of_day_reads_back(minute: int) -> None:
    assert minute_of(clock(minute), "from") == minute


@pytest.mark.parametrize("text", ["", "7", "25:00", "12:60", "noon", "-1:30"])
def test_what_is_no_time_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        minute_of(text, "from_minute")
    assert refused.value.problems[0].field == "from_minute"
