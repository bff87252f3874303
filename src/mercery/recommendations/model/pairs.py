"""Which items go together: for each item its nearest neighbours, counted in a fixed number of slots.

A neighbour that has no slot takes the one of the farthest, if it is nearer: of two seldom seen the one that is seldom bought
otherwise. So a count is never too high, and too low only by what came while the neighbour had no slot. Who is far is worked out
of the counts at that moment, since they change with every order. A row is one stretch of memory (names, then counts), read and
written back once an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.lists import Ids, Weights

Numbers = NDArray[np.intp]
SLOTS: Final = 64
FREE: Final = 0
"""In place of a name (item + 1): so a new file of zeros is a file of free slots."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the block, copied, with the cosine of each slot."""

    items: Numbers | Ids
    block: NDArray[np.int32]
    near: Weights
    """0 where a slot is free."""

    def least(self) -> Weights:
        """The cosine of the farthest of each row."""
        farthest = self.near.argmin(axis=1)  # much quicker than `min`
        farthest += np.arange(0, self.near.size, self.near.shape[1])
        return np.asarray(self.near.reshape(-1).take(farthest))


class Pairs:
    """Counters of pairs. `block` is N × (2 · slots) int32: names, and counts as float32."""

    def __init__(
        self, block: NDArray[np.int32], bought: Weights, smoothed: float, least: Weights | None = None
    ) -> None:
        self.block = block
        self.least = np.zeros(len(block), dtype=np.float32) if least is None else least
        """N: how near the farthest of a row was when the row was last looked at; 0 where that is not known."""
        self.bought = bought
        """N: how often each item was bought; the caller counts that first."""
        self.smoothed = np.float32(smoothed)
        self.slots = block.shape[1] // 2

    def add(self, rows: Ids, bought: NDArray[np.bool_], pairing: Pairing, added: Weights) -> Rows:
        """Add to pairs of `rows` (distinct items); returns the rows that may have changed, as they are now.

        `bought`: whether a row's item was counted anew in what was bought. Each pair of two rows stands in `pairing` both ways.
        """
        block, own, at = self.block.take(rows, axis=0), self.bought.take(rows), pairing.at
        under = own.take(at)
        under *= own.take(pairing.other)
        np.sqrt(under, out=under)
        under += self.smoothed
        gain = added / under
        names = (rows + np.int32(1)).take(pairing.other)
        place = (block[at, : self.slots] == names[:, None]).argmax(axis=1)
        place += at * (2 * self.slots)
        found = block.reshape(-1).take(place) == names
        held = found.nonzero()[0]
        block.view(np.float32).reshape(-1)[place.take(held) + self.slots] += added.take(held)
        # Of those without a slot, most are farther than all that have one.
        fresh = (gain > self.least.take(rows).take(at)) & ~found
        changed = bought.copy()
        changed[at[found | fresh]] = True
        kept = changed.nonzero()[0]
        block = block.take(kept, axis=0)
        made = Rows(rows.take(kept), block, self._near(block, own.take(kept)))
        pairs = fresh.nonzero()[0]
        if len(pairs):
            self._take_in(
                made, kept.searchsorted(at.take(pairs)), names.take(pairs), added.take(pairs), gain.take(pairs)
            )
        self.least[made.items] = made.least()
        self.block[made.items] = block
        return made

    def _take_in(self, made: Rows, at: Numbers, names: Ids, added: Weights, gain: Weights) -> None:
        """Give slots to neighbours that have none, if they are nearer: the nearest of a row that of the farthest, and so on.

        `at`: the row of each, ascending.
        """
        some = (gain > made.least().take(at)).nonzero()[0]
        if not len(some):
            return
        some = some.take(np.lexsort((-gain.take(some), at.take(some))))
        at, gain = at.take(some), gain.take(some)
        number = np.arange(len(at))
        rank = number - at.searchsorted(at)
        first = (rank == 0).nonzero()[0]
        # Not below 0, a float's bits ascend with it. Of equally far ones the first slot goes, on every machine.
        order = made.near.take(at.take(first), axis=0).view(np.int32).argsort(axis=1, kind="stable")
        slot = order[first.searchsorted(number, side="right") - 1, np.minimum(rank, self.slots - 1)]
        nearer = ((gain > made.near[at, slot]) & (rank < self.slots)).nonzero()[0]
        at, slot, some = at.take(nearer), slot.take(nearer), some.take(nearer)
        made.block[at, slot] = names.take(some)
        made.block[at, slot + self.slots] = added.take(some).view(np.int32)
        made.near[at, slot] = gain.take(nearer)

    def _near(self, block: NDArray[np.int32], own: Weights) -> Weights:
        """The cosine of each slot of some rows whose items were bought `own` times; 0 where it is free."""
        size = self.slots
        # A free slot has name 0, so number -1: whatever stands there first is divided into a count of 0.
        under = self.bought.take(block[:, :size] - np.int32(1), mode="clip")
        under *= own[:, None]
        np.sqrt(under, out=under)
        under += self.smoothed
        counts = block.view(np.float32)[:, size:]
        return np.divide(counts, under, out=under, where=True if self.smoothed else under > 0)

    def of(self, items: Numbers | Ids) -> Rows:
        """The rows of some items."""
        block = self.block.take(items, axis=0)
        return Rows(items, block, self._near(block, self.bought.take(items)))

    def counts(self, items: Numbers | Ids) -> tuple[Ids, Weights]:
        """Neighbours of each item (-1 where a slot is free) and how often both were bought, at least."""
        block = self.block.take(items, axis=0)
        return block[:, : self.slots] - np.int32(1), block.view(np.float32)[:, self.slots :]

    def fill(self, items: Numbers, neighbours: Ids, counts: Weights) -> None:
        """Set the neighbours of items (-1: nobody) to what was counted elsewhere; those beyond the slots are left out."""
        wide = min(neighbours.shape[1], self.slots)
        block = np.zeros((len(items), 2 * self.slots), dtype=np.int32)
        there = neighbours[:, :wide] >= 0
        block[:, :wide] = np.where(there, neighbours[:, :wide] + 1, FREE)
        block.view(np.float32)[:, self.slots : self.slots + wide] = np.where(there, counts[:, :wide], 0)
        self.block[items] = block
        self.least[items] = self.of(items).least()


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which rows are paired with which: numbers of rows, those of the first ascending."""

    at: Numbers
    other: Numbers


@dataclass(frozen=True, slots=True)
class OfOrder(Pairing):
    """The pairs of an order: its own items come first, then those of the tail alone."""

    both: Weights
    """1 where both are of the order."""
    share: Weights
    """What pairs count where nothing is in the tail twice, or in order and tail: two of the order 1, one of the tail `before`."""
    gained: Numbers
    """A pair gains what its second is in the tail where its first is of the order, and the other way round: two rows of
    numbers, of which the one past the end stands for no gain."""

    def counted(self, weight: float, gains: Weights | None) -> Weights:
        """What an order of this weight adds to each. `gains`: where `share` does not hold, what being in the tail counts, by row, and a 0."""
        share = self.share if gains is None else self.both + gains.take(self.gained).sum(axis=0)
        return share * np.float32(weight)


@lru_cache(maxsize=512)
def of_order(items: int, tail: int, before: float) -> OfOrder:
    """The pairs of an order of so many items with so many of the tail, where one of the tail counts `before`."""
    size = items + tail
    paired = ~np.eye(size, dtype=bool)
    paired[items:, items:] = False
    at, other = np.nonzero(paired)
    first, second = at < items, other < items
    both = (first & second).astype(np.float32)
    share = np.where(both > 0, both, np.float32(before))
    gained = np.stack([np.where(first, other, size), np.where(second, at, size)])
    return OfOrder(at, other, both, share, gained)


@dataclass(frozen=True, slots=True)
class Part:
    """What one order adds to pairs."""

    rows: Ids
    """Its items, then those of the tail alone; no item twice."""
    items: int
    """How many of them are its own."""
    pairing: Pairing
    added: Weights


def joined(parts: Sequence[Part]) -> tuple[Ids, NDArray[np.bool_], Pairing, Weights]:
    """What several orders add together, as `Pairs.add` takes it."""
    if len(parts) == 1:
        one = parts[0]
        return one.rows, np.arange(len(one.rows)) < one.items, one.pairing, one.added
    sizes = [len(one.rows) for one in parts]
    starts = np.repeat(np.cumsum([0, *sizes[:-1]]), [len(one.added) for one in parts])
    rows, number = np.unique(np.concatenate([one.rows for one in parts]), return_inverse=True)
    at = number.take(np.concatenate([one.pairing.at for one in parts]) + starts)
    other = number.take(np.concatenate([one.pairing.other for one in parts]) + starts)
    pairs, pair = np.unique(at * len(rows) + other, return_inverse=True)
    added = np.bincount(pair, np.concatenate([one.added for one in parts])).astype(np.float32)
    bought = np.zeros(len(rows), dtype=np.bool_)
    bought[number[np.concatenate([np.arange(size) < one.items for size, one in zip(sizes, parts, strict=True)])]] = True
    return rows, bought, Pairing(*np.divmod(pairs, len(rows))), added
