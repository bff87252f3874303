"""The files a process counts into stay open between orders: opening them would cost more than an order does."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
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
    guard: Lock = field(default_factory=Lock)
    """Of this process's threads, which the lock does not tell apart."""


_held: OrderedDict[str, OpenToCount] = OrderedDict()
_guard: Final = Lock()


def hold_open(folder: Path) -> OpenToCount:
    """The version in this folder. OSError, ValueError, KeyError or ListsUnreadable where it is gone or not whole."""
    shop, name = os.path.split(folder)
    with _guard:
        known = _held.get(shop)
        if known is None or known.name != name or known.counted.removed:
            lock = FileIO(os.open(f"{shop}/write.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+")
            counters, lists = Counters.open(folder / "counters"), open_lists(folder / "lists", writable=True)
            known = OpenToCount(
                name=name,
                counted=Counted(folder),
                counters=counters,
                lists=lists,
                lone=Lone(counters, lists),
                lock=lock,
            )
            _held[shop] = known
        _held.move_to_end(shop)
        while len(_held) > _SHOPS:
            _held.popitem(last=False)
        return known


@contextmanager
def counting(folder: Path) -> Iterator[OpenToCount]:
    """The version in this folder, caught up, and nobody else's to write until the end of the block. Errors as of `hold_open`."""
    shop, name = os.path.split(folder)
    known = _held.get(shop)
    version = hold_open(folder) if known is None or known.name != name else known
    with version.guard:
        flock(version.lock, LOCK_EX)
        try:
            version.counted.catch_up()
            yield version
        finally:
            flock(version.lock, LOCK_UN)


def let_go(shop: Path) -> None:
    """Close the files of a shop that is gone."""
    with _guard:
        _held.pop(str(shop), None)
