"""Whose time it is, on the clock of the shop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mercery.livestream.shifts import covers, on_shift
from mercery.livestream.show import Shift

CLAIRE = Shift(
    id="lsf_1", who="person", staff_id="stf_1", weekdays=(0, 1, 2, 3, 4), from_minute=9 * 60, to_minute=12 * 60
)
LATE = Shift(id="lsf_2", who="person", staff_id="stf_2", weekdays=(5,), from_minute=22 * 60, to_minute=2 * 60)
SHIFTS = (CLAIRE, LATE)


def test_a_gap_belongs_to_the_host_until_the_next_shift() -> None:
    found = on_shift(SHIFTS, datetime(2026, 11, 26, 7, 30, tzinfo=UTC), "Europe/Paris")
    assert found.shift is None and not found.person
    assert found.until == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


def test_a_shift_ends_where_its_clock_says() -> None:
    found = on_shift(SHIFTS, datetime(2026, 11, 26, 10, 59, 30, tzinfo=UTC), "Europe/Paris")
    assert found.shift == CLAIRE and found.person
    assert found.until == datetime(2026, 11, 26, 11, 0, tzinfo=UTC)


def test_a_shift_runs_past_midnight_and_past_the_end_of_the_week() -> None:
    assert covers(LATE, 6, 90) and not covers(LATE, 6, 120) and not covers(LATE, 5, 90)
    sunday = Shift(id="lsf_3", who="host", weekdays=(6,), from_minute=23 * 60, to_minute=60)
    assert covers(sunday, 0, 30)


def test_a_day_of_twenty_five_hours_keeps_to_the_clock() -> None:
    early = Shift(id="lsf_4", who="person", staff_id="stf_1", weekdays=(6,), from_minute=6 * 60, to_minute=8 * 60)
    found = on_shift((early,), datetime(2026, 10, 24, 23, 0, tzinfo=UTC), "Europe/Paris")
    assert found.until == datetime(2026, 10, 25, 5, 0, tzinfo=UTC)


def test_without_shifts_nobody_else_ever_presents() -> None:
    assert on_shift((), datetime(2026, 11, 26, tzinfo=UTC), "Asia/Shanghai").until is None


@given(minutes=st.integers(0, 7 * 24 * 60))
def test_until_the_next_turn_nothing_changes_and_then_it_does(minutes: int) -> None:
    moment = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    found = on_shift(SHIFTS, moment, "UTC")
    assert found.until is not None and found.until > moment
    before = on_shift(SHIFTS, found.until - timedelta(minutes=1), "UTC")
    assert before.shift == found.shift
    assert on_shift(SHIFTS, found.until, "UTC").shift != found.shift
