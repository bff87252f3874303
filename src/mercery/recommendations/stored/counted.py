"""Which orders a version has counted, as numbers made of their own: those it was built of, and a journal of those since."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_BUILT, _SINCE = "orders.npy", "applied.u64"


def order_mark(number: str) -> int:
    """64 bits of an order's number: two of a hundred million orders share one with a chance of 1 in 3,700."""
    return int.from_bytes(blake2b(number.encode(), digest_size=8).digest(), "little")


class Counted:
    """The orders of one version."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: NDArray[np.uint64] = np.asarray(np.load(folder / _BUILT, mmap_mode="r", allow_pickle=False))
        self._since = set(_journal(folder).tolist())

    def __len__(self) -> int:
        return len(self._built) + len(self._since)

    def __contains__(self, number: str) -> bool:
        mark = order_mark(number)
        if mark in self._since:
            return True
        at = int(np.searchsorted(self._built, np.uint64(mark)))
        return at < len(self._built) and int(self._built[at]) == mark

    def note(self, number: str) -> None:
        """Write down, before it is counted, that an order is."""
        mark = order_mark(number)
        with (self._folder / _SINCE).open("ab") as file:
            # What a crash cut off would shift every mark behind it.
            file.truncate(file.tell() // 8 * 8)
            file.seek(0, os.SEEK_END)
            file.write(mark.to_bytes(8, "little"))
        self._since.add(mark)


def write_counted(folder: Path, marks: Iterable[int]) -> None:
    """Keep the orders a version was built of."""
    np.save(folder / _BUILT, np.sort(np.fromiter(marks, dtype=np.uint64)))


def _journal(folder: Path) -> NDArray[np.uint64]:
    try:
        raw = (folder / _SINCE).read_bytes()
    except FileNotFoundError:
        raw = b""
    return np.frombuffer(raw[: len(raw) // 8 * 8], dtype="<u8")
