"""Lists worked out of all lines at once, in memory and exactly: for evals, tests and shops whose orders fit. Pure.

What `counters` keeps as orders stream in, with nothing left out: every pair is counted. Time O(lines * (size of an order +
TAIL)), memory as much as there are distinct pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.hazard import Floats, Numbers, bins
from mercery.recommendations.model.lists import BINS, NOBODY, Ids, Lists, Weights, empty

TAIL: Final = 20
"""A piece is paired with so many lines of the person's orders before its own."""
SEVERAL: Final = 3.0
"""From so many pieces an order on, on average, pairs with earlier orders only blur."""
_AT_ONCE: Final = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines by person, each person's by day; an order is a run of one person and one day, and holds a piece once."""

    people: NDArray[np.int64]
    days: Floats
    items: NDArray[np.int64]
    spent: Floats | None = None
    """What each line cost, where that is known."""

    @classmethod
    def sorted(
        cls, people: NDArray[np.int64], days: Floats, items: NDArray[np.int64], spent: Floats | None = None
    ) -> Lines:
        """From lines in any order, with repeats."""
        order = np.lexsort((items, days, people))
        people, days, items = people[order], days[order], items[order]
        fresh = np.ones(len(items), dtype=bool)
        fresh[1:] = (np.diff(people) != 0) | (np.diff(days) != 0) | (np.diff(items) != 0)
        if spent is not None:
            spent = np.add.reduceat(spent[order], np.flatnonzero(fresh)) if len(items) else spent
        return cls(people=people[fresh], days=days[fresh], items=items[fresh], spent=spent)

    def starts(self) -> Numbers:
        """The first line of each order."""
        change = (np.diff(self.people) != 0) | (np.diff(self.days) != 0)
        return np.concatenate([[0], np.flatnonzero(change) + 1]) if len(self.items) else np.zeros(0, dtype=np.intp)

    def people_starts(self) -> Numbers:
        """The first line of each person."""
        return np.unique(self.people, return_index=True)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How lists are worked out."""

    k: int = 64
    half_life: float = 180.0
    """In days: of popularity and pairs."""
    short_half_life: float = 30.0
    """In days: of recent popularity."""
    before: float = 0.5
    """What a pair with a piece of an earlier order counts, compared with one of the same order."""
    smoothed: float = 2.0
    """So many orders without the pair are laid to each pair, so that one order in common is not much."""

    def for_orders(self, lines: Lines) -> Settings:
        """The same, without pairs with earlier orders where orders hold several pieces, so that the same order says enough."""
        size = len(lines.items) / max(len(lines.starts()), 1)
        return replace(self, before=0.0) if size >= SEVERAL else self


def gather(
    lines: Lines, items: int, day: float, settings: Settings | None = None, category: Ids | None = None
) -> Lists:
    """The lists of N pieces as of `day`, with what was bought and nothing that was looked at."""
    settings = settings or Settings()
    told = 0.5 ** ((day - lines.days) / settings.half_life)
    recent = 0.5 ** ((day - lines.days) / settings.short_half_life)
    popularity: Floats = np.bincount(lines.items, weights=told, minlength=items).astype(np.float64)
    ids, weights = _neighbours(lines, told, popularity, settings)
    seen, again = repeats(lines, items)
    plain = empty(items, settings.k, day)
    return Lists(
        day=day,
        bought_with=ids,
        bought_with_weights=weights,
        viewed_with=plain.viewed_with,
        viewed_with_weights=plain.viewed_with_weights,
        popularity=popularity.astype(np.float32),
        recent_popularity=np.bincount(lines.items, weights=recent, minlength=items).astype(np.float32),
        category=plain.category if category is None else category,
        seen=seen,
        again=again,
    )


def repeats(lines: Lines, items: int) -> tuple[Weights, Weights]:
    """`seen` and `again`: at each order, for each piece bought before, the bin of its gap, and whether it is in there."""
    starts = lines.people_starts()
    seen, again = np.zeros(items * BINS), np.zeros(items * BINS)
    for begin, end in zip(starts, [*starts[1:], len(lines.items)], strict=True):
        days, order = np.unique(lines.days[begin:end], return_inverse=True)
        if len(days) < 2:
            continue
        own, piece = np.unique(lines.items[begin:end], return_inverse=True)
        held = np.zeros((len(days), len(own)), dtype=bool)
        held[order, piece] = True
        last = np.maximum.accumulate(np.where(held, days[:, None], -np.inf), axis=0)[:-1]
        known, now = np.isfinite(last), held[1:]
        gaps = (days[1:, None] - last)[known]
        key = np.broadcast_to(own * BINS, last.shape)[known] + bins(gaps)
        np.add.at(seen, key, 1.0)
        np.add.at(again, key[now[known]], 1.0)
    shape = (items, BINS)
    return seen.reshape(shape).astype(np.float32), again.reshape(shape).astype(np.float32)


def _neighbours(lines: Lines, told: Floats, popularity: Floats, settings: Settings) -> tuple[Ids, Weights]:
    """Per piece the K with the highest cosine, best first."""
    items = len(popularity)
    keys, counts = _pairs(lines, told, items, settings.before)
    first, second = np.divmod(keys, items)
    first, second, counts = np.append(first, second), np.append(second, first), np.append(counts, counts)
    near = counts / (np.sqrt(popularity[first] * popularity[second]) + settings.smoothed)
    order = np.lexsort((second, -near, first))
    first, second, near = first[order], second[order], near[order]
    begin = np.searchsorted(first, np.arange(items))
    rank = np.arange(len(first)) - begin[first]
    kept = rank < settings.k
    ids = np.full((items, settings.k), NOBODY, dtype=np.int32)
    weights = np.zeros((items, settings.k), dtype=np.float32)
    ids[first[kept], rank[kept]] = second[kept]
    weights[first[kept], rank[kept]] = near[kept]
    return ids, weights


def _pairs(lines: Lines, told: Floats, items: int, before: float) -> tuple[NDArray[np.int64], Floats]:
    """Each pair once, as smaller * items + larger, and its decayed count."""
    starts = lines.starts()
    sizes = np.diff(np.append(starts, len(lines.items)))
    start, size = np.repeat(starts, sizes), np.repeat(sizes, sizes)
    number = np.arange(len(lines.items))
    people = np.repeat(lines.people_starts(), np.diff(np.append(lines.people_starts(), len(lines.items))))
    tail = np.maximum(start - TAIL, people)
    kinds = [(number + 1, start + size, 1.0)] + ([(tail, start, before)] if before else [])
    keys: list[NDArray[np.int64]] = []
    counts: list[Floats] = []
    for low, high, weight in kinds:
        for one, other in _ranges(low, high):
            a, b = lines.items[one], lines.items[other]
            key, count = _summed(np.minimum(a, b) * items + np.maximum(a, b), told[one] * weight, a != b)
            keys.append(key)
            counts.append(count)
    if not keys:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    joined = np.concatenate(keys)
    return _summed(joined, np.concatenate(counts), np.ones(len(joined), dtype=bool))


def _ranges(low: Numbers, high: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Every number with each of its range [low, high), some millions at a time."""
    many = high - low
    total = np.cumsum(many)
    begin = 0
    while begin < len(low):
        spent = total[begin - 1] if begin else 0
        end = max(int(np.searchsorted(total, spent + _AT_ONCE, side="right")), begin + 1)
        size = many[begin:end]
        one = np.repeat(np.arange(begin, end), size)
        offset = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
        if len(one):
            yield one, low[one] + offset
        begin = end


def _summed(keys: NDArray[np.int64], counts: Floats, kept: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Floats]:
    """Each key once, ascending, with the sum of its counts."""
    keys, counts = keys[kept], counts[kept]
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    start = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[start], np.add.reduceat(counts, start) if len(start) else counts
