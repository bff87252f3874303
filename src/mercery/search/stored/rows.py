"""The rows of an opened version: columns as built, and what a journal says has changed since.

    changes.jsonl   one line a new value, a new row (`p`) or rows that are gone (`x`); only ever longer
    changes.done    how much of it stands in tantivy, too

A changed product is a new row, and its old one is gone. A line that a crash cut off is not read, and cut away by the next
change; what stands in the journal beyond `done` was under way when a process died, and is done again with the next change.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mercery.catalog.facets import Facet
from mercery.core.i18n import Words
from mercery.search.measures import Measured
from mercery.search.stored.columns import Columns, measured_key, read_columns
from mercery.search.stored.vectors import Numbers


class Values(Collection[str]):
    """The values of a row (`name=value`, `#name|dimension|low|high`), read when they are asked for."""

    __slots__ = ("_made", "_number", "_rows")

    def __init__(self, rows: Rows, number: int) -> None:
        self._rows, self._number = rows, number
        self._made: frozenset[str] | None = None

    def _all(self) -> frozenset[str]:
        if self._made is None:
            self._made = self._rows.values(self._number)
        return self._made

    def __contains__(self, key: object) -> bool:
        return key in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, Values) else other)

    def __hash__(self) -> int:
        return hash(self._all())


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the index: its row, its id and, when asked for, titles and values."""

    number: int
    product_id: str
    values: Values = field(compare=False, repr=False)
    _rows: Rows = field(compare=False, repr=False)

    @property
    def titles(self) -> tuple[str, str]:
        """English and Chinese."""
        return self._rows.titles(self.number)


@dataclass(frozen=True, slots=True)
class Held:
    """What some rows have, side by side, to be asked and counted at once."""

    keys: NDArray[np.int32]
    """The values of the first row, then those of the second, …"""
    ends: Numbers
    """Where each row's end; one more than rows."""
    values: int
    """How many values there are."""

    def having(self, wanted: Sequence[int]) -> NDArray[np.bool_]:
        """For each row, whether it has one of these values."""
        found = np.zeros(len(self.ends) - 1, dtype=np.bool_)
        if not wanted:
            return found
        if len(wanted) == 1:
            hits = self.keys == wanted[0]
        else:
            asked = np.zeros(self.values, dtype=np.bool_)
            asked[list(wanted)] = True
            hits = asked[self.keys]
        found[np.searchsorted(self.ends, np.flatnonzero(hits), side="right") - 1] = True
        return found

    def counted(self, chosen: NDArray[np.bool_]) -> Numbers:
        """How many of the chosen rows have each value."""
        keys = self.keys if chosen.all() else self.keys[np.repeat(chosen, np.diff(self.ends))]
        return np.bincount(keys, minlength=self.values).astype(np.int64)


