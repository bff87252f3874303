"""The weeks the sales monitor counts in: the shop's own, by its time zone and the day its week begins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

YEAR: Final = timedelta(days=364)
"""Fifty-two weeks: the same week of last year has the same weekdays."""
CHOICES: Final = (4, 12, 26, 52)
"""Periods one can choose, in weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Weeks in a row, the last one up to now, beside the same weeks of last year up to the same moment."""

    starts: Sequence[date]
    """First day of each week."""
    bounds: Sequence[datetime]
    """Where each week begins, and at last now: one more than weeks."""
    last_bounds: Sequence[datetime]
    """The same a year before."""

    @property
    def since(self) -> datetime:
        return self.bounds[0]

    @property
    def until(self) -> datetime:
        return self.bounds[-1]

    @property
    def last_since(self) -> datetime:
        return self.last_bounds[0]

    @property
    def last_until(self) -> datetime:
        return self.last_bounds[-1]

    @property
    def count(self) -> int:
        """How many weeks."""
        return len(self.starts)


def weeks_until(moment: datetime, zone: tzinfo, *, count: int, week_start: int) -> Weeks:
    """The `count` weeks that end with the one `moment` lies in. `week_start`: 0 Monday … 6 Sunday."""
    today = moment.astimezone(zone).date()
    first = today - timedelta(days=(today.weekday() - week_start) % 7) - timedelta(weeks=count - 1)
    starts = [first + timedelta(weeks=number) for number in range(count)]
    local = moment.astimezone(zone)
    then = datetime.combine(local.date() - YEAR, local.timetz().replace(tzinfo=None), zone)
    return Weeks(
        starts=starts,
        bounds=[*(_midnight(day, zone) for day in starts), moment],
        last_bounds=[*(_midnight(day - YEAR, zone) for day in starts), then],
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
