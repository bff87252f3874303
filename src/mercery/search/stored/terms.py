"""The terms of every row by the field they stand in, mapped into memory: what the ranking weighs candidates by.

    terms.u32       the terms, field by field and row by row, as numbers (their CRC: two words of one number are rare)
    term_ends.i64   where each field of each row ends

The engine that finds candidates tells one score a product; from this, the ranking knows which word stands where, how
often and in which order, of thousands of candidates at once.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import LANGS
from mercery.search.document import BANDS, Document
from mercery.search.stored.vectors import Numbers

FIELDS: Final[tuple[str, ...]] = (*(f"{band}_{lang}" for band in BANDS for lang in LANGS), "gram")
"""The fields in their order; `gram` are single and paired Chinese characters of name and values."""
_TERMS: Final = "terms.u32"
_ENDS: Final = "term_ends.i64"
_SAMPLED: Final = 50_000
"""Rows whose lengths make the averages."""

TermNumbers = NDArray[np.uint32]


@lru_cache(maxsize=65_536)
def term_number(term: str) -> int:
    """The number a term is known by."""
    return zlib.crc32(term.encode())


@dataclass(frozen=True, slots=True)
class Said:
    """The terms of some rows, side by side."""

    terms: TermNumbers
    """Those of the first row, field by field, then those of the second, …"""
    ends: NDArray[np.int64]
    """Rows by fields: where each field ends in `terms`."""
    cells: NDArray[np.int64]
    """For each term, its row (its place here) times the number of fields, plus its field."""

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.ends)

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Rows by fields: how many terms."""
        flat = self.ends.reshape(-1)
        return np.diff(flat, prepend=0).reshape(self.ends.shape).astype(np.float64)

    def frequencies(self, number: int) -> NDArray[np.float64]:
        """Rows by fields: how often the term stands there."""
        found = np.bincount(self.cells[self.terms == number], minlength=self.ends.size)
        return found.reshape(self.ends.shape).astype(np.float64)


class Terms:
    """The terms of a version, opened to be read; grows when another process appends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._terms: TermNumbers = np.zeros(0, dtype=np.uint32)
        self._ends: NDArray[np.int64] = np.zeros((0, len(FIELDS)), dtype=np.int64)
        self._averages: tuple[int, NDArray[np.float64]] | None = None

    def of(self, numbers: Numbers) -> Said:
        """The terms of these rows, in their order; a row nobody has written terms of has none."""
        if len(numbers) and int(numbers.max()) >= len(self._ends):
            self._open()
        known = numbers < len(self._ends)
        ends = np.zeros((len(numbers), len(FIELDS)), dtype=np.int64)
        starts = np.zeros(len(numbers), dtype=np.int64)
        ends[known] = self._ends[numbers[known]]
        later = known & (numbers > 0)
        starts[later] = self._ends[numbers[later] - 1, -1]
        lengths = np.diff(ends, prepend=starts[:, None], axis=1)
        flat = np.cumsum(lengths.reshape(-1))
        total = int(flat[-1]) if len(flat) else 0
        of_row = lengths.sum(axis=1)
        places = np.arange(total, dtype=np.int64) + np.repeat(starts - (np.cumsum(of_row) - of_row), of_row)
        cells = np.repeat(np.arange(lengths.size, dtype=np.int64), lengths.reshape(-1))
        return Said(self._terms[places], flat.reshape(lengths.shape), cells)

    @property
    def averages(self) -> NDArray[np.float64]:
        """The mean number of terms in each field, over the rows that have any there."""
        if self._averages is None or self._averages[0] < 0.8 * len(self._ends):
            self._open()
            some = np.asarray(self._ends[:_SAMPLED])
            lengths = np.diff(some.reshape(-1), prepend=0).reshape(some.shape)
            filled = np.maximum((lengths > 0).sum(axis=0), 1)
            self._averages = (len(self._ends), np.maximum(lengths.sum(axis=0) / filled, 1.0))
        return self._averages[1]

    def _open(self) -> None:
        try:
            raw = np.memmap(self._folder / _ENDS, np.int64, "r")
            terms = np.memmap(self._folder / _TERMS, np.uint32, "r")
        except (OSError, ValueError):  # nothing is written yet
            return
        ends = np.asarray(raw[: len(raw) // len(FIELDS) * len(FIELDS)]).reshape(-1, len(FIELDS))
        whole = int(np.searchsorted(ends[:, -1], len(terms), side="right"))
        self._terms, self._ends = np.asarray(terms), ends[:whole]


def write_terms(folder: Path, first: int, documents: Sequence[Document]) -> None:
    """Put down the terms of the rows from `first` on; what a cut-off write left there is written over."""
    width = len(FIELDS) * 8
    terms_file, ends_file = (os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o644) for name in (_TERMS, _ENDS))
    try:
        written = min(os.fstat(ends_file).st_size // width, first)
        last = os.pread(ends_file, 8, written * width - 8) if written else b""
        at = int.from_bytes(last, "little") if last else 0
        # Rows that a crash left without terms have none.
        missing = np.full((first - written) * len(FIELDS), at, dtype=np.int64)
        numbers, ends = _numbered(documents, at)
        os.pwrite(terms_file, numbers.tobytes(), at * 4)
        os.pwrite(ends_file, np.concatenate([missing, ends]).tobytes(), written * width)
    finally:
        os.close(terms_file)
        os.close(ends_file)


def _numbered(documents: Iterable[Document], at: int) -> tuple[TermNumbers, NDArray[np.int64]]:
    numbers: list[int] = []
    ends: list[int] = []
    for one in documents:
        for name in FIELDS:
            text = one.grams if name == "gram" else one.bands[name]
            numbers.extend(map(term_number, text.split()))
            ends.append(at + len(numbers))
    return np.array(numbers, dtype=np.uint32), np.array(ends, dtype=np.int64)
