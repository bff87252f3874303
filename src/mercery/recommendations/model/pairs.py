"""Which items go together: for each item the heaviest of its neighbours, counted in a fixed number of slots.

Space-saving (Metwally, Agrawal, El Abbadi 2005), an item a row: a neighbour that has no slot takes one of the lightest and
goes on from the count of what was driven out, which is noted as the error. So of each neighbour it is known that its true count lies between
`count - error` and `count`; one that has no slot weighs at most as much as the lightest that has. A row is one stretch of
memory (names, counts, errors), read and written back once an order.
"""

from __future__ import annotations

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
    """Counters of pairs. `block` is N × (3 · slots) int32: names, then counts and errors as float32."""

    def __init__(self, block: NDArray[np.int32]) -> None:
        self.block = block
        self.slots = block.shape[1] // 3

    def add(self, rows: Ids, basket: int, weight: float, gains: Weights | None = None) -> None:
        """Count an order. `rows`: distinct items, first the `basket` of the order, then those of the tail alone.

        Two of the basket make a pair of `weight`; each of the basket with each item of the tail one of `weight * gain`,
        where `gains` says, by row, what the item counts for being in the tail, and ends with a 0. Both rows of a pair are
        written.
        """
        at, other, both, gained = _places(basket, len(rows) - basket)
        if not len(at):
            return
        size = self.slots
        share = both if gains is None else both + gains.take(gained).sum(axis=0)
        added = share * np.float32(weight)
        block = self.block.take(rows, axis=0)
        names, amounts = block.reshape(-1), block.view(np.float32).reshape(-1)
        wanted = (rows + np.int32(1)).take(other)
        place = (block[at, :size] == wanted[:, None]).argmax(axis=1)
        place += at * (3 * size)
        found = names.take(place) == wanted
        if not found.all():
            fresh = (~found).nonzero()[0]
            place, known = place[found], added[found]
            amounts[place + size] += known
            self._take_in(block, at.take(fresh), wanted.take(fresh), added.take(fresh))
        else:
            amounts[place + size] += added
        self.block[rows] = block

    def _take_in(self, block: NDArray[np.int32], at: Numbers, wanted: Ids, weight: Weights) -> None:
        """Give slots to neighbours that have none: in each row the lightest, and to all of them the error of the heaviest
        that is driven out, so that nobody without a slot weighs more than the lightest that has one."""
        size = self.slots
        counts = np.bincount(at, minlength=len(block))
        begins = counts.cumsum()
        begins -= counts
        rank = np.arange(len(at))
        rank -= begins.take(at)
        if int(counts.max()) > size:
            # More at once than there are slots: the others come in their turn.
            for some in (rank < size, rank >= size):
                self._take_in(block, at[some], wanted[some], weight[some])
            return
        # Not below 0, a float's bits ascend with it, and integers are sorted quicker.
        lightest = block[:, size : 2 * size].argsort(axis=1)
        names, amounts = block.reshape(-1), block.view(np.float32).reshape(-1)
        row = at * (3 * size)
        place = row + lightest[at, rank]
        names[place] = wanted
        before = amounts.take(row + lightest[at, counts.take(at) - 1] + size)
        amounts[place + 2 * size] = before
        amounts[place + size] = before + weight

    def of(self, items: Numbers | Ids) -> tuple[Ids, Weights, Weights]:
        """Neighbours of each item (-1 where a slot is free), what they weigh for certain, and at most."""
        block = self.block[items]
        amounts = block.view(np.float32)
        most = amounts[:, self.slots : 2 * self.slots]
        return block[:, : self.slots] - np.int32(1), most - amounts[:, 2 * self.slots :], most

    def fill(self, items: Numbers, neighbours: Ids, counts: Weights) -> None:
        """Set the neighbours of items (-1: nobody) to what was counted elsewhere; those beyond the slots are left out."""
        wide = min(neighbours.shape[1], self.slots)
        block = np.zeros((len(items), 3 * self.slots), dtype=np.int32)
        there = neighbours[:, :wide] >= 0
        block[:, :wide] = np.where(there, neighbours[:, :wide] + 1, FREE)
        block.view(np.float32)[:, self.slots : self.slots + wide] = np.where(there, counts[:, :wide], 0)
        self.block[items] = block


@lru_cache(maxsize=512)
def _places(basket: int, tail: int) -> tuple[Numbers, Numbers, Weights, Numbers]:
    """Which rows are paired with which, in the order of the first; whether both are of the basket; and whose gains count.

    A pair gains what its second is in the tail where its first is of the basket, and the other way round: two rows of
    numbers, of which the one past the end stands for no gain.
    """
    size = basket + tail
    paired = ~np.eye(size, dtype=bool)
    paired[basket:, basket:] = False
    at, other = np.nonzero(paired)
    first, second = at < basket, other < basket
    gained = np.stack([np.where(first, other, size), np.where(second, at, size)])
    return at, other, (first & second).astype(np.float32), gained
