"""Failures of the machine below us, told apart from our own mistakes: no database, no room."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mercery.core.errors import MerceryError


class Unavailable(MerceryError):
    """The database does not answer at the moment, for example because it is being restarted."""

    code = "unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__("The shop is being restarted.", remedy="Try again in a moment.")
        self.headers = {"Retry-After": "2"}


class NoRoom(MerceryError):
    """The disk is full; nothing was written."""

    code = "disk_full"
    status = 507

    def __init__(self) -> None:
        super().__init__("The disk of the shop is full; nothing was saved.", remedy="Free some space on the server.")


def outage(error: BaseException) -> MerceryError | None:
    """The outage behind an exception; None when it is something else."""
    for cause in _causes(error):
        if isinstance(cause, psycopg.errors.DiskFull) or (isinstance(cause, OSError) and cause.errno == errno.ENOSPC):
            return NoRoom()
        if isinstance(cause, PoolTimeout):
            return Unavailable()
        lost = (psycopg.errors.AdminShutdown, psycopg.errors.CrashShutdown, psycopg.errors.CannotConnectNow)
        # Without a state from the server, it is the connection that failed.
        if isinstance(cause, lost) or (isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None):
            return Unavailable()
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        if isinstance(seen, DBAPIError) and seen.orig is not None:
            yield seen.orig
        seen = seen.__cause__
