"""Which orders a version has counted, as numbers made of their own: those it was built of, and a journal of those since."""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from io import FileIO
from math import isqrt
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BUILT, _SINCE = "orders.npy", "applied.u64"
_MARK: Final = 8
"""Bytes of a mark."""
_PAGE: Final = 4096
"""The journal grows by so many bytes, which are 0 until a mark stands there."""
_OVER: Final = 2**64 - 1
"""In place of a mark: the version has been removed."""


def order_mark(number: str) -> int:
    """64 bits of an order's number: two of a hundred million orders share one with a chance of 1 in 3,700."""
    mark = int.from_bytes(blake2b(number.encode(), digest_size=_MARK).digest(), "little")
    return min(mark or 1, _OVER - 1)


class Counted:
    """The orders of one version. Another process may note some meanwhile: `catch_up` reads what it did."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        built: NDArray[np.uint64] = np.asarray(np.load(folder / _BUILT, mmap_mode="r", allow_pickle=False))
        # Looked up one at a time, for which numpy takes longer.
        self._built = built.data
        self._first, self._last = (int(built[0]), int(built[-1])) if len(built) else (1, 0)
        self._reach = 4 * isqrt(len(built)) + 16
        """Marks are spread evenly: hardly one lies farther than this from where it would if they were so exactly."""
        self._since: set[int] = set()
        self._read = 0
        """So many marks of the journal."""
        # Kept open: opening it anew would cost a tenth of an order.
        self._journal = FileIO(os.open(folder / _SINCE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+")
        self._marks = memoryview(b"").cast("Q")
        """The journal, mapped: a call of the system for each mark would cost as much as opening it."""
        self.catch_up()

    def __len__(self) -> int:
        return len(self._built) + len(self._since)

    def __contains__(self, number: str) -> bool:
        return self.holds(order_mark(number))

    def holds(self, mark: int) -> bool:
        """Whether an order of this mark is counted."""
        if mark in self._since:
            return True
        if not self._first <= mark <= self._last:
            return False
        size = len(self._built)
        about = (mark - self._first) * size // (self._last - self._first + 1)
        # A page or two of them instead of twenty.
        low, high = max(about - self._reach, 0), min(about + self._reach, size)
        at = bisect_left(self._built, mark, low, high)
        if at == low > 0 or at == high < size:
            at = bisect_left(self._built, mark)
        return at < size and self._built[at] == mark

    @property
    def removed(self) -> bool:
        """Whether the version has been removed since, by whomever."""
        return not os.fstat(self._journal.fileno()).st_nlink

    def catch_up(self) -> None:
        """Read what was noted since the journal was read last. FileNotFoundError where `end` was said."""
        marks, at = self._marks, self._read
        while at < len(marks) or at < len(marks := self._map()):
            mark = marks[at]
            if not mark:
                break
            if mark == _OVER:
                raise FileNotFoundError("another version took its place")
            self._since.add(mark)
            at += 1
        self._read = at

    def end(self) -> None:
        """Tell those who have it open that the version is about to be removed. Only behind the lock of the shop."""
        self._put([_OVER])

    def note(self, marks: Sequence[int]) -> None:
        """Write down, before they are counted, that orders of these marks are. Only behind the lock of the shop, and after
        `catch_up`."""
        self._put(marks)
        self._read += len(marks)
        self._since.update(marks)

    def _put(self, marks: Sequence[int]) -> None:
        end = self._read + len(marks)
        if end > len(self._marks):
            self._grow(end)
        journal = self._marks
        for at, one in enumerate(marks, self._read):
            journal[at] = one

    def _map(self) -> memoryview[int]:
        """Map the whole of the journal; it may have grown."""
        journal = self._journal.fileno()
        whole = os.fstat(journal).st_size // _MARK * _MARK
        if whole > self._marks.nbytes:
            self._marks = memoryview(mmap.mmap(journal, whole)).cast("Q")
        return self._marks

    def _grow(self, marks: int) -> None:
        """Make room for so many marks in all, to whole pages. Written and not only made longer: a full disk is told here, not by
        a signal where a mark is put down."""
        journal, size = self._journal.fileno(), self._map().nbytes
        # What a crash of an earlier release cut off would shift every mark behind it.
        os.ftruncate(journal, size)
        while size < marks * _MARK:
            size += os.pwrite(journal, bytes(_PAGE - size % _PAGE), size)
        self._map()


def write_counted(folder: Path, marks: Iterable[int]) -> None:
    """Keep the orders a version was built of."""
    np.save(folder / _BUILT, np.sort(np.fromiter(marks, dtype=np.uint64)))
