"""Who presents at a moment, and when that changes. Pure. What no shift covers belongs to the host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mercery.livestream.show import Shift

_DAY: Final = 24 * 60
_WEEK: Final = 7 * _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShift:
    """A shift as it runs at a moment; `shift` is None in a gap, which belongs to the host."""

    shift: Shift | None
    until: datetime | None
    """When somebody else presents; None: nobody else ever does."""

    @property
    def person(self) -> bool:
        """Whether a person presents."""
        return self.shift is not None and self.shift.who == "person"


def on_shift(shifts: Sequence[Shift], moment: datetime, timezone: str) -> OnShift:
    """Whose time it is at the moment, in the shop's zone."""
    local = moment.astimezone(ZoneInfo(timezone))
    shift = _at(shifts, local)
    # Clocks that are put forward or back make a day of 23 or 25 hours, so minutes are counted on the clock.
    for minutes in _turns(shifts, local):
        later = _later(local, minutes)
        if _at(shifts, later) != shift:
            return OnShift(shift=shift, until=later.astimezone(moment.tzinfo))
    return OnShift(shift=shift, until=None)


def covers(shift: Shift, weekday: int, minute: int) -> bool:
    """Whether it is on at this minute of this weekday; one that ends at an earlier minute than it begins runs past midnight."""
    if shift.to_minute > shift.from_minute:
        return weekday in shift.weekdays and shift.from_minute <= minute < shift.to_minute
    return (weekday in shift.weekdays and minute >= shift.from_minute) or (
        (weekday - 1) % 7 in shift.weekdays and minute < shift.to_minute
    )


def _at(shifts: Sequence[Shift], local: datetime) -> Shift | None:
    minute = local.hour * 60 + local.minute
    return next((one for one in shifts if covers(one, local.weekday(), minute)), None)


def _turns(shifts: Sequence[Shift], local: datetime) -> list[int]:
    """Minutes from now until each beginning or end of the coming week, the nearest first."""
    here = local.weekday() * _DAY + local.hour * 60 + local.minute
    found: set[int] = set()
    for shift in shifts:
        to = shift.to_minute if shift.to_minute > shift.from_minute else shift.to_minute + _DAY
        for day in shift.weekdays:
            for minute in (shift.from_minute, to):
                found.add((day * _DAY + minute - here - 1) % _WEEK + 1)
    return sorted(found)


def _later(local: datetime, minutes: int) -> datetime:
    start = local.replace(second=0, microsecond=0, tzinfo=None) + timedelta(minutes=minutes)
    return start.replace(tzinfo=local.tzinfo)
