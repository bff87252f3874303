"""The time, in one place, so that tests and evals can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones

_fixed: ContextVar[datetime | None] = ContextVar("mercery_fixed_time", default=None)


def now() -> datetime:
    """The present moment in UTC, or the moment set by `at`."""
    return _fixed.get() or datetime.now(UTC)


@cache
def zone_names() -> frozenset[str]:
    """The names of all time zones this machine knows. They are read from some six hundred files, once."""
    return frozenset(available_timezones())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` inside the block (a time with a zone)."""
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
