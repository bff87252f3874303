"""Results of the expressions, row by row, on their way into counters and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.core.errors import Invalid, Problem
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists, Weights
from mercery.recommendations.model.pairs import Pairs
from mercery.recommendations.stored.items import Items

Rows = dict[str, list[str | float | int | None]]
Read = Callable[[Path, str], Iterator[Rows]]
"""A folder and the name of a result: its rows, some at a time, as columns."""
_CHUNK: Final = 8192


@dataclass(slots=True, kw_only=True)
class Taking:
    """Results in `folder`, and what was found in them."""

    items: Items
    folder: Path
    read: Read
    rows: int = 0
    unknown: int = 0
    """Rows that name a product the shop does not have."""

    def take(self, counters: Counters, k: int, *, views: bool) -> Lists:
        """Fill the counters; returns the lists they make. Invalid where a result cannot be read."""
        self._count(counters, "popularity", recent=True)
        for rows, items in self._known("repeats"):
            at = _numbers(rows, "bin").astype(np.intp)
            inside = at < BINS
            counters.seen[items[inside], at[inside]] = _numbers(rows, "seen")[inside]
            counters.again[items[inside], at[inside]] = _numbers(rows, "again")[inside]
        self._fill(counters.bought, "bought")
        lists = counters.lists(k)
        if not views:
            return lists
        looks = Counters(len(self.items), start=counters.start, settings=counters.settings)
        self._count(looks, "looked", recent=False)
        self._fill(looks.bought, "viewed")
        viewed = looks.lists(k)
        return replace(lists, viewed_with=viewed.bought_with, viewed_with_weights=viewed.bought_with_weights)

    def _count(self, counters: Counters, name: str, *, recent: bool) -> None:
        for rows, items in self._known(name):
            counters.popularity[items] = _numbers(rows, "popularity")
            if recent:
                counters.recent[items] = _numbers(rows, "recent")

    def _fill(self, pairs: Pairs, name: str) -> None:
        """The neighbours of one kind, whatever the order of the rows."""
        found: list[tuple[Ids, Ids, NDArray[np.float64], Weights]] = []
        for rows, items in self._known(name):
            other = self.items.numbers([str(one) for one in rows["other"]])
            kept = other != NOBODY
            counts = _numbers(rows, "together").astype(np.float32)
            found.append((items[kept], other[kept], _numbers(rows, "rank")[kept], counts[kept]))
        if not found:
            return
        first, other, rank, count = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((rank, first))
        first, other, count = first[order], other[order], count[order]
        place = np.arange(len(first)) - np.searchsorted(first, first)
        for begin in range(0, len(self.items), _CHUNK):
            numbers = np.arange(begin, min(begin + _CHUNK, len(self.items)))
            some = slice(*np.searchsorted(first, [begin, begin + _CHUNK]))
            ids = np.full((len(numbers), pairs.slots), NOBODY, dtype=np.int32)
            counts = np.zeros((len(numbers), pairs.slots), dtype=np.float32)
            inside = place[some] < pairs.slots
            at = first[some][inside] - begin, place[some][inside]
            ids[at], counts[at] = other[some][inside], count[some][inside]
            pairs.fill(numbers, ids, counts)

    def _known(self, name: str) -> Iterator[tuple[Rows, Ids]]:
        """Rows whose item the shop has, with its number."""
        for rows in self.read(self.folder, name):
            items = self.items.numbers([str(one) for one in rows["item"]])
            self.rows += len(items)
            kept = np.flatnonzero(items != NOBODY)
            self.unknown += len(items) - len(kept)
            if len(kept) == len(items):
                yield rows, items
            elif len(kept):
                yield {column: [values[at] for at in kept] for column, values in rows.items()}, items[kept]


def _numbers(rows: Rows, column: str) -> NDArray[np.float64]:
    values: Sequence[str | float | int | None] = rows[column]
    try:
        found = np.array([float(one) for one in values if one is not None])
    except ValueError:
        found = np.zeros(0)
    if len(found) != len(values) or not np.isfinite(found).all() or (found < 0).any():
        told = "A value is missing, below 0 or no number."
        raise Invalid(
            "The lists were not brought in.",
            problems=[Problem(message=told, column=column, zh="推荐列表未导入：有数值缺失、小于 0 或不是数字。")],
            zh="推荐列表未导入：有数值缺失、小于 0 或不是数字。",
        )
    return found
