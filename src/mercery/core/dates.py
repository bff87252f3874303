"""Days of the calendar when their year is not said, or another year is meant. 29 February is what makes it hard."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

_LEAP_YEARS_APART: Final = 8
"""At most: 1896 and 1904."""


def first_such_day(year: int, month: int, day: int) -> date:
    """That day of `year`, or of the next year that has it. Raises ValueError for a day no year has."""
    if (month, day) != (2, 29):
        return date(year, month, day)
    return next(date(one, 2, 29) for one in range(year, year + _LEAP_YEARS_APART + 1) if monthrange(one, 2)[1] == 29)


def next_such_day(day: date) -> date:
    """The same day of the next year that has it."""
    return first_such_day(day.year + 1, day.month, day.day)


def a_year_on(day: date) -> date:
    """The same day of the next year; of 29 February, the 28th."""
    return date(day.year + 1, day.month, min(day.day, monthrange(day.year + 1, day.month)[1]))


def month_end(day: date) -> date:
    """The last day of its month."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])
