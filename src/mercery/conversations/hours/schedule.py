"""Whether somebody answers at a moment, when next, and how much of a wait lay within the hours. Pure.

Hours are by the clock on the wall, so a day may have 23 or 25 hours. A time the clock jumps over begins when it has
jumped; hours that lie wholly within the jump do not exist on that day. Where the clock shows a time twice, hours begin
with the first and end with the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from mercery.conversations.hours.week import DAY, Hours, Week
from mercery.core.i18n import Words

_AHEAD: Final = timedelta(days=400)
"""How far a next opening is looked for: a season's closure, and a margin."""
_ENDLESS: Final = timedelta(days=14)
"""Hours that go on for longer than this are said to go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day with hours of its own: a holiday, when there are none."""

    day: date
    name: Words = Words("")  # noqa: RUF009 - frozen
    hours: tuple[Hours, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nobody answers on it."""
        return not self.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A shop's hours."""

    zone: tzinfo
    zone_name: str
    week: Week
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        """Whether there are any hours at all; without, nothing is promised."""
        return not self.week.empty

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """The hours that begin on a day."""
        own = self.special.get(day)
        return own.hours if own is not None else self.week.days[day.weekday()]

    def open_at(self, moment: datetime) -> bool:
        """Whether somebody answers at that moment."""
        day = self._local(moment).date()
        return any(begins <= moment < ends for begins, ends in self._on(day - timedelta(days=1), day))

    def next_open(self, moment: datetime) -> datetime | None:
        """The first moment from this one on at which somebody answers; None when that is not within a year."""
        if self.open_at(moment):
            return moment
        day = self._local(moment).date()
        begins = (begins for begins, _ in self._on(day, day + _AHEAD) if begins > moment)
        return next(begins, None)

    def open_until(self, moment: datetime) -> datetime | None:
        """When the hours end that hold at that moment; None when none do, or they go on for weeks."""
        day, end = self._local(moment).date(), moment
        for begins, ends in self._on(day - timedelta(days=1), day + _ENDLESS):
            if begins <= end < ends:
                end = ends
        return end if moment < end and end - moment < _ENDLESS - timedelta(days=1) else None

    def open_time(self, begins: datetime, ends: datetime) -> timedelta:
        """How much of the time between two moments lay within the hours."""
        if ends <= begins:
            return timedelta()
        first, last = self._local(max(begins, ends - _AHEAD)).date(), self._local(ends).date()
        total, covered = timedelta(), begins
        for opened, closed in self._on(first - timedelta(days=1), last):
            # Of hours that overlap on a day with hours of its own, each minute counts once.
            start, end = max(opened, covered), min(closed, ends)
            if start < end:
                total, covered = total + (end - start), end
        return total

    def _on(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """The hours that begin from one day until another, as moments in order of beginning."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for one in self.hours_on(day):
                begins, ends = self._moment(day, one.opens, fold=0), self._moment(day, one.closes, fold=1)
                if begins < ends:
                    yield begins, ends

    def _moment(self, day: date, minutes: int, *, fold: int) -> datetime:
        wall = datetime.combine(day + timedelta(days=minutes // DAY), time(minutes % DAY // 60, minutes % 60))
        found = wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
        if found.astimezone(self.zone).replace(tzinfo=None) == wall:
            return found
        return self._jump(wall)

    def _jump(self, wall: datetime) -> datetime:
        """The moment at which the clock jumps over `wall`."""
        before, after = sorted(wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        offset = before.astimezone(self.zone).utcoffset()
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) / 2
            before, after = (middle, after) if middle.astimezone(self.zone).utcoffset() == offset else (before, middle)
        return (after + timedelta(milliseconds=500)).replace(microsecond=0)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)
