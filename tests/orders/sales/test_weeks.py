"""Weeks are the shop's own, beside the same weekdays of last year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mercery.orders.sales.weeks import weeks_until

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(("week_start", "first"), [(0, date(2026, 11, 9)), (6, date(2026, 11, 8))])
def test_a_week_begins_on_the_shops_day_and_the_last_ends_now(week_start: int, first: date) -> None:
    moment = datetime(2026, 11, 22, 20, 26, tzinfo=PARIS)
    found = weeks_until(moment, PARIS, count=2 if week_start == 0 else 3, week_start=week_start)
    assert found.starts[0] == first and found.until == moment
    assert found.bounds[0] == datetime(first.year, first.month, first.day, tzinfo=PARIS)
    assert found.last_until == datetime(2025, 11, 23, 20, 26, tzinfo=PARIS)
    assert found.last_until.weekday() == moment.weekday()


def test_a_week_in_which_the_clocks_change_has_an_hour_more() -> None:
    moment = datetime(2026, 11, 1, 12, 0, tzinfo=PARIS)
    found = weeks_until(moment, PARIS, count=2, week_start=0)
    lengths = [
        (last.astimezone(ZoneInfo("UTC")) - first.astimezone(ZoneInfo("UTC")))
        for first, last in zip(found.bounds, found.bounds[1:], strict=False)
    ]
    assert lengths[0] == timedelta(days=7, hours=1)
