"""Counting an order that comes alone, and writing its rows where requests read them: what `Counters.add` and `refresh` do, bit
for bit, in a quarter of their steps.

What an order of a few pieces costs is hardly its data (some twenty rows of 512 bytes) but the calls of numpy, whose code comes
cold from memory where orders come one by one, and the pages it writes first. So here calls are few, on arrays made beforehand;
what holds for single numbers is done by single numbers, once, where requests read them. Numbers are kept as float32: in between
they are doubles, which for a sum or a product of two of them comes to the same once it is rounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.exact import TAIL
from mercery.recommendations.model.hazard import GAPS, Numbers
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists, Weights

MOST: Final = 8
"""Pieces of an order that is counted here; of a longer one the data are the greater part."""
_SHORT: Final = 64
"""Up to so many lines before it are gone through one by one."""
_ROWS: Final = MOST + TAIL
Shares = Sequence[Sequence[float]]
"""What the order adds to a pair, by piece and row."""
_ONCE: Final = np.float32(1)
_ONE: Final = np.int32(1)
_HIT: Final = b"\1"
_LEFT: Final = np.int32(-2)
"""What is left of a name (item + 1) inverted (-name - 1) is the item: -2 less that."""


@dataclass(frozen=True, slots=True)
class _Room:
    """Where an order of `many` pieces with some rows is looked at: its own pieces come first, then those of the tail alone."""

    names: Ids
    """Rows × slots."""
    every: Ids
    """The same as one row."""
    own: Ids
    """The names in the rows of the order's pieces, as one row."""
    gain: Weights
    """Piece × row."""
    whole: NDArray[np.bool_]
    """What is looked for, one after the other: where a piece stands in the rows, where one of the tail stands in the rows of
    the pieces, in which rows a piece is nearer than the farthest, in which rows of the pieces one of the tail is."""
    parts: tuple[NDArray[np.bool_], ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where so many rows that change are worked out: rows × slots, and rows × k."""

    block: NDArray[np.int32]
    """Names and counts, as they are kept."""
    names: Ids
    counts: Weights
    numbers: Ids
    near: Weights
    near_bits: NDArray[np.int32]
    keys: NDArray[np.int64]
    low: NDArray[np.int32]
    """The halves of the keys: names inverted, and"""
    high: NDArray[np.int32]
    """cosines, whose bits ascend with them."""
    farthest: Weights
    """Of each row, once the keys are sorted."""
    both: NDArray[np.int32]
    """The halves one after the other, and"""
    from_both: NDArray[np.int32]
    """what becomes of them, of which"""
    ids: Ids
    """are the best, the nearest first, and"""
    best: Weights
    """how near they are."""


class Lone:
    """Counts orders one by one into counters and into the lists requests read. One writer at a time."""

    def __init__(self, counters: Counters, lists: Lists) -> None:
        self.counters, self.lists = counters, lists
        counters.count_in(lists)
        pairs = counters.bought
        self._slots, self._smoothed, self._least = pairs.slots, pairs.smoothed, pairs.least
        self._whole = pairs.block
        self._halves = pairs.block.reshape(-1, pairs.slots)
        """The names of an item, then its counts, then those of the next."""
        flat = pairs.block.reshape(-1)
        self._names, self._counts = flat.data, _floats(flat.view(np.float32))
        self._popularity, self._recent = _floats(counters.popularity), _floats(counters.recent)
        self._seen, self._again = _floats(counters.seen), _floats(counters.again)
        self._told_with, self._told_near = lists.bought_with, lists.bought_with_weights
        self._farthest = _floats(pairs.least)
        self._rounded = cast("memoryview[float]", np.empty(2, dtype=np.float32).data)
        sums = [0.0]
        while len(sums) <= TAIL:
            sums.append(sums[-1] + counters.settings.before)
        self._times = [float(np.float32(one)) for one in sums]
        """What standing so often in the tail counts."""
        slots = pairs.slots
        self._room_names = np.empty((_ROWS, slots), dtype=np.int32)
        self._room_gain = np.empty(MOST * _ROWS, dtype=np.float32)
        self._room_whole = np.empty((MOST * _ROWS + MOST * TAIL) * (slots + 1), dtype=np.bool_)
        self._rows_block = np.empty((_ROWS, 2 * slots), dtype=np.int32)
        self._rows_numbers, self._rows_both = (
            np.empty((_ROWS, slots), dtype=np.int32),
            np.empty((_ROWS, 2 * slots), dtype=np.int32),
        )
        self._rows_near = np.empty((_ROWS, slots), dtype=np.float32)
        self._rows_told, self._rows_nearness = (
            self._rows_block.reshape(-1).data,
            _floats(self._rows_near),
        )
        self._rows_keys = np.empty((_ROWS, slots), dtype="<i8")
        self._rooms: dict[tuple[int, int], _Room] = {}
        self._changed: dict[int, _Rows] = {}

    def takes(self, basket: Sequence[int]) -> bool:
        """Whether this order is counted here."""
        return len(basket) <= MOST and self.lists.k <= self._slots

    def count(self, basket: Sequence[int], tail: History, day: float) -> None:
        """Count an order that is taken."""
        counters, rounded = self.counters, self._rounded
        items = list(dict.fromkeys(basket))
        lines: list[int] = tail.items[-LINES:].tolist()
        # As float32 adds them.
        rounded[0], rounded[1] = counters.weight(day), counters.recent_weight(day)
        weight, recent = rounded
        popular, lately = self._popularity, self._recent
        for one in items:
            popular[one] += weight
            lately[one] += recent
        if lines:
            self._count_repeats(items, lines, tail, day)
        if items:
            self._pair(items, lines[-TAIL:] if counters.settings.before else [], weight)

    def _count_repeats(self, items: Sequence[int], lines: Sequence[int], tail: History, day: float) -> None:
        """Note when the pieces bought before were bought last."""
        if len(lines) > _SHORT:
            self.counters.count_repeats(items, lines, tail, day)
            return
        places: dict[int, int] = {}
        then, bin_ = day, bisect_right(GAPS, 0.0)
        for one, when in zip(lines, tail.days[-LINES:].tolist(), strict=True):
            if when != then:  # lines of one order share a day
                then, bin_ = when, bisect_right(GAPS, day - when)
            places[one] = one * BINS + bin_
        seen, again = self._seen, self._again
        for place in places.values():
            seen[place] += 1.0
        for one in items:
            if one in places:
                again[places[one]] += 1.0

    def _pair(self, items: Sequence[int], before: Sequence[int], weight: float) -> None:
        """Count what goes together, and write the rows that change where requests read them."""
        times = dict.fromkeys(items, 0)
        for one in before:
            times[one] = times.get(one, 0) + 1
        many, names = len(items), list(times)
        room = self._room(many, len(names))
        added = self._added(list(times.values()), many, weight)
        self._look(room, np.array(names), many, added)
        known, fresh = _decoded(room, many, len(names), self._slots)
        counts, width, share = self._counts, self._slots, added.tolist()
        if added.ndim == 1:
            share = [share] * many
        kept = {one: one for one in range(many)}
        for row, other, slot in known:
            counts[(2 * names[row] + 1) * width + slot] += share[other][row] if other < many else share[row][other]
            kept.setdefault(row, len(kept))
        for row, _ in fresh:
            kept.setdefault(row, len(kept))
        self._write(kept, fresh, names, room.gain, share)

    def _added(self, times: Sequence[int], many: int, weight: float) -> Weights:
        """What the order adds to a pair: of two of its pieces 1, of a piece and one of the tail what that counts there; by row,
        or by piece and row where a piece stands in the tail, too."""
        counted = self._times
        if not any(times[:many]):
            return np.array([weight] * many + [counted[one] * weight for one in times[many:]], dtype=np.float32)
        tail = np.array([counted[one] for one in times], dtype=np.float32)
        added = np.empty((many, len(times)), dtype=np.float32)
        added[:] = tail
        both = added[:, :many]
        both += tail[:many, None]
        both += _ONCE
        added *= np.float32(weight)
        return added

    def _look(self, room: _Room, rows: Numbers, many: int, added: Weights) -> None:
        """Find neighbours that have a slot, and those nearer than the farthest that has."""
        self._halves.take(rows * 2, 0, room.names, "clip")
        own, names = self.counters.popularity.take(rows), rows.astype(np.int32)
        names += _ONE
        found, found_tail, nearer, nearer_tail = room.parts
        np.equal(room.every, names[:many, None], found)
        np.equal(room.own, names[many:, None], found_tail)
        gain, least = room.gain, self._least.take(rows)
        np.multiply(own[:many, None], own, gain)
        np.sqrt(gain, gain)
        gain += self._smoothed
        np.divide(added, gain, gain)
        np.greater(gain, least, nearer)
        np.greater(gain[:, many:], least[:many, None], nearer_tail)

    def _write(
        self,
        kept: Mapping[int, int],
        fresh: Sequence[tuple[int, int]],
        names: Sequence[int],
        gain: Weights,
        share: Shares,
    ) -> None:
        """Work out the rows that change, take in neighbours that are nearer, and write the best of each. `kept`: their places."""
        room = self._rows(len(kept))
        items = [names[one] for one in kept]
        rows = np.array(items)
        self._whole.take(rows, 0, room.block, "clip")
        near, popularity = room.near, self.counters.popularity
        # A free slot has name 0, so number -1: whatever stands there first is divided into a count of 0.
        np.subtract(room.names, _ONE, room.numbers)
        popularity.take(room.numbers, None, near, "clip")
        near *= popularity.take(rows)[:, None]
        np.sqrt(near, near)
        near += self._smoothed
        if self._smoothed:
            np.divide(room.counts, near, near)
        else:
            np.divide(room.counts, near, near, where=near > 0)
        if fresh:
            self._take_in(room, kept, fresh, names, gain, share)
        self._tell(room, items, rows)

    def _tell(self, room: _Rows, items: Sequence[int], rows: Numbers) -> None:
        """Write the best neighbours of rows where requests read them, and how near the farthest is."""
        room.high[:] = room.near_bits
        np.invert(room.names, room.low)
        room.keys.sort(axis=1)
        np.subtract(_LEFT, room.both, room.from_both)
        farthest: list[float] = room.farthest.tolist()
        if 0.0 in farthest:
            room.ids[room.best <= 0] = NOBODY
        self._told_with[rows] = room.ids
        self._told_near[rows] = room.best
        for one, far in zip(items, farthest, strict=True):
            self._farthest[one] = far

    def _take_in(
        self,
        room: _Rows,
        kept: Mapping[int, int],
        fresh: Sequence[tuple[int, int]],
        names: Sequence[int],
        gain: Weights,
        share: Shares,
    ) -> None:
        """Give slots to neighbours that have none, if they are nearer: the nearest of a row that of the farthest, and so on."""
        gains, many, width = gain.tolist(), len(gain), self._slots
        waiting: dict[int, list[tuple[float, int, float]]] = {}
        for row, other in fresh:
            piece, one = (other, row) if other < many else (row, other)
            waiting.setdefault(row, []).append((-gains[piece][one], other, share[piece][one]))
        farthest = room.near.argmin(axis=1).tolist()
        told, near = self._rows_told, self._rows_nearness
        for row, some in waiting.items():
            place = kept[row]
            slots = [farthest[place]]
            if len(some) > 1:
                some.sort()
                slots = room.near_bits[place].argsort(kind="stable").tolist()
            for slot, (less, other, count) in zip(slots, some, strict=False):
                if -less <= near[place * width + slot]:
                    break
                at, name = 2 * names[row] * width + slot, names[other] + 1
                self._names[at], self._counts[at + width] = name, count
                told[2 * place * width + slot], near[place * width + slot] = name, -less

    def _room(self, many: int, rows: int) -> _Room:
        """Room for an order of so many pieces and so many rows: always the same, cut otherwise."""
        made = self._rooms.get((many, rows))
        if made is None:
            names = self._room_names[:rows]
            shapes = ((many, rows * self._slots), (rows - many, many * self._slots), (many, rows), (many, rows - many))
            ends = list(accumulate(one * other for one, other in shapes))
            starts = [0, *ends[:-1]]
            made = self._rooms[many, rows] = _Room(
                names=names,
                every=names.reshape(1, -1),
                own=names[:many].reshape(1, -1),
                gain=self._room_gain[: many * rows].reshape(many, rows),
                whole=self._room_whole[: ends[-1]],
                parts=tuple(
                    self._room_whole[start:end].reshape(shape)
                    for start, end, shape in zip(starts, ends, shapes, strict=True)
                ),
                starts=tuple(starts[1:]),
            )
        return made

    def _rows(self, many: int) -> _Rows:
        """Room for so many rows that change: always the same, cut otherwise."""
        made = self._changed.get(many)
        if made is None:
            block, keys, slots = self._rows_block[:many], self._rows_keys[:many], self._slots
            halves = keys.view("<i4").reshape(many, slots, 2)
            from_both, best = self._rows_both[:many], slice(None, -self.lists.k - 1, -1)
            made = self._changed[many] = _Rows(
                block=block,
                names=block[:, :slots],
                counts=block.view(np.float32)[:, slots:],
                numbers=self._rows_numbers[:many],
                near=self._rows_near[:many],
                near_bits=self._rows_near[:many].view(np.int32),
                keys=keys,
                low=halves[:, :, 0],
                high=halves[:, :, 1],
                farthest=halves[:, 0, 1].view(np.float32),
                both=keys.view("<i4"),
                from_both=from_both,
                ids=from_both.reshape(many, slots, 2)[:, best, 0],
                best=halves[:, best, 1].view(np.float32),
            )
        return made


def _floats(array: Weights) -> memoryview[float]:
    """Its numbers one by one, row after row: quicker than numpy reads or writes one."""
    return cast("memoryview[float]", array.reshape(-1).data)


def _decoded(room: _Room, many: int, rows: int, slots: int) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
    """What was found: (row, other, slot) of neighbours that have one, (row, other) of those without that may be nearer; rows and
    others by their place in the order."""
    second, third, fourth = room.starts
    known: list[tuple[int, int, int]] = []
    fresh: list[tuple[int, int]] = []
    tail, whole = rows - many, room.whole.tobytes()
    hit = whole.find(_HIT)
    while hit >= 0:
        if hit < second:
            piece, place = divmod(hit, rows * slots)
            known.append((place // slots, piece, place % slots))
        elif hit < third:
            one, place = divmod(hit - second, many * slots)
            known.append((place // slots, many + one, place % slots))
        elif hit < fourth:
            piece, row = divmod(hit - third, rows)
            if piece != row:
                fresh.append((row, piece))
        else:
            piece, one = divmod(hit - fourth, tail)
            fresh.append((piece, many + one))
        hit = whole.find(_HIT, hit + 1)
    if known and fresh:
        with_slot = {(row, other) for row, other, _ in known}
        fresh = [one for one in fresh if one not in with_slot]
    return known, fresh
