"""When the daily backup is due. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AGAIN_AFTER: Final = timedelta(minutes=30)
"""How long to wait after one that failed."""


def read_time(text: str) -> time | None:
    """`03:30` as a time; None for nothing or `off`."""
    return time.fromisoformat(text) if ":" in text else None


def last_due(at: time, zone: ZoneInfo, moment: datetime) -> datetime:
    """The newest moment, not after `moment`, at which the shop's clocks showed `at` (UTC). A time that the clocks leap over in
    spring counts as it would have been before the leap; one they show twice counts once."""
    today = moment.astimezone(zone).date()
    days = (today + timedelta(days=1), today, today - timedelta(days=1))
    moments = (datetime.combine(day, at, zone).astimezone(UTC) for day in days)
    return next(one for one in moments if one <= moment)


def is_due(at: time, zone: ZoneInfo, moment: datetime, *, made: datetime | None, failed: datetime | None) -> bool:
    """Whether one should be made now: none was `made` by the schedule since it was last due, and none `failed` just now."""
    if failed is not None and moment - failed < AGAIN_AFTER:
        return False
    return made is None or made < last_due(at, zone, moment)
