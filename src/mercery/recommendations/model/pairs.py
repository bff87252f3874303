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
        where `gains` says, by row, what the item counts for being in the tail. Both rows of a pair are written.
        """
        at, other, both, first, second = _places(basket, len(rows) - basket)
        if not len(at):
            return
        share = both if gains is None else both + gains[other] * first + gains[at] * second
        added = share * np.float32(weight)
        block = self.block[rows]
        names, amounts = block.reshape(-1), block.view(np.float32).reshape(-1)
        wanted = (rows + np.int32(1))[other]
        slot = (block[at, : self.slots] == wanted[:, None]).argmax(axis=1)
        place = at * (3 * self.slots) + slot
        found = names[place] == wanted
        known = place[found]
        amounts[known + self.slots] += added[found]
        if len(known) < len(at):
            fresh = ~found
            self._take_in(block, at[fresh], wanted[fresh], added[fresh])
        self.block[rows] = block

    def _take_in(self, block: NDArray[np.int32], at: Numbers, wanted: Ids, weight: Weights) -> None:
        """Give slots to neighbours that have none: in each row the lightest, and to all of them the error of the heaviest
        that is driven out, so that nobody without a slot weighs more than the lightest that has one."""
        size = self.slots
        counts = np.bincount(at, minlength=len(block))
        rank = np.arange(len(at)) - (np.cumsum(counts) - counts)[at]
        # Count and slot in one: not below 0, a float's bits ascend with it. Sorting such keys is quicker than an argsort.
        keys = (block[:, size : 2 * size].astype(np.int64) << 32) | np.arange(size)
        keys.sort(axis=1)
        lightest = keys & np.int64(2**31 - 1)
        fits = rank < size
        if not fits.all():
            # More at once than there are slots: the others come in their turn.
            late = ~fits
            first = at[fits], wanted[fits], weight[fits]
            self._take_in(block, *first)
            self._take_in(block, at[late], wanted[late], weight[late])
            return
        names, amounts = block.reshape(-1), block.view(np.float32).reshape(-1)
        place = at * (3 * size) + lightest[at, rank]
        names[place] = wanted
        before = amounts[at * (3 * size) + size + lightest[at, counts[at] - 1]]
        amounts[place + 2 * size] = before
        amounts[place + size] = before + weight

    def of(self, items: Numbers | Ids) -> tuple[Ids, Weights, Weights]:
        """Neighbours of each item (-1 where a slot is free), what they weigh for certain, and at most."""
        block = self.block[items]
        amounts = block.view(np.float32)
        most = amounts[:, self.slots : 2 * self.slots]
        return block[:, : self.slots] - np.int32(1), most - amounts[:, 2 * self.slots :], most

    def put(self, item: int, neighbours: Ids, weights: Weights) -> None:
        """Set the neighbours of an item to what was counted elsewhere, heaviest first; those beyond the slots are left out."""
        row = np.zeros(3 * self.slots, dtype=np.int32)
        count = min(len(neighbours), self.slots)
        row[:count] = neighbours[:count] + 1
        row.view(np.float32)[self.slots : self.slots + count] = weights[:count]
        self.block[item] = row


@lru_cache(maxsize=512)
def _places(basket: int, tail: int) -> tuple[Numbers, Numbers, Weights, Weights, Weights]:
    """Which rows are paired with which, in the order of the first; whether both, the first, the second are of the basket."""
    size = basket + tail
    paired = ~np.eye(size, dtype=bool)
    paired[basket:, basket:] = False
    at, other = np.nonzero(paired)
    first, second = (at < basket).astype(np.float32), (other < basket).astype(np.float32)
    return at, other, first * second, first, second
