"""Days of which the year is not said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.dates import a_year_on, first_such_day, month_end, next_such_day

DAYS = st.dates(date(1900, 1, 1), date(2399, 12, 31))


@given(DAYS)
def test_the_next_such_day_is_the_first_after_it_with_its_number_and_month(day: date) -> None:
    found = next_such_day(day)
    assert (found.month, found.day) == (day.month, day.day)
    assert found.year - day.year in ((4, 8) if (day.month, day.day) == (2, 29) else (1,))


@given(DAYS)
def test_a_year_on_is_365_or_366_days_later(day: date) -> None:
    assert a_year_on(day) - day in (timedelta(days=365), timedelta(days=366))


@given(DAYS)
def test_the_day_after_the_end_of_a_month_is_a_first(day: date) -> None:
    assert (month_end(day) + timedelta(days=1)).day == 1 and month_end(day).month == day.month


def test_a_day_of_leap_years_waits_for_one() -> None:
    assert first_such_day(2027, 2, 29) == first_such_day(2028, 2, 29) == date(2028, 2, 29)
    assert next_such_day(date(2028, 2, 29)) == date(2032, 2, 29)
    assert next_such_day(date(2096, 2, 29)) == date(2104, 2, 29)
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (1, 0)])
def test_there_is_no_such_day(month: int, day: int) -> None:
    with pytest.raises(ValueError):
        first_such_day(2028, month, day)
