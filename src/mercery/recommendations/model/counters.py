"""Counting orders as they come: what goes together, what is bought, and what is bought again.

A pair is two items of one order, or an item of an order and one of the TAIL lines before it. It weighs what its older line
weighs: half after each half-life. Weights are counted forward (Cormode et al. 2009): a line of day d weighs
`2 ** ((d - start) / half-life)`, so nothing that was counted has to be touched as time goes on, and what is read is already
decayed to `start`. Lists are worked out anew every night, which moves `start`.

    bytes = 4096 + items * (12 * slots + 8 + 8 * BINS)      840 bytes an item with 64 slots

Looks (`look`) are counted beside in memory for as long as lists are worked out, and kept in no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from mercery.recommendations.model import columns
from mercery.recommendations.model.hazard import bins
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists, Weights, empty
from mercery.recommendations.model.pairs import SLOTS, Numbers, Pairs

TAIL: Final = 20
"""Lines before an order that its items are paired with."""
BASKET: Final = 60
"""Items of an order that are paired; those of a wholesaler's long order beyond them count for popularity alone."""
HALF_LIFE: Final = 180.0
RECENT_HALF_LIFE: Final = 30.0
SMOOTHING: Final = 1.0
"""Laid to both counts under a cosine, in lines of today: pairs seen once do not outweigh those seen often."""
_MAGIC: Final = "counters 1"
_CHUNK: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What everything is counted by."""

    start: float = 0.0
    """The day everything is decayed to; days of orders may lie before and after."""
    half_life: float = HALF_LIFE
    recent_half_life: float = RECENT_HALF_LIFE
    smoothing: float = SMOOTHING

    def weight(self, day: float) -> float:
        """What a line of this day weighs."""
        return float(2.0 ** ((day - self.start) / self.half_life))


class Counters:
    """The counters of N items. One writer at a time."""

    def __init__(
        self, items: int, slots: int = SLOTS, half_life_days: float = HALF_LIFE, *, scale: Scale | None = None
    ) -> None:
        self.scale = scale or Scale(half_life=half_life_days)
        self._hold({name: np.zeros(one.shape, dtype=one.kind) for name, one in _columns(items, slots).items()})

    def _hold(self, arrays: columns.Arrays) -> None:
        self.bought = Pairs(arrays["pairs"])
        self.viewed: Pairs | None = None
        self.popularity: Weights = arrays["popularity"]
        self.recent: Weights = arrays["recent_popularity"]
        self.seen: Weights = arrays["seen"]
        self.again: Weights = arrays["again"]
        self.looked: Weights | None = None

    @classmethod
    def create(cls, path: Path, items: int, scale: Scale, slots: int = SLOTS) -> Counters:
        """Counters that lie in a new file, which takes room as it is filled."""
        told = {"start": scale.start, "half_life": scale.half_life, "recent_half_life": scale.recent_half_life,
                "smoothing": scale.smoothing}  # fmt: skip
        made = cls.__new__(cls)
        made.scale = scale
        made._hold(columns.create(path, _MAGIC, told, _columns(items, slots)))
        return made

    @classmethod
    def open(cls, path: Path) -> Counters:
        """Counters of a file, to go on counting. ValueError or OSError where it is not whole."""
        told, arrays = columns.opened(path, _MAGIC, writable=True)
        made = cls.__new__(cls)
        made.scale = Scale(**{name: float(value) for name, value in told.items()})
        made._hold(arrays)
        return made

    @property
    def items(self) -> int:
        """N."""
        return len(self.popularity)

    def add(self, basket: Sequence[int], tail: History, day: float) -> Ids:
        """Count an order of known items. `tail`: the customer's lines before it. Returns the items whose pairs changed."""
        items = list(dict.fromkeys(basket))
        weight = self.scale.weight(day)
        bought = np.array(items, dtype=np.int32)
        self.popularity[bought] += np.float32(weight)
        self.recent[bought] += np.float32(2.0 ** ((day - self.scale.start) / self.scale.recent_half_life))
        if len(tail.items):
            self._count_repeats(bought, tail, day)
        paired = items[:BASKET]
        before = dict(zip(tail.items[-TAIL:].tolist(), tail.days[-TAIL:].tolist(), strict=True))
        for one in paired:
            before.pop(one, None)
        rows = np.array([*paired, *before], dtype=np.int32)
        days = np.array([day] * len(paired) + list(before.values()))
        weights = np.exp2((days - self.scale.start) / self.scale.half_life).astype(np.float32)
        self.bought.add(rows, len(paired), weights)
        return rows

    def _count_repeats(self, bought: Ids, tail: History, day: float) -> None:
        own, latest = np.unique(tail.items[: -LINES - 1 : -1], return_index=True)
        gap = day - tail.days[: -LINES - 1 : -1][latest]
        place = own.astype(np.intp) * BINS + bins(gap)
        self.seen.reshape(-1)[place] += np.float32(1)
        at = np.searchsorted(own, bought)
        at[at == len(own)] = 0
        self.again.reshape(-1)[place[at[own[at] == bought]]] += np.float32(1)

    def look(self, visit: Iterable[int], day: float) -> None:
        """Count what one visitor looked at on one day."""
        if self.viewed is None or self.looked is None:
            self.viewed = Pairs(np.zeros_like(self.bought.block))
            self.looked = np.zeros_like(self.popularity)
        rows = np.array(list(dict.fromkeys(visit)), dtype=np.int32)
        weight = np.float32(self.scale.weight(day))
        self.looked[rows] += weight
        rows = rows[:BASKET]
        self.viewed.add(rows, len(rows), np.full(len(rows), weight))

    def lists(self, k: int = 32, category: Ids | None = None) -> Lists:
        """What requests read, decayed to `start`."""
        made = empty(self.items, k, self.scale.start)
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
            made.bought_with[rows], made.bought_with_weights[rows] = self._nearest(
                self.bought, self.popularity, rows, k
            )
            if self.viewed is not None and self.looked is not None:
                made.viewed_with[rows], made.viewed_with_weights[rows] = self._nearest(
                    self.viewed, self.looked, rows, k
                )
        return made

    def refresh(self, lists: Lists, items: Ids, history: Ids) -> None:
        """Write anew, in the place where requests read them, the rows of items an order changed.

        `items`: those whose pairs changed; `history`: those the customer had bought before. A reader may see a row that is
        half old and half new for an instant: each number in it is one that was or is true.
        """
        ids, weights = self._nearest(self.bought, self.popularity, items, lists.k)
        lists.bought_with[items] = ids
        lists.bought_with_weights[items] = weights
        lists.popularity[items] = self.popularity[items]
        lists.recent_popularity[items] = self.recent[items]
        lists.seen[history] = self.seen[history]
        lists.again[history] = self.again[history]

    def _nearest(self, pairs: Pairs, counts: Weights, items: Numbers | Ids, k: int) -> tuple[Ids, Weights]:
        """The k neighbours with the highest cosine, of items with the same one the first."""
        ids, sure, _ = pairs.of(items)
        under = counts + np.float32(self.scale.smoothing) if len(items) > 1000 else None
        of_others = under[ids] if under is not None else counts[ids] + np.float32(self.scale.smoothing)
        of_items = counts[items] + np.float32(self.scale.smoothing)
        weights = sure / np.sqrt(of_items[:, None] * of_others)
        weights[ids < 0] = 0
        order = np.lexsort((ids, -weights), axis=1)[:, :k]
        best, names = np.take_along_axis(weights, order, 1), np.take_along_axis(ids, order, 1)
        names[best <= 0] = NOBODY
        if (short := k - best.shape[1]) > 0:
            best = np.pad(best, ((0, 0), (0, short)))
            names = np.pad(names, ((0, 0), (0, short)), constant_values=NOBODY)
        return names, best


def bytes_for(items: int, slots: int = SLOTS) -> int:
    """What the file takes once it is filled, but for what aligns the columns."""
    return columns.HEAD + items * (12 * slots + 8 + 8 * BINS)


def _columns(items: int, slots: int) -> dict[str, columns.Column]:
    return {
        "pairs": columns.Column("<i4", (items, 3 * slots)),
        "popularity": columns.Column("<f4", (items,)),
        "recent_popularity": columns.Column("<f4", (items,)),
        "seen": columns.Column("<f4", (items, BINS)),
        "again": columns.Column("<f4", (items, BINS)),
    }
