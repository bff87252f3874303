"""Candidates side by side: thousands are limited and counted as arrays, and become objects where one is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from mercery.search.filters import CHOOSABLE, Candidate, Filters, Offer, affordable
from mercery.search.measures import MeasureLimit
from mercery.search.stored.rows import Held, Rows, Values
from mercery.search.stored.vectors import Numbers

Mask = NDArray[np.bool_]


class Pool(Sequence[Candidate]):
    """Candidates in their order, the best first."""

    def __init__(self, rows: Rows, numbers: Numbers, scores: NDArray[np.float64], matched: int = 0) -> None:
        """`numbers`: their rows in the index; `matched`: how many of the words each has."""
        self.rows, self.numbers, self.scores, self.matched = rows, numbers, scores, matched
        self._made: dict[int, Candidate] = {}
        self._masks: list[tuple[Filters, int, Mask]] = []

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> Pool: ...
    def __getitem__(self, place: int | slice) -> Candidate | Pool:
        if isinstance(place, slice):
            return self.taken(np.arange(len(self))[place])
        at = range(len(self))[place]
        known = self._made.get(at)
        if known is None:
            number = int(self.numbers[at])
            known = self._made[at] = Candidate(
                product_id=self.product_ids[at],
                score=float(self.scores[at]),
                values=Values(self.rows, number),
                matched=self.matched,
            )
        return known

    def __iter__(self) -> Iterator[Candidate]:
        return (self[place] for place in range(len(self)))

    @cached_property
    def product_ids(self) -> list[str]:
        """The candidates' products, in their order."""
        return self.rows.product_ids(self.numbers)

    @cached_property
    def held(self) -> Held:
        """The values they have."""
        return self.rows.held(self.numbers)

    def taken(self, places: Numbers, scores: NDArray[np.float64] | None = None) -> Pool:
        """Those at these places, in that order, with other scores where they are given."""
        chosen = self.scores[places] if scores is None else scores
        return Pool(self.rows, self.numbers[places], chosen, self.matched)

    def mask(self, filters: Filters, offers: Mapping[str, Offer]) -> Mask:
        """Which of them `fits`: as arrays where only values decide, prices and stock one by one among those that are left.

        One search asks the same several times, for the results, their facets and their prices; `offers` only grows.
        """
        for known, size, mask in self._masks:
            if size == len(offers) and known == filters:
                return mask
        found = self._fitting(filters, offers)
        self._masks.append((filters, len(offers), found))
        return found

    def _fitting(self, filters: Filters, offers: Mapping[str, Offer]) -> Mask:
        found = np.ones(len(self), dtype=np.bool_)
        for name in filters.facets:
            found &= self.held.having(self.rows.numbered(f"{name}={value}" for value in filters.wanted(name)))
        for name, gone in filters.excluded.items():
            found &= self._without(name, gone)
        for limit in filters.measures:
            found &= self.held.having(self._amounts(limit))
        if not filters.needs_offer:
            return found
        ids, numbers = self.product_ids, self.numbers.tolist()
        for place in np.flatnonzero(found).tolist():
            found[place] = affordable(Values(self.rows, numbers[place]), filters, offers.get(ids[place]))
        return found

    def _without(self, name: str, gone: Collection[str]) -> Mask:
        """Which of them have nothing that is excluded; of what one can choose, which have something else as well."""
        if name not in CHOOSABLE:
            return ~self.held.having(self.rows.numbered(f"{name}={value}" for value in gone))
        own = [key for key in self.rows.key_names if key.startswith(f"{name}=")]
        others = [key for key in own if key.partition("=")[2] not in gone]
        return self.held.having(self.rows.numbered(others)) | ~self.held.having(self.rows.numbered(own))

    def within(self, filters: Filters, offers: Mapping[str, Offer]) -> Iterator[Candidate]:
        """The candidates inside the limits, each made when it is looked at."""
        return (self[place] for place in np.flatnonzero(self.mask(filters, offers)).tolist())

    def any_within(self, filters: Filters, offers: Mapping[str, Offer]) -> bool:
        """Whether one is inside the limits."""
        return bool(self.mask(filters, offers).any())

    def valued(self, filters: Filters, offers: Mapping[str, Offer]) -> list[tuple[str, Values]]:
        """Product and values of each inside the limits, without making candidates of them."""
        ids, numbers = self.product_ids, self.numbers.tolist()
        places = np.flatnonzero(self.mask(filters, offers)).tolist()
        return [(ids[place], Values(self.rows, numbers[place])) for place in places]

    def counted(self, filters: Filters, offers: Mapping[str, Offer]) -> tuple[int, Counter[str]]:
        """How many are inside the limits, and how many of those have each value."""
        chosen = self.mask(filters, offers)
        counts = self.held.counted(chosen)
        names = self.rows.key_names
        return int(chosen.sum()), Counter({names[key]: int(counts[key]) for key in np.flatnonzero(counts).tolist()})

    def _amounts(self, limit: MeasureLimit) -> list[int]:
        """The amounts any row has that are within the limit."""
        return self.rows.numbered(amount for amount in self.rows.amounts if limit.met_by((amount,)))


def product_ids(candidates: Sequence[Candidate]) -> list[str]:
    """The ids of candidates, without making each of them."""
    return candidates.product_ids if isinstance(candidates, Pool) else [one.product_id for one in candidates]
