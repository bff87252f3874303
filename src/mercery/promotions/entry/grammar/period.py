"""A period as it was heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period heard."""

    start: int
    end: int
    starts: datetime | None
    ends: datetime | None
    later: tuple[datetime | None, datetime | None] | None = None
    """The same a year on, where the day without a year is over."""
    inclusive: datetime | None = None
    """For `before a day`: the end where that day still counts."""
    recurring: bool = False
    """Said to come back: rules have one period each."""
    open_end: datetime | None = None
    """Where only an hour to begin at was said: the end of that day, which may be meant or not."""
    lasting: bool = False
    """How long it lasts was said, and not from when."""
    backwards: bool = False
    """The end is before the start, and it is not the turn of the year that lies between."""
    unread: bool = False
    """There is no such day."""