class Rows:
    """The rows of a version, the journal read as far as it goes; grows when another process appends."""

    def __init__(self, folder: Path) -> None:
        self.labels: dict[str, Facet] = {}
        self.measured: dict[str, Measured] = {}
        self.amounts: set[str] = set()
        self.key_names: list[str] = []
        """The values by number."""
        self.key_numbers: dict[str, int] = {}
        self.bytes_read = 0
        self._journal = folder / "changes.jsonl"
        self._columns: Columns = read_columns(folder)
        for entry in self._columns.entries:
            self._take_value(entry)
        self._ids: list[str] = []
        self._titles: list[tuple[str, str]] = []
        self._keys: list[NDArray[np.int32]] = []
        self._gone: list[int] = []
        self._gone_mask: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self.load()

    def __len__(self) -> int:
        return len(self._columns) + len(self._ids)

    @property
    def added(self) -> int:
        """Rows that came after the version was built."""
        return len(self._ids)

    @property
    def gone(self) -> NDArray[np.bool_]:
        """Which rows are no more."""
        if len(self._gone_mask) != len(self):
            mask = np.zeros(len(self), dtype=np.bool_)
            mask[[number for number in self._gone if number < len(self)]] = True
            self._gone_mask = mask
        return self._gone_mask

    def load(self) -> None:
        """Read what has been appended since the last time; a half-written last line waits."""
        try:
            file = self._journal.open("rb")
        except FileNotFoundError:
            return
        with file:
            file.seek(self.bytes_read)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._take(json.loads(line))
                self.bytes_read += len(line)

    def at(self, number: int) -> Row:
        """The row with that number."""
        return self.several(np.array([number], dtype=np.int64))[0]

    def several(self, numbers: Numbers) -> list[Row]:
        """The rows with these numbers."""
        return [
            Row(number, product_id, Values(self, number), self)
            for number, product_id in zip(numbers.tolist(), self.product_ids(numbers), strict=True)
        ]

    def product_ids(self, numbers: Numbers) -> list[str]:
        """The ids of the products of these rows."""
        built = len(self._columns)
        if not len(numbers):
            return []
        if int(numbers.max()) < built:
            return [one.decode() for one in self._columns.ids[numbers].tolist()]
        if int(numbers.max()) >= len(self):
            self.load()
        return [self._columns.ids[one].decode() if one < built else self._ids[one - built] for one in numbers.tolist()]

    def titles(self, number: int) -> tuple[str, str]:
        """The row's English and Chinese title."""
        built = len(self._columns)
        return self._columns.title_pair(number) if number < built else self._titles[number - built]

    def keys(self, number: int) -> NDArray[np.int32]:
        """The numbers of the row's values."""
        built = len(self._columns)
        if number >= built:
            return self._keys[number - built]
        return self._columns.keys[int(self._columns.key_ends[number]) : int(self._columns.key_ends[number + 1])]

    def values(self, number: int) -> frozenset[str]:
        """The row's values in words."""
        names = self.key_names
        return frozenset([names[key] for key in self.keys(number).tolist()])

    def held(self, numbers: Numbers) -> Held:
        """What these rows have, in their order."""
        later = numbers >= len(self._columns)
        if not later.any():
            keys, ends = self._built(numbers)
            return Held(keys, ends, len(self.key_names))
        # A shop that is worked on has some of both: those of the version at once, the few that came later one by one.
        built, built_ends = self._built(numbers[~later])
        added = [self.keys(number) for number in numbers[later].tolist()]
        lengths = np.zeros(len(numbers), dtype=np.int64)
        lengths[~later] = np.diff(built_ends)
        lengths[later] = [len(one) for one in added]
        ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        of_later = np.repeat(later, lengths)
        keys = np.empty(int(ends[-1]), dtype=np.int32)
        keys[~of_later] = built
        keys[of_later] = np.concatenate(added)
        return Held(keys, ends, len(self.key_names))

    def _built(self, numbers: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """The values of rows of the version side by side, and where each row's end."""
        starts = self._columns.key_ends[numbers]
        lengths = self._columns.key_ends[numbers + 1] - starts
        ends = np.zeros(len(numbers) + 1, dtype=np.int64)
        np.cumsum(lengths, out=ends[1:])
        places = np.arange(int(ends[-1]), dtype=np.int64) + np.repeat(starts - ends[:-1], lengths)
        return self._columns.keys[places], ends

    def numbered(self, keys: Iterable[str]) -> list[int]:
        """The numbers of these values, as far as any row has them."""
        return [self.key_numbers[key] for key in keys if key in self.key_numbers]

    def added_numbers(self, product_ids: Collection[str]) -> list[int]:
        """The rows these products were given after the version was built, the gone ones too."""
        built = len(self._columns)
        return [built + place for place, one in enumerate(self._ids) if one in product_ids]

    def ids_in(self, lines: Iterable[bytes]) -> set[str]:
        """The products that lines of the journal are about."""
        found: set[str] = set()
        for line in lines:
            entry = json.loads(line)
            if "p" in entry:
                found.add(str(entry["p"][0]))
            elif "x" in entry:
                found.update(self.product_ids(np.array([int(one) for one in entry["x"]], dtype=np.int64)))
        return found

    def known(self) -> set[str]:
        """The values and measures that need not be written again."""
        return {*self.key_names, *self.measured}

    def _take(self, entry: dict[str, list[str]]) -> None:
        if "p" in entry:
            product_id, en, zh, *values = entry["p"]
            self._ids.append(product_id)
            self._titles.append((en, zh))
            self._keys.append(np.array([self.key_numbers[value] for value in values], dtype=np.int32))
        elif "x" in entry:
            self._gone.extend(int(one) for one in entry["x"])
            self._gone_mask = np.zeros(0, dtype=np.bool_)
        else:
            self._take_value(entry)

    def _take_value(self, entry: dict[str, list[str]]) -> None:
        if "m" in entry:
            name, dimension, en, zh = entry["m"]
            of = Measured(name=name, dimension=dimension, label=Words(en, zh))
            self.measured[measured_key(of)] = of
            return
        if "f" in entry:
            name, value, en, zh = entry["f"]
            key = f"{name}={value}"
            self.labels[key] = Facet(name=name, value=value, label=Words(en, zh))
        else:
            key = entry["a"][0]
            self.amounts.add(key)
        self.key_numbers[key] = len(self.key_names)
        self.key_names.append(key)
