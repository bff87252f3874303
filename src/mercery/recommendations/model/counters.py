"""Counting orders as they come: what goes together, what is bought, and what is bought again.

The same as `exact` works out of all lines at once, in a fixed number of slots an item (`pairs` says what that costs). Weights are counted forward (Cormode
et al. 2009): a line of day d weighs `2 ** ((d - start) / half-life)`, so nothing that was counted has to be touched as time
goes on, and what is read is already decayed to `start`. Lists are worked out anew every night, which moves `start`.

What is a number of one item (how much it is bought, and bought again) is counted where requests read it, in the lists: it is
written once. The file of the counters holds the pairs alone.

    bytes = 4096 + items * (8 * slots + 4)      516 bytes an item with 64 slots
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from mercery.recommendations.model import columns
from mercery.recommendations.model.exact import TAIL, Settings
from mercery.recommendations.model.hazard import bins
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists, Weights, empty
from mercery.recommendations.model.pairs import SLOTS, Numbers, Pairs, Part, Rows, joined, of_order

BASKET: Final = 60
"""Items of an order that are paired; those of a wholesaler's long order beyond them count for popularity and repeats alone."""
_MAGIC: Final = "counters 2"
_CHUNK: Final = 8192
_NOTHING: Final[Numbers] = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What an order changed in the counters."""

    bought: Ids
    """Its items."""
    pairs: Rows
    """Of those of them that are paired, and of what the customer had bought last."""
    beyond: Ids
    """Those of a long order that are not."""
    seen: Numbers
    """Places in `seen`, counted through all rows."""


class Counters:
    """The counters of N items. One writer at a time."""

    def __init__(self, items: int, slots: int = SLOTS, *, start: float = 0.0, settings: Settings | None = None) -> None:
        self.start, self.settings = start, settings or Settings()
        self._hold({name: np.zeros(one.shape, dtype=one.kind) for name, one in _columns(items, slots).items()})

    def _hold(self, arrays: columns.Arrays) -> None:
        items = len(arrays["pairs"])
        self.popularity: Weights = np.zeros(items, dtype=np.float32)
        self.bought = Pairs(arrays["pairs"], self.popularity, self.settings.smoothed, arrays["least"])
        self.recent: Weights = np.zeros(items, dtype=np.float32)
        self.seen: Weights = np.zeros((items, BINS), dtype=np.float32)
        self.again: Weights = np.zeros((items, BINS), dtype=np.float32)

    def count_in(self, lists: Lists) -> None:
        """Go on with the numbers of single items as they stand in these lists, and count them there, where requests read them.
        ValueError where the lists are of other items."""
        if lists.items != self.items:
            raise ValueError(f"lists of {lists.items} items do not belong to counters of {self.items}")
        self.popularity = self.bought.bought = lists.popularity
        self.recent, self.seen, self.again = lists.recent_popularity, lists.seen, lists.again

    @classmethod
    def create(
        cls, path: Path, items: int, start: float, settings: Settings | None = None, slots: int = SLOTS
    ) -> Counters:
        """Counters whose pairs lie in a new file, which takes room as it is filled; the rest of them is kept with `lists`."""
        made = cls(0, slots, start=start, settings=settings)
        told = {"start": start, **asdict(made.settings)}
        made._hold(columns.create(path, _MAGIC, told, _columns(items, slots)))
        return made

    @classmethod
    def open(cls, path: Path, lists: Lists) -> Counters:
        """Counters of a file, to go on counting into these lists. ValueError, OSError or KeyError where it is not whole."""
        told, arrays = columns.opened(path, _MAGIC, writable=True)
        start = float(told.pop("start"))
        made = cls(0, start=start, settings=Settings(**told))
        made._hold(arrays)
        made.count_in(lists)
        return made

    @property
    def items(self) -> int:
        """N."""
        return len(self.bought.block)

    def weight(self, day: float) -> float:
        """What a line of this day weighs."""
        return float(2.0 ** ((day - self.start) / self.settings.half_life))

    def recent_weight(self, day: float) -> float:
        """What it weighs by the short half-life."""
        return float(2.0 ** ((day - self.start) / self.settings.short_half_life))

    def add(self, basket: Sequence[int], tail: History, day: float) -> Changed:
        """Count an order of known items. `tail`: the customer's lines before it. Returns what `refresh` has to write."""
        return self.add_all([(basket, tail, day)])

    def add_all(self, orders: Sequence[tuple[Sequence[int], History, float]]) -> Changed:
        """Count orders at once: a third of what they cost one by one. Neighbours that go are told by all of them together."""
        bought: dict[int, None] = {}
        parts, seen = [], []
        for basket, tail, day in orders:
            items = list(dict.fromkeys(basket))
            lines = tail.items[-LINES:].tolist()
            recent, weight = self.recent_weight(day), self.weight(day)
            for one in items:
                self.popularity[one] += weight
                self.recent[one] += recent
            if lines:
                seen.append(self.count_repeats(items, lines, tail, day))
            parts.append(self._part(items[:BASKET], lines, weight))
            bought.update(dict.fromkeys(items))
        return Changed(
            bought=np.array(list(bought), dtype=np.int32),
            pairs=self.bought.add(*joined(parts)),
            beyond=np.array([one for basket, *_ in orders for one in basket[BASKET:]], dtype=np.int32),
            seen=seen[0] if len(seen) == 1 else np.concatenate([_NOTHING, *seen]),
        )

    def _part(self, items: Sequence[int], lines: Sequence[int], weight: float) -> Part:
        settings = self.settings
        before = lines[-TAIL:] if settings.before else []
        # First those of the order, then those of the tail alone.
        times = dict.fromkeys([*items, *before], 0.0)
        rows = np.array(list(times), dtype=np.int32)
        gains = None
        if len(times) < len(items) + len(before):
            for one in before:
                times[one] += settings.before
            gains = np.array([*times.values(), 0.0], dtype=np.float32)
        pairing = of_order(len(items), len(rows) - len(items), settings.before)
        return Part(rows, len(items), pairing, pairing.counted(weight, gains))

    def count_repeats(self, bought: Sequence[int], lines: Sequence[int], tail: History, day: float) -> Numbers:
        """Note when the pieces bought before were bought last; returns the places in `seen`."""
        gaps, place = day - tail.days[-LINES:], tail.items[-LINES:].astype(np.intp)
        last = set(lines)
        if len(last) < len(lines):
            latest = dict(zip(lines, gaps.tolist(), strict=True))
            place, gaps = np.array(list(latest), dtype=np.intp), np.array(list(latest.values()))
        place *= BINS
        place += bins(gaps)
        seen = self.seen.reshape(-1)
        seen[place] = seen.take(place) + np.float32(1)
        for one in bought:
            if one in last:
                self.again.reshape(-1)[place[place // BINS == one]] += np.float32(1)
        return place

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
        # Beside one another, as in the file.
        bought = np.empty((self.items, 2 * k), dtype=np.int32)
        made = replace(
            made,
            bought_with=bought[:, :k],
            bought_with_weights=bought[:, k:].view(np.float32),
            popularity=self.popularity.copy(),
            recent_popularity=self.recent.copy(),
            category=made.category if category is None else category,
            seen=self.seen.copy(),
            again=self.again.copy(),
        )
        for start in range(0, self.items, _CHUNK):
            rows = np.arange(start, min(start + _CHUNK, self.items))
            made.bought_with[rows], made.bought_with_weights[rows] = _nearest(self.bought.of(rows), k)
        return made

    def refresh(self, lists: Lists, changed: Changed) -> None:
        """Write anew, in the place where requests read them, the rows an order changed.

        A reader may see a row that is half old and half new for an instant: each number in it is one that was or is true.
        """
        bought = changed.bought
        for rows in (self.bought.of(changed.beyond), changed.pairs) if len(changed.beyond) else (changed.pairs,):
            lists.bought_with[rows.items], lists.bought_with_weights[rows.items] = _nearest(rows, lists.k)
        if lists.popularity is self.popularity:
            return
        lists.popularity[bought] = self.popularity.take(bought)
        lists.recent_popularity[bought] = self.recent.take(bought)
        lists.seen.reshape(-1)[changed.seen] = self.seen.reshape(-1).take(changed.seen)
        lists.again[bought] = self.again.take(bought, axis=0)


def _nearest(rows: Rows, k: int) -> tuple[Ids, Weights]:
    """The k neighbours with the highest cosine, of items with the same one the first."""
    slots = rows.near.shape[1]
    # Weight and number in one: not below 0, a float's bits ascend with it. Sorting such keys is quicker than an argsort.
    keys = np.empty((len(rows.near), slots, 2), dtype="<i4")
    keys[:, :, 1] = rows.near.view(np.int32)
    np.invert(rows.block[:, :slots], out=keys[:, :, 0])
    both = keys.reshape(len(keys), -1).view("<i8")
    both.sort(axis=1)
    best = keys[:, : -k - 1 : -1]
    found = np.zeros((len(keys), k), dtype=np.float32)
    names = np.full((len(keys), k), NOBODY, dtype=np.int32)
    found[:, : best.shape[1]] = best[:, :, 1].view(np.float32)
    names[:, : best.shape[1]] = -best[:, :, 0] - 2
    names[found <= 0] = NOBODY
    return names, found


def bytes_for(items: int, slots: int = SLOTS) -> int:
    """What the file takes once it is filled, but for what aligns the columns."""
    return columns.HEAD + items * (8 * slots + 4)


def _columns(items: int, slots: int) -> dict[str, columns.Column]:
    return {
        "pairs": columns.Column("<i4", (items, 2 * slots)),
        "least": columns.Column("<f4", (items,)),
    }
