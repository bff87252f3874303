"""Counting orders as they come: what goes together, what is bought, and what is bought again.

The same as `exact` works out of all lines at once, in a fixed number of slots an item (`pairs` says what that costs). Weights are counted forward (Cormode
et al. 2009): a line of day d weighs `2 ** ((d - start) / half-life)`, so nothing that was counted has to be touched as time
goes on, and what is read is already decayed to `start`. Lists are worked out anew every night, which moves `start`.

    bytes = 4096 + items * (8 * slots + 8 + 8 * BINS)      584 bytes an item with 64 slots
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import numpy as np

from mercery.recommendations.model import columns
from mercery.recommendations.model.exact import TAIL, Settings
from mercery.recommendations.model.hazard import GAPS, bins
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists, Weights, empty
from mercery.recommendations.model.pairs import SLOTS, Numbers, Pairs

BASKET: Final = 60
"""Items of an order that are paired; those of a wholesaler's long order beyond them count for popularity and repeats alone."""
_MAGIC: Final = "counters 1"
_CHUNK: Final = 8192
_LAST: Final = np.int64(2**31 - 1)


class Counters:
    """The counters of N items. One writer at a time."""

    def __init__(self, items: int, slots: int = SLOTS, *, start: float = 0.0, settings: Settings | None = None) -> None:
        self.start, self.settings = start, settings or Settings()
        self._hold({name: np.zeros(one.shape, dtype=one.kind) for name, one in _columns(items, slots).items()})

    def _hold(self, arrays: columns.Arrays) -> None:
        self.popularity: Weights = arrays["popularity"]
        self.bought = Pairs(arrays["pairs"], self.popularity, self.settings.smoothed)
        self.recent: Weights = arrays["recent_popularity"]
        self.seen: Weights = arrays["seen"]
        self.again: Weights = arrays["again"]

    @classmethod
    def create(
        cls, path: Path, items: int, start: float, settings: Settings | None = None, slots: int = SLOTS
    ) -> Counters:
        """Counters that lie in a new file, which takes room as it is filled."""
        made = cls(0, slots, start=start, settings=settings)
        told = {"start": start, **asdict(made.settings)}
        made._hold(columns.create(path, _MAGIC, told, _columns(items, slots)))
        return made

    @classmethod
    def open(cls, path: Path) -> Counters:
        """Counters of a file, to go on counting. ValueError, OSError or KeyError where it is not whole."""
        told, arrays = columns.opened(path, _MAGIC, writable=True)
        start = float(told.pop("start"))
        made = cls(0, start=start, settings=Settings(**told))
        made._hold(arrays)
        return made

    @property
    def items(self) -> int:
        """N."""
        return len(self.popularity)

    def weight(self, day: float) -> float:
        """What a line of this day weighs."""
        return float(2.0 ** ((day - self.start) / self.settings.half_life))

    def add(self, basket: Sequence[int], tail: History, day: float) -> Ids:
        """Count an order of known items. `tail`: the customer's lines before it. Returns the items whose pairs changed."""
        items = list(dict.fromkeys(basket))
        weight = self.weight(day)
        recent = 2.0 ** ((day - self.start) / self.settings.short_half_life)
        for one in items:
            self.popularity[one] += weight
            self.recent[one] += recent
        lines = tail.items[-LINES:].tolist()
        paired, before = items[:BASKET], lines[-TAIL:] if self.settings.before else []
        if lines:
            self._count_repeats(items, lines, tail, day)
        # First those of the order, then those of the tail alone.
        times = dict.fromkeys([*paired, *before], 0.0)
        rows = np.array(list(times), dtype=np.int32)
        gains = None
        if len(times) < len(paired) + len(before):
            for one in before:
                times[one] += self.settings.before
            gains = np.array([*times.values(), 0.0], dtype=np.float32)
        self.bought.add(rows, len(paired), weight, self.settings.before, gains)
        return np.array([*times, *items[BASKET:]], dtype=np.int32) if len(items) > BASKET else rows

    def _count_repeats(self, bought: Sequence[int], lines: Sequence[int], tail: History, day: float) -> None:
        gaps = day - tail.days[-LINES:]
        last = dict(zip(lines, gaps.tolist(), strict=True))
        if len(last) == len(lines):
            place = tail.items[-LINES:].astype(np.intp)
        else:
            place, gaps = np.array(list(last), dtype=np.intp), np.array(list(last.values()))
        place *= BINS
        place += bins(gaps)
        seen = self.seen.reshape(-1)
        seen[place] += np.float32(1)
        for one in bought:
            if one in last:
                self.again[one, bisect_right(GAPS, last[one])] += 1

    def fill(self, lists: Lists) -> None:
        """Begin with what exact lists say, their best neighbours in the slots: pairs follow from their cosines."""
        self.popularity[:] = lists.popularity
        self.recent[:] = lists.recent_popularity
        self.seen[:] = lists.seen
        self.again[:] = lists.again
        for start in range(0, self.items, _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, self.items))
            ids, near = lists.bought_with[rows], lists.bought_with_weights[rows]
            under = np.sqrt(self.popularity[rows][:, None] * self.popularity[ids]) + np.float32(self.settings.smoothed)
            self.bought.fill(rows, ids, near * under)

    def lists(self, k: int = 32, category: Ids | None = None) -> Lists:
        """What requests read of orders, decayed to `start`."""
        made = empty(self.items, k, self.start)
        made = replace(
            made,
            popularity=self.popularity.copy(),
            recent_popularity=self.recent.copy(),
            category=made.category if category is None else category,
            seen=self.seen.copy(),
            again=self.again.copy(),
        )
        for start in range(0, self.items, _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, self.items))
            made.bought_with[rows], made.bought_with_weights[rows] = self._nearest(rows, k)
        return made

    def refresh(self, lists: Lists, items: Ids, history: Ids) -> None:
        """Write anew, in the place where requests read them, the rows of items an order changed.

        `items`: those whose pairs changed; `history`: those the customer had bought before. A reader may see a row that is
        half old and half new for an instant: each number in it is one that was or is true.
        """
        ids, weights = self._nearest(items, lists.k)
        lists.bought_with[items] = ids
        lists.bought_with_weights[items] = weights
        lists.popularity[items] = self.popularity[items]
        lists.recent_popularity[items] = self.recent[items]
        lists.seen[history] = self.seen[history]
        lists.again[history] = self.again[history]

    def _nearest(self, items: Numbers | Ids, k: int) -> tuple[Ids, Weights]:
        """The k neighbours with the highest cosine, of items with the same one the first."""
        ids, weights = self.bought.of(items)
        # Weight and number in one: not below 0, a float's bits ascend with it. Sorting such keys is quicker than an argsort.
        keys = (weights.view(np.int32).astype(np.int64) << 32) | (_LAST - ids)
        keys.sort(axis=1)
        best = keys[:, : -k - 1 : -1]
        found = np.zeros((len(items), k), dtype=np.float32)
        names = np.full((len(items), k), NOBODY, dtype=np.int32)
        found[:, : best.shape[1]] = (best >> 32).astype(np.int32).view(np.float32)
        names[:, : best.shape[1]] = _LAST - (best & _LAST)
        names[found <= 0] = NOBODY
        return names, found


def bytes_for(items: int, slots: int = SLOTS) -> int:
    """What the file takes once it is filled, but for what aligns the columns."""
    return columns.HEAD + items * (8 * slots + 8 + 8 * BINS)


def _columns(items: int, slots: int) -> dict[str, columns.Column]:
    return {
        "pairs": columns.Column("<i4", (items, 2 * slots)),
        "popularity": columns.Column("<f4", (items,)),
        "recent_popularity": columns.Column("<f4", (items,)),
        "seen": columns.Column("<f4", (items, BINS)),
        "again": columns.Column("<f4", (items, BINS)),
    }
