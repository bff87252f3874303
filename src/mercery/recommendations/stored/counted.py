"""Which orders a version has counted, as numbers made of their own: those it was built of, and a journal of those since."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from io import FileIO
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_BUILT, _SINCE = "orders.npy", "applied.u64"


def order_mark(number: str) -> int:
    """64 bits of an order's number: two of a hundred million orders share one with a chance of 1 in 3,700."""
    return int.from_bytes(blake2b(number.encode(), digest_size=8).digest(), "little")


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
        self._journal: FileIO | None = None
        """Opened by the first note, and kept: opening it anew would cost a tenth of an order."""
        self._torn = True
        """Whether a crash may have cut off the last mark."""
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
        """Whether the version has been removed since."""
        if self._journal is not None:
            return not os.fstat(self._journal.fileno()).st_nlink
        return not (self._folder / _BUILT).exists()

    def catch_up(self) -> None:
        """Read what was noted since the journal was read last. FileNotFoundError where the version has been removed."""
        if self._journal is not None:
            told = os.fstat(self._journal.fileno())
            if not told.st_nlink:
                raise FileNotFoundError("another version took its place")
            self._torn = told.st_size % 8 > 0
            if told.st_size // 8 * 8 == self._read:
                return
        elif self.removed:
            raise FileNotFoundError("another version took its place")
        try:
            with (self._folder / _SINCE).open("rb") as file:
                file.seek(self._read)
                raw = file.read()
        except FileNotFoundError:
            return
        whole = raw[: len(raw) // 8 * 8]
        self._since.update(np.frombuffer(whole, dtype="<u8").tolist())
        self._read += len(whole)

    def note(self, marks: Sequence[int]) -> None:
        """Write down, before they are counted, that orders of these marks are. Only behind the lock of the shop, and after
        `catch_up`."""
        if self._journal is None:
            self._journal = FileIO(self._folder / _SINCE, "a")
        journal = self._journal.fileno()
        if self._torn:
            # What a crash cut off would shift every mark behind it.
            os.ftruncate(journal, self._read)
            self._torn = False
        os.write(journal, b"".join(one.to_bytes(8, "little") for one in marks))
        self._read += 8 * len(marks)
        self._since.update(marks)


def write_counted(folder: Path, marks: Iterable[int]) -> None:
    """Keep the orders a version was built of."""
    np.save(folder / _BUILT, np.sort(np.fromiter(marks, dtype=np.uint64)))
