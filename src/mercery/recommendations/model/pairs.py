"""Which items go together: for each item its nearest neighbours, counted in a fixed number of slots.

A neighbour that has no slot takes the one of the farthest, if it is nearer: of two seldom seen the one that is seldom bought
otherwise. So a count is never too high, and too low only by what came while the neighbour had no slot. Who is far is worked out
of the counts at that moment, since they change with every order. A row is one stretch of memory (names, then counts), read and
written back once an order.
"""

from __future__ import annotations

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


class Pairs:
    """Counters of pairs. `block` is N × (2 · slots) int32: names, and counts as float32."""

    def __init__(self, block: NDArray[np.int32], bought: Weights, smoothed: float) -> None:
        self.block = block
        self.bought = bought
        """N: how often each item was bought; the caller counts that first."""
        self.smoothed = np.float32(smoothed)
        self.slots = block.shape[1] // 2

    def add(self, rows: Ids, basket: int, weight: float, before: float = 0.0, gains: Weights | None = None) -> None:
        """Count an order. `rows`: distinct items, first the `basket` of the order, then those of the tail alone.

        Two of the basket make a pair of `weight`; each of the basket with each item of the tail one of `weight * before`.
        Where an item is in the tail several times, or in the basket too, `gains` says instead, by row, what being in the
        tail counts, and ends with a 0. Both rows of a pair are written.
        """
        places = _places(basket, len(rows) - basket)
        if not len(places.at):
            return
        size = self.slots
        share = places.share(before) if gains is None else places.both + gains.take(places.gained).sum(axis=0)
        added = share * np.float32(weight)
        block = self.block.take(rows, axis=0)
        names, counts = block.reshape(-1), block.view(np.float32).reshape(-1)
        wanted = (rows + np.int32(1)).take(places.other)
        place = (block[places.at, :size] == wanted[:, None]).argmax(axis=1)
        place += places.at * (2 * size)
        found = names.take(place) == wanted
        fresh = (~found).nonzero()[0]
        if len(fresh):
            counts[place[found] + size] += added[found]
            self._take_in(block, rows, places.at.take(fresh), wanted.take(fresh), added.take(fresh))
        else:
            counts[place + size] += added
        self.block[rows] = block

    def _take_in(self, block: NDArray[np.int32], rows: Ids, at: Numbers, wanted: Ids, added: Weights) -> None:
        """Give slots to neighbours that have none: the first of a row the farthest, the second the next, if they are nearer."""
        size, own = self.slots, self.bought.take(rows)
        near = self._near(block, own)
        under = own.take(at)
        under *= self.bought.take(wanted - np.int32(1))
        np.sqrt(under, out=under)
        under += self.smoothed
        # Most are farther than all that have slots: what follows is for the others.
        some = (added > near.min(axis=1).take(at) * under).nonzero()[0]
        if not len(some):
            return
        at, wanted, added, under = at.take(some), wanted.take(some), added.take(some), under.take(some)
        rank = np.arange(len(at))
        rank -= np.searchsorted(at, at)
        rank %= size  # of a long order more may come than there are slots: the later ones instead of the earlier
        # Not below 0, a float's bits ascend with it, and integers are sorted quicker.
        slot = near.view(np.int32).argsort(axis=1)[at, rank]
        nearer = (added > near[at, slot] * under).nonzero()[0]
        place = at.take(nearer) * (2 * size) + slot.take(nearer)
        block.reshape(-1)[place] = wanted.take(nearer)
        block.view(np.float32).reshape(-1)[place + size] = added.take(nearer)

    def _near(self, block: NDArray[np.int32], own: Weights) -> Weights:
        """The cosine of each slot of some rows whose items were bought `own` times; 0 where it is free."""
        size = self.slots
        # A free slot has name 0, so number -1: whatever stands there last is divided into a count of 0.
        under = self.bought.take(block[:, :size] - np.int32(1), mode="wrap")
        under *= own[:, None]
        np.sqrt(under, out=under)
        under += self.smoothed
        counts = block.view(np.float32)[:, size:]
        return np.divide(counts, under, out=under, where=True if self.smoothed else under > 0)

    def of(self, items: Numbers | Ids) -> tuple[Ids, Weights]:
        """Neighbours of each item (-1 where a slot is free) and their cosines (0 there)."""
        block = self.block.take(items, axis=0)
        return block[:, : self.slots] - np.int32(1), self._near(block, self.bought.take(items))

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


@dataclass(frozen=True, slots=True)
class _Places:
    """Which rows are paired with which, in the order of the first."""

    at: Numbers
    other: Numbers
    both: Weights
    """1 where both are of the basket."""
    gained: Numbers
    """A pair gains what its second is in the tail where its first is of the basket, and the other way round: two rows of
    numbers, of which the one past the end stands for no gain."""

    def share(self, before: float) -> Weights:
        """What pairs count where nothing is in the tail twice, or in basket and tail."""
        return self.both if before == 0 else np.where(self.both > 0, self.both, np.float32(before))


@lru_cache(maxsize=512)
def _places(basket: int, tail: int) -> _Places:
    size = basket + tail
    paired = ~np.eye(size, dtype=bool)
    paired[basket:, basket:] = False
    at, other = np.nonzero(paired)
    first, second = at < basket, other < basket
    gained = np.stack([np.where(first, other, size), np.where(second, at, size)])
    return _Places(at, other, (first & second).astype(np.float32), gained)
