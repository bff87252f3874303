"""The files a process counts into stay open between orders: opening them would cost more than an order does."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_UN, flock
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import Final

from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.lists import Lists, open_lists
from mercery.recommendations.model.lone import Lone
from mercery.recommendations.stored.counted import Counted

_SHOPS: Final = 16
"""So many shops' files at a time. They are mapped: what is not touched takes no memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenToCount:
    """One version of a shop's model, to be counted into."""

    name: str
    counted: Counted
    counters: Counters
    lists: Lists
    lone: Lone
    lock: FileIO
    """The shop's lock (`versions.locked`), kept open."""
    lock_number: int
    """Its file descriptor."""
    guard: Lock = field(default_factory=Lock)
    """Of this process's threads, which the lock does not tell apart."""


_held: OrderedDict[str, OpenToCount] = OrderedDict()
"""By shop, those used last at the end."""
_by_folder: Final[dict[str, OpenToCount]] = {}
"""The same by version."""
_guard: Final = Lock()


def hold_open(folder: Path) -> OpenToCount:
    """The version in this folder. OSError, ValueError, KeyError or ListsUnreadable where it is gone or not whole."""
    shop, name = os.path.split(folder)
    with _guard:
        known = _held.get(shop)
        if known is None or known.name != name or known.counted.removed:
            lock = FileIO(os.open(f"{shop}/write.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+")
            lists = open_lists(folder / "lists", writable=True)
            counters = Counters.open(folder / "counters", lists)
            known = OpenToCount(
                name=name,
                counted=Counted(folder),
                counters=counters,
                lists=lists,
                lone=Lone(counters, lists),
                lock=lock,
                lock_number=lock.fileno(),
            )
            _drop(shop)
            _held[shop] = _by_folder[str(folder)] = known
        _held.move_to_end(shop)
        while len(_held) > _SHOPS:
            _drop(next(iter(_held)))
        return known


def _drop(shop: str) -> None:
    gone = _held.pop(shop, None)
    if gone is not None:
        _by_folder.pop(f"{shop}/{gone.name}", None)


class counting:  # noqa: N801 - used as a function; a generator would take three times as long, with every order
    """`with counting(folder) as version`: the version in this folder, caught up, and nobody else's to write until the end of the
    block. Errors as of `hold_open`."""

    __slots__ = ("_version",)

    def __init__(self, folder: Path) -> None:
        self._version = _by_folder.get(str(folder)) or hold_open(folder)

    def __enter__(self) -> OpenToCount:
        version = self._version
        version.guard.acquire()
        try:
            flock(version.lock_number, LOCK_EX)
            version.counted.catch_up()
        except BaseException:
            self.__exit__()
            raise
        return version

    def __exit__(self, *_: object) -> None:
        flock(self._version.lock_number, LOCK_UN)
        self._version.guard.release()


def let_go(shop: Path) -> None:
    """Close the files of a shop that is gone."""
    with _guard:
        _drop(str(shop))
