"""What the database says, told apart from our own mistakes: it is away, it has no room, it cannot take a value, it let
another transaction go first."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mercery.core.errors import Conflict, Invalid, MerceryError


class Unavailable(MerceryError):
    """The database does not answer at the moment, for example because it is being restarted."""

    code = "unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "The shop is being restarted.", remedy="Try again in a moment.", zh="店铺正在重启，请稍后再试。"
        )
        self.headers = {"Retry-After": "2"}


class NoRoom(MerceryError):
    """The disk is full; nothing was written."""

    code = "disk_full"
    status = 507

    def __init__(self) -> None:
        super().__init__(
            "The disk of the shop is full; nothing was saved.",
            remedy="Free some space on the server.",
            zh="服务器磁盘已满，没有保存任何内容。请清理磁盘空间。",
        )


class Unstorable(Invalid):
    """The database has no place for a value that was sent: a NUL sign, half of a letter, a number beyond all bounds."""

    code = "unstorable"

    def __init__(self) -> None:
        super().__init__(
            "Something in this request can be neither stored nor looked up.",
            remedy="Take out control signs and shorten numbers and names.",
            zh="请求中含有无法保存或查找的内容，请去掉控制字符，并缩短数字与名称。",
        )


class Overtaken(Conflict):
    """Two changed the same things at the same moment, each waiting for the other; this one was taken back."""

    code = "overtaken"

    def __init__(self) -> None:
        super().__init__(
            "Somebody else was changing the same. Nothing was saved.",
            remedy="Send it again.",
            zh="他人正在更改同一内容，没有保存。请重新提交。",
        )


def outage(error: BaseException) -> MerceryError | None:
    """What to answer to an exception of the database; None when it is something else."""
    for cause in _causes(error):
        if isinstance(cause, psycopg.errors.DiskFull) or (isinstance(cause, OSError) and cause.errno == errno.ENOSPC):
            return NoRoom()
        if isinstance(cause, psycopg.DataError) or _half_a_letter(cause):
            return Unstorable()
        if isinstance(cause, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
            return Overtaken()
        if isinstance(cause, PoolTimeout):
            return Unavailable()
        lost = (psycopg.errors.AdminShutdown, psycopg.errors.CrashShutdown, psycopg.errors.CannotConnectNow)
        # Without a state from the server, it is the connection that failed.
        if isinstance(cause, lost) or (isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None):
            return Unavailable()
    return None


def _half_a_letter(cause: BaseException) -> bool:
    """Whether it is half of a letter that was sent as one: JSON can name it, and nothing can write it."""
    return isinstance(cause, UnicodeEncodeError) and "surrogates" in cause.reason


def is_away(error: BaseException) -> bool:
    """Whether the database itself does not answer. Not where it does and all its connections are in use: who asks again
    then only makes that last."""
    return isinstance(outage(error), Unavailable) and not any(isinstance(one, PoolTimeout) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        if isinstance(seen, DBAPIError) and seen.orig is not None:
            yield seen.orig
        seen = seen.__cause__
