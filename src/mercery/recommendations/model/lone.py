"""Counting an order that comes alone, and writing its rows where requests read them: what `Counters.add` and `refresh` do, bit
for bit, in a quarter of their steps.

What an order of a few pieces costs is hardly its data (some twenty rows of 512 bytes) but the calls of numpy, whose code comes
cold from memory where orders come one by one, and the pages it writes first. So here calls are few, on arrays made beforehand,
and of the plainest kind: arrays of one dimension and one length, beside one another in memory, for which numpy needs none of
its iterators (0.3 microseconds against 1 to 2 where shapes differ); what has to be repeated is taken by places worked out once
(`rooms`). What holds for single numbers is done by single numbers, once, where requests read them. Numbers are kept as float32:
in between they are doubles, which for a sum or a product of two of them comes to the same once it is rounded.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, cast

import numpy as np
from numpy.lib.stride_tricks import as_strided

from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.exact import TAIL
from mercery.recommendations.model.hazard import GAPS
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists
from mercery.recommendations.model.rooms import Pair, Room, Rooms, Rows, numbers_of

MOST: Final = 8
"""Pieces of an order that is counted here; of a longer one the data are the greater part."""
_SHORT: Final = 64
"""Up to so many lines before it are gone through one by one."""
_ONE: Final = np.array(1, dtype=np.int32)
_LEFT: Final = np.array(-2, dtype=np.int32)
"""What is left of a name (item + 1) inverted (-name - 1) is the item: -2 less that."""


class Lone:
    """Counts orders one by one into counters and into the lists requests read. One writer at a time."""

    def __init__(self, counters: Counters, lists: Lists) -> None:
        self.counters, self.lists = counters, lists
        counters.count_in(lists)
        pairs = counters.bought
        self._slots, self._least = pairs.slots, pairs.least
        self._smoothed = np.array(pairs.smoothed, dtype=np.float32)
        self._halves = pairs.block.reshape(-1, pairs.slots)
        """The names of an item, then its counts, then those of the next."""
        flat = pairs.block.reshape(-1)
        self._names, self._counts = flat.data, numbers_of(flat.view(np.float32))
        self._popular = counters.popularity
        self._popularity, self._recent = numbers_of(counters.popularity), numbers_of(counters.recent)
        self._seen, self._again = numbers_of(counters.seen), numbers_of(counters.again)
        told = _together(lists)
        self._told: memoryview[int] | None = None if told is None else told.reshape(-1).data
        self._farthest = numbers_of(pairs.least)
        self._rounded = cast("memoryview[float]", np.empty(2, dtype=np.float32).data)
        sums = [0.0]
        while len(sums) <= TAIL:
            sums.append(sums[-1] + counters.settings.before)
        self._times = [float(np.float32(one)) for one in sums]
        """What standing so often in the tail counts."""
        self._rooms = Rooms(MOST, MOST + TAIL, pairs.slots, lists.k)
        self._code = self._rooms.code

    def takes(self, basket: Sequence[int]) -> bool:
        """Whether this order is counted here."""
        return len(basket) <= MOST and self._told is not None and self.lists.k <= self._slots

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
        last = dict(zip(lines, tail.days[-LINES:].tolist(), strict=True))
        seen, again = self._seen, self._again
        then, bin_ = day, bisect_right(GAPS, 0.0)
        for one, when in last.items():
            if when != then:  # lines of one order share a day
                then, bin_ = when, bisect_right(GAPS, day - when)
            seen[one * BINS + bin_] += 1.0
        for one in items:
            if one in last:
                again[one * BINS + bisect_right(GAPS, day - last[one])] += 1.0

    def _pair(self, items: Sequence[int], before: Sequence[int], weight: float) -> None:
        """Count what goes together, and write the rows that change where requests read them."""
        times = dict.fromkeys(items, 0)
        for one in before:
            times[one] = times.get(one, 0) + 1
        many, names = len(items), list(times)
        room = self._rooms.room(many, len(names))
        self._add(room, list(times.values()), many, weight)
        self._look(room, names)
        known, fresh = room.found()
        counts, width, share = self._counts, self._slots, room.asked.share
        kept = room.kept.copy()
        for row, _, slot, pair in known:
            counts[(2 * names[row] + 1) * width + slot] += share[pair]
            kept.setdefault(row, len(kept))
        for row, _, _ in fresh:
            kept.setdefault(row, len(kept))
        self._write([names[one] for one in kept], room, kept, names, fresh)

    def _add(self, room: Room, times: Sequence[int], many: int, weight: float) -> None:
        """What the order adds to a pair: of two of its pieces 1, of a piece and one of the tail what that counts there, and both
        where a piece stands in the tail, too."""
        counted, asked, share = self._times, room.asked, room.asked.share
        asked.by_row[:] = array("f", [weight] * many + [counted[one] * weight for one in times[many:]])
        asked.bought.take(asked.other, None, asked.added, "clip")
        if not any(times[:many]):
            return
        # Rounded after each step, as arrays of float32 are.
        rounded = self._rounded
        for one, other, at in room.own_pairs:
            rounded[0] = counted[times[one]] + counted[times[other]]
            rounded[0] += 1.0
            share[at] = rounded[0] * weight

    def _look(self, room: Room, names: Sequence[int]) -> None:
        """Find neighbours that have a slot, and those nearer than the farthest that has."""
        rows, asked, gain = room.rows, room.asked, room.asked.gain
        room.rows_told[:] = array(self._code, names)
        np.add(rows, rows, room.twice)
        self._halves.take(room.twice, 0, room.names, "clip")
        np.add(rows.astype(np.int32), _ONE, room.named)
        for piece, found in room.found_pieces:
            np.equal(room.every, piece, found)
        if len(room.found_tail):
            np.equal(room.own, room.tail, room.found_tail)
        self._popular.take(rows, None, asked.bought, "clip")
        self._least.take(rows, None, asked.least, "clip")
        asked.of_rows.take(asked.of_pairs, None, asked.both, "clip")
        np.multiply(asked.left, asked.right, gain)
        np.sqrt(gain, gain)
        np.add(gain, self._smoothed, gain)
        np.divide(asked.added, gain, gain)
        np.greater(gain, asked.least_of_other, room.nearer)
        np.greater(asked.gain_of_tail, asked.least_of_piece, room.nearer_tail)

    def _write(
        self, items: Sequence[int], room: Room, kept: dict[int, int], names: Sequence[int], fresh: Sequence[Pair]
    ) -> None:
        """Work out the rows that change, take in neighbours that are nearer, and write the best of each. `kept`: their places."""
        rows, popular = self._rooms.rows(len(items)), self._popular
        rows.places[:] = array(self._code, [*items, *[2 * one for one in items], *[2 * one + 1 for one in items]])
        self._halves.take(rows.halves, 0, rows.block, "clip")
        near = rows.near
        # A free slot has name 0, so number -1: whatever stands there first is divided into a count of 0.
        np.subtract(rows.names, _ONE, rows.numbers)
        popular.take(rows.numbers, None, near, "clip")
        popular.take(rows.items, None, rows.of_row, "clip")
        rows.of_row.take(rows.repeated, None, rows.of_slot, "clip")
        np.multiply(near, rows.of_slot, near)
        np.sqrt(near, near)
        np.add(near, self._smoothed, near)
        if self._smoothed:
            np.divide(rows.counts, near, near)
        else:
            np.divide(rows.counts, near, near, where=near > 0)
        if fresh:
            self._take_in(rows, room, kept, names, fresh)
        self._tell(rows, items)

    def _tell(self, rows: Rows, items: Sequence[int]) -> None:
        """Write the best neighbours of rows where requests read them, and how near the farthest is."""
        rows.high[:] = rows.near_bits
        np.invert(rows.names, rows.low)
        rows.keys.sort(axis=1)
        np.subtract(_LEFT, rows.both, rows.from_both)
        rows.all.take(rows.best, None, rows.told, "clip")
        farthest: list[float] = rows.farthest.tolist()
        if 0.0 in farthest:
            rows.told_ids[rows.told_near <= 0] = NOBODY
        written, told, width = cast("memoryview[int]", self._told), rows.told_numbers, rows.width
        least, end = self._farthest, 0
        for one, far in zip(items, farthest, strict=True):
            start, end = end, end + width
            written[one * width : one * width + width] = told[start:end]
            least[one] = far

    def _take_in(
        self, rows: Rows, room: Room, kept: dict[int, int], names: Sequence[int], fresh: Sequence[Pair]
    ) -> None:
        """Give slots to neighbours that have none, if they are nearer: the nearest of a row that of the farthest, and so on."""
        width, gains, share = self._slots, room.asked.gains, room.asked.share
        waiting: dict[int, list[tuple[float, int, float]]] = {}
        for row, other, pair in fresh:
            waiting.setdefault(row, []).append((-gains[pair], other, share[pair]))
        farthest: list[int] = rows.near_rows.argmin(axis=1).tolist()
        told, near = rows.told_names, rows.nearness
        for row, some in waiting.items():
            place = kept[row]
            slots, far = [farthest[place]], -near[place * width + farthest[place]]
            if len(some) > 1:
                some = sorted(one for one in some if one[0] < far)
                if len(some) > 1:
                    slots = rows.near_bits_rows[place].argsort(kind="stable").tolist()
            for slot, (less, other, count) in zip(slots, some, strict=False):
                at = place * width + slot
                if -less <= near[at]:
                    break
                where, name = 2 * names[row] * width + slot, names[other] + 1
                self._names[where], self._counts[where + width] = name, count
                told[at], near[at] = name, -less


def _together(lists: Lists) -> Ids | None:
    """Items × neighbours and how near they are, as the file has them beside one another; None where they lie elsewhere."""
    ids, near, k = lists.bought_with, lists.bought_with_weights, lists.k
    beside = near.ctypes.data == ids.ctypes.data + ids.itemsize * k
    if not beside or ids.strides != (2 * ids.itemsize * k, ids.itemsize) or near.strides != ids.strides:
        return None
    return as_strided(ids, (len(ids), 2 * k))
