"""Where a lone order is looked at (`lone`): arrays made once for each number of pieces and rows, always the same memory, cut
otherwise; and the places by which one number is repeated or many are put in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.hazard import Numbers
from mercery.recommendations.model.lists import Ids, Weights

Bools = NDArray[np.bool_]
Pair = tuple[int, int, int]
"""A row, another one, and where the two stand among the pairs."""
Known = tuple[int, int, int, int]
"""A row, a neighbour that has a slot, that slot, and where the two stand among the pairs."""
_HIT: Final = b"\1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of the pairs of an order."""

    other: Numbers
    """Of each pair the one that is not the piece."""
    bought: Weights
    """How often the item of each row is bought,"""
    by_row: memoryview[float]
    """(the same, to be written),"""
    least: Weights
    """how near its farthest neighbour is,"""
    of_rows: Weights
    """and both, one after the other; of which"""
    of_pairs: Numbers
    """these places are"""
    both: Weights
    """what is asked:"""
    left: Weights
    right: Weights
    """how often the two are bought,"""
    least_of_other: Weights
    least_of_piece: Weights
    """and how near their farthest are; of the piece where the other is of the tail."""
    added: Weights
    share: memoryview[float]
    """The same: what the order adds to each pair."""
    gain: Weights
    gains: memoryview[float]
    """The same: how near a pair would be by this order alone."""
    gain_of_tail: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where an order of some pieces with some rows is looked at: its own pieces come first, then those of the tail alone.
    Pairs are those of two of its pieces, both ways, then each piece with each of the tail."""

    many: int
    """Pieces."""
    slots: int
    rows: Numbers
    rows_told: memoryview[int]
    """The same, to be written."""
    twice: Numbers
    names: Ids
    """Rows × slots."""
    every: Ids
    """The same, one after the other."""
    own: Ids
    """The names in the rows of the order's pieces, as one row."""
    named: Ids
    """The name of each row,"""
    tail: Ids
    """those of the tail as a column."""
    whole: Bools
    """What is looked for, one after the other: where each piece stands in the rows, where one of the tail stands in the rows
    of the pieces, in which rows a piece is nearer than the farthest, in which rows of the pieces one of the tail is."""
    found_pieces: tuple[tuple[Ids, Bools], ...]
    """The name of each piece, and where it stands."""
    found_tail: Bools
    nearer: Bools
    nearer_tail: Bools
    asked: Asked
    """What is asked of pairs."""
    pairs: tuple[Pair, ...]
    """As they are looked for in `nearer` and `nearer_tail`."""
    own_pairs: tuple[Pair, ...]
    kept: dict[int, int]
    """The order's pieces, whose rows change in any case, by their place among rows that change."""
    places: tuple[tuple[int, ...], ...]
    """Piece × row: where the two stand among the pairs; -1 where they are one."""

    def found(self) -> tuple[list[Known], list[Pair]]:
        """Neighbours that have a slot, and those without that may be nearer; rows and others by their place in the order."""
        many, slots, places = self.many, self.slots, self.places
        length, wide = len(self.every), many * slots
        second, third = many * length, many * length + self.found_tail.size
        known: list[Known] = []
        fresh: list[Pair] = []
        whole = self.whole.tobytes()
        hit = whole.find(_HIT)
        while hit >= 0:
            if hit >= third:
                fresh.append(self.pairs[hit - third])
            elif hit < second:
                piece, place = divmod(hit, length)
                row = place // slots
                if row != piece:
                    known.append((row, piece, place % slots, places[piece][row]))
            else:
                one, place = divmod(hit - second, wide)
                row, one = place // slots, one + many
                known.append((row, one, place % slots, places[row][one]))
            hit = whole.find(_HIT, hit + 1)
        if known and fresh:
            with_slot = {(row, other) for row, other, _, _ in known}
            fresh = [one for one in fresh if one[:2] not in with_slot]
        return known, fresh


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Where so many rows that change are worked out, slot by slot, one row after the other."""

    places: memoryview[int]
    """To be written: items, and where their names and their counts stand among all halves of rows; of which"""
    items: Numbers
    halves: Numbers
    block: Ids
    """The halves: names of all rows, then counts."""
    names: Ids
    told_names: memoryview[int]
    """The same."""
    counts: Weights
    numbers: Ids
    of_row: Weights
    repeated: Numbers
    """The row of each slot."""
    of_slot: Weights
    near: Weights
    nearness: memoryview[float]
    """The same,"""
    near_rows: Weights
    """row by row,"""
    near_bits: Ids
    """and as bits, which ascend with them,"""
    near_bits_rows: Ids
    """row by row."""
    keys: NDArray[np.int64]
    """Rows × slots, of halves:"""
    low: Ids
    """names inverted, and"""
    high: Ids
    """nearness as bits."""
    farthest: Weights
    """Of each row, once the keys are sorted."""
    both: Ids
    """The halves one after the other, and"""
    from_both: Ids
    """what becomes of them; both together"""
    all: Ids
    best: Numbers
    """hold at these places what is told of each row: its best neighbours, the nearest first, then how near they are."""
    told: Ids
    told_numbers: memoryview[int]
    """The same,"""
    told_ids: Ids
    told_near: Weights
    """and its two halves."""
    width: int
    """Numbers told of a row."""


class Rooms:
    """Room for orders of up to so many pieces and rows."""

    def __init__(self, pieces: int, rows: int, slots: int, k: int) -> None:
        self._slots, self._k = slots, k
        pairs = pieces * rows
        self._numbers = np.empty((2, rows), dtype=np.intp)
        self._names = np.empty((rows, slots), dtype=np.int32)
        self._named = np.empty(rows, dtype=np.int32)
        self._whole = np.empty(2 * pairs * slots + 2 * pairs, dtype=np.bool_)
        self._of_row = np.empty(2 * rows, dtype=np.float32)
        self._asked = np.empty(4 * pairs, dtype=np.float32)
        self._of_pair = np.empty((2, pairs), dtype=np.float32)
        self._places = np.empty(3 * rows, dtype=np.intp)
        self._ints = np.empty((3, 2 * rows * slots), dtype=np.int32)
        self._keys = np.empty(2 * rows * slots, dtype="<i8")
        self._floats = np.empty((2, rows * slots), dtype=np.float32)
        self.code: str = self._places.data.format
        """What the module `array` calls numbers of rows."""
        self._rooms: dict[tuple[int, int], Room] = {}
        self._rows: dict[int, Rows] = {}

    def room(self, many: int, rows: int) -> Room:
        """Room for an order of so many pieces and so many rows."""
        made = self._rooms.get((many, rows))
        if made is None:
            made = self._rooms[many, rows] = self._made_room(many, rows)
        return made

    def rows(self, many: int) -> Rows:
        """Room for so many rows that change."""
        made = self._rows.get(many)
        if made is None:
            made = self._rows[many] = self._made_rows(many)
        return made

    def _made_room(self, many: int, rows: int) -> Room:
        tail, width, names, named = rows - many, many * self._slots, self._names[:rows], self._named[:rows]
        own = [(one, other) for one in range(many) for other in range(many) if one != other]
        place = {pair: at for at, pair in enumerate([*own, *product(range(many), range(many, rows))])}
        pairs = [(*pair, at) for pair, at in place.items()]
        sizes = [*[rows * self._slots] * many, tail * width, len(pairs), len(pairs) - len(own)]
        whole, *parts = self._parts(sizes)
        numbers = self._numbers[0, :rows]
        return Room(
            many=many,
            slots=self._slots,
            rows=numbers,
            rows_told=numbers.data,
            twice=self._numbers[1, :rows],
            names=names,
            every=names.reshape(-1),
            own=names[:many].reshape(1, -1),
            named=named,
            tail=named[many:, None],
            whole=whole,
            found_pieces=tuple((named[at : at + 1].reshape(()), parts[at]) for at in range(many)),
            found_tail=parts[many].reshape(tail, width),
            nearer=parts[many + 1],
            nearer_tail=parts[many + 2],
            asked=self._made_asked(rows, pairs, len(own)),
            pairs=(*((other, one, at) for one, other, at in pairs), *pairs[len(own) :]),
            kept={one: one for one in range(many)},
            own_pairs=tuple(pairs[: len(own)]),
            places=tuple(tuple(place.get((one, other), -1) for other in range(rows)) for one in range(many)),
        )

    def _made_asked(self, rows: int, pairs: Sequence[Pair], own: int) -> Asked:
        """`own`: so many of the pairs come first and are of the order alone."""
        many = len(pairs)
        at, other = (np.array([pair[side] for pair in pairs], dtype=np.intp) for side in (0, 1))
        added, gain = self._of_pair[:, :many]
        of_rows = self._of_row[: 2 * rows]
        of_pairs = np.concatenate([at, other, other + rows, at[own:] + rows])
        both = self._asked[: len(of_pairs)]
        left, right, least_of_other, least_of_piece = np.split(both, [many, 2 * many, 3 * many])
        return Asked(
            other=other,
            bought=of_rows[:rows],
            by_row=numbers_of(of_rows[:rows]),
            least=of_rows[rows:],
            of_rows=of_rows,
            of_pairs=of_pairs,
            both=both,
            left=left,
            right=right,
            least_of_other=least_of_other,
            least_of_piece=least_of_piece,
            added=added,
            share=numbers_of(added),
            gain=gain,
            gains=numbers_of(gain),
            gain_of_tail=gain[own:],
        )

    def _parts(self, sizes: Sequence[int]) -> list[Bools]:
        """The whole of what is looked for, and its parts."""
        ends = np.cumsum([0, *sizes]).tolist()
        return [self._whole[: ends[-1]], *(self._whole[start:end] for start, end in pairwise(ends))]

    def _made_rows(self, many: int) -> Rows:
        slots, k, size = self._slots, self._k, many * self._slots
        block, numbers, told = self._ints[0, : 2 * size], self._ints[1, :size], self._ints[2, : 2 * many * k]
        near, of_slot = self._floats[:, :size]
        keys = self._keys[:size].reshape(many, slots)
        both = self._keys[: 2 * size].view("<i4")
        told_rows = told.reshape(many, 2 * k)
        return Rows(
            places=self._places[: 3 * many].data,
            items=self._places[:many],
            halves=self._places[many : 3 * many],
            block=block.reshape(2 * many, slots),
            names=block[:size],
            told_names=block.data,
            counts=block[size:].view(np.float32),
            numbers=numbers,
            of_row=self._of_row[:many],
            repeated=np.repeat(np.arange(many), slots),
            of_slot=of_slot,
            near=near,
            nearness=numbers_of(near),
            near_rows=near.reshape(many, slots),
            near_bits=near.view(np.int32),
            near_bits_rows=near.view(np.int32).reshape(many, slots),
            keys=keys,
            low=both[: 2 * size : 2],
            high=both[1 : 2 * size : 2],
            farthest=keys.view("<i4")[:, 1].view(np.float32),
            both=both[: 2 * size],
            from_both=both[2 * size :],
            all=both,
            best=_best(many, slots, k),
            told=told,
            told_numbers=told.data,
            told_ids=told_rows[:, :k],
            told_near=told_rows[:, k:].view(np.float32),
            width=2 * k,
        )


def _best(many: int, slots: int, k: int) -> Numbers:
    """Where the k best neighbours of each row stand in `Rows.all`, then how near they are: keys ascend, so the nearest stands
    last; of each the low half is who, the high half how near."""
    nearest = 2 * (np.arange(many)[:, None] * slots + np.arange(slots - 1, slots - 1 - k, -1))
    return np.concatenate([2 * many * slots + nearest, nearest + 1], axis=1).reshape(-1)


def numbers_of(array: NDArray[Any]) -> memoryview[float]:
    """Its numbers one by one, row after row: quicker than numpy reads or writes one."""
    return cast("memoryview[float]", array.reshape(-1).data)
