"""Locks on files that the kernel gives back when a process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mercery.core.postgres.errors import PostgresError


def open_lock(path: Path) -> int:
    """A file descriptor of the lock file, made when missing; not inherited by programs started later."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_exclusive(fd: int) -> bool:
    """Take the lock alone if nobody else holds it."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_free(path: Path) -> bool:
    """Whether nobody holds this lock."""
    fd = open_lock(path)
    try:
        return try_exclusive(fd)
    finally:
        os.close(fd)


@contextmanager
def exclusive(path: Path, *, seconds: float, doing: str) -> Iterator[None]:
    """Hold the lock alone, waiting up to `seconds` for another process that is `doing` something."""
    fd = open_lock(path)
    try:
        end = time.monotonic() + seconds
        while not try_exclusive(fd):
            if time.monotonic() > end:
                raise PostgresError(
                    f"Another process has been {doing} for more than {seconds:.0f} seconds.",
                    remedy=f"Look which one holds {path} (`fuser {path}`), end it and start again.",
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(fd)


class SharedLock:
    """A place in the list of users of something; the kernel strikes it out when the process ends."""

    def __init__(self, path: Path) -> None:
        self._fd = open_lock(path)
        fcntl.flock(self._fd, fcntl.LOCK_SH)

    def become_last(self) -> bool:
        """Give the place up; true when nobody else is left, and then the list stays closed until `close`."""
        return try_exclusive(self._fd)

    def close(self) -> None:
        """Let go."""
        os.close(self._fd)
