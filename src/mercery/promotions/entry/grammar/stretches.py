"""Whole weeks, months and years, and stretches that last so many days."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from mercery.claims.numerals import read_number
from mercery.promotions.entry.grammar.days import read_day
from mercery.promotions.entry.grammar.period import Period

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
STRETCHES: Final = ("year", "named_month", "year_end")
"""Kinds of stretches with a name or a year of their own."""


def stretch(kind: str, match: re.Match[str], start: int, today: date, zone: tzinfo) -> Period:
    """A stretch of the calendar."""
    begun, ended = _days(kind, match, today)
    return Period(
        start=start,
        end=match.end(),
        starts=datetime.combine(begun, time(), zone) if begun else None,
        ends=datetime.combine(ended, time(), zone),
    )


def _days(kind: str, match: re.Match[str], today: date) -> tuple[date | None, date]:
    if kind == "year_end":
        return None, date(today.year + 1, 1, 1)
    return _written(kind, match, today)


def _written(kind: str, match: re.Match[str], today: date) -> tuple[date, date]:
    groups = match.groupdict()
    year = int(groups.get("year") or groups.get("year2") or today.year)
    if kind == "year":
        return date(year, 1, 1), date(year + 1, 1, 1)
    word = (groups.get("month") or groups.get("month2") or "").lower()
    month = _MONTHS.index(word[:3]) + 1 if word.isascii() and word.isalpha() else int(read_number(word))
    if not (groups.get("year") or groups.get("year2")) and month < today.month:
        year += 1
    begun = date(year, month, 1)
    return begun, _month_after(begun)


def _month_after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def lasting(match: re.Match[str], start: int, today: date, zone: tzinfo) -> Period:
    """So many days from a day on; without a day only a person can say from when."""
    groups = match.groupdict()
    word = groups["count"].lower()
    number = 1 if word in ("a", "an") else int(read_number(word))
    measure = groups["measure"].lower()
    if measure.startswith(("hour", "小时")):
        number, hours = divmod(number, 24)
        if hours:
            return Period(start=start, end=match.end(), starts=None, ends=None, lasting=True)
    elif measure.startswith(("week", "周", "星期")):
        number *= 7
    begun = groups.get("aday") or groups.get("bday")
    first = today if begun in (None, "now") else read_day(str(begun), today).day
    starts, ends = (datetime.combine(day, time(), zone) for day in (first, first + timedelta(days=number)))
    if begun is None:
        return Period(start=start, end=match.end(), starts=starts, ends=ends, lasting=True)
    return Period(start=start, end=match.end(), starts=starts, ends=ends)
