"""When the daily backup is due, by the shop's own clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.operations.backing_up.schedule import is_due, last_due, read_time

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(("text", "at"), [("03:30", time(3, 30)), ("", None), ("off", None)])
def test_the_setting_is_read(text: str, at: time | None) -> None:
    assert read_time(text) == at


def test_it_is_due_from_its_time_on_until_it_was_made() -> None:
    at, due = time(3, 30), datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
    yesterday = due - timedelta(days=1)
    assert not is_due(at, PARIS, due - timedelta(minutes=1), made=yesterday, failed=None)
    assert is_due(at, PARIS, due, made=yesterday, failed=None)
    assert is_due(at, PARIS, due + timedelta(hours=9), made=yesterday, failed=None)
    assert not is_due(at, PARIS, due + timedelta(hours=9), made=due + timedelta(minutes=2), failed=None)


def test_one_that_failed_is_tried_again_after_a_while() -> None:
    at, due = time(3, 30), datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
    assert not is_due(at, PARIS, due + timedelta(minutes=10), made=None, failed=due)
    assert is_due(at, PARIS, due + timedelta(minutes=31), made=None, failed=due)


@settings(max_examples=20, deadline=None)
@given(
    at=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Paris", "Asia/Shanghai", "America/St_Johns", "Pacific/Apia", "UTC"]),
    begin=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - Hypothesis wants them so
)
def test_looked_at_every_five_minutes_one_is_made_a_day(at: time, zone: str, begin: datetime) -> None:
    """Also on the days when clocks are put forward or back."""
    moment, made = begin.replace(tzinfo=UTC), begin.replace(tzinfo=UTC)
    count = 0
    for _ in range(3 * 288):
        moment += timedelta(minutes=5)
        if is_due(at, ZoneInfo(zone), moment, made=made, failed=None):
            made, count = moment, count + 1
    assert 2 <= count <= 4
    assert last_due(at, ZoneInfo(zone), moment) <= moment
