"""What one person bought: their lines, and what the blend reads off them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.hazard import Floats, Numbers

LINES: Final = 400
"""Older lines are not read: what a request costs does not grow with them."""
NEAR: Final = 0.8
FAR: Final = 0.95
"""What an order counts, compared with the one after it, in the near and in the far frequency."""
YEAR: Final = 365.0
SEASON: Final = 45.0
"""So many days before and after a day of last year are its time of year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Lines in the order of their days, each piece once an order; lines of one order share a day."""

    items: NDArray[np.int32]
    days: NDArray[np.float64]
    spent: NDArray[np.float64] | None = None
    """What each line cost, in any one unit, where that is known."""

    @classmethod
    def of(cls, orders: Iterable[tuple[float, Sequence[int]]]) -> History:
        """From orders (day, pieces), the oldest first."""
        items: list[int] = []
        days: list[float] = []
        for day, pieces in orders:
            once = list(dict.fromkeys(pieces))
            items += once
            days += [day] * len(once)
        return cls(items=np.asarray(items, dtype=np.int32), days=np.asarray(days, dtype=np.float64))

    def before(self, day: float) -> History:
        """The lines before this day."""
        end = int(np.searchsorted(self.days, day, side="left"))
        spent = None if self.spent is None else self.spent[:end]
        return History(items=self.items[:end], days=self.days[:end], spent=spent)

    def recent(self, lines: int = LINES) -> Habits:
        """What is read off the last lines."""
        spent = None if self.spent is None else self.spent[-lines:]
        return Habits(items=self.items[-lines:], days=self.days[-lines:], spent=spent)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """A person's last lines, by piece: `own` are the distinct pieces, ascending; arrays beside it have its length."""

    items: NDArray[np.int32]
    days: NDArray[np.float64]
    spent: NDArray[np.float64] | None = None

    @cached_property
    def _places(self) -> tuple[NDArray[np.int32], Numbers]:
        own, places = np.unique(self.items, return_inverse=True)
        return own, places

    @property
    def own(self) -> NDArray[np.int32]:
        """The distinct pieces, ascending."""
        return self._places[0]

    @cached_property
    def ages(self) -> Numbers:
        """Of each line, how many orders of this person came after its own."""
        number = np.cumsum(np.diff(self.days, prepend=self.days[:1]) > 0)
        return np.asarray(number[-1:] - number, dtype=np.intp)

    @property
    def orders(self) -> int:
        """How many orders the lines are of."""
        return int(self.ages[0]) + 1 if len(self.ages) else 0

    @cached_property
    def counts(self) -> Floats:
        """How many orders held the piece."""
        return np.bincount(self._places[1], minlength=len(self.own)).astype(np.float64)

    def frequency(self, decay: float) -> Floats:
        """The share of orders that held the piece, later orders counting more."""
        weighed = np.bincount(self._places[1], weights=decay**self.ages, minlength=len(self.own))
        return np.asarray(weighed / max(float((decay ** np.arange(self.orders)).sum()), 1.0))

    @cached_property
    def money(self) -> Floats:
        """The logarithm of what an order of the piece costs this person, above that of their other pieces; 0 if not known."""
        if self.spent is None or not len(self.own):
            return np.zeros(len(self.own))
        whole = np.bincount(self._places[1], weights=self.spent, minlength=len(self.own))
        level = np.log(np.maximum(whole / self.counts, 0.0) + 0.01)
        return np.asarray(level - level.mean())

    @cached_property
    def last(self) -> Numbers:
        """The number of the piece's last line."""
        found = np.zeros(len(self.own), dtype=np.intp)
        found[self._places[1]] = np.arange(len(self.items))  # of lines with one place, the last one stays
        return found

    @cached_property
    def first(self) -> Numbers:
        """The number of the piece's first line."""
        found = np.zeros(len(self.own), dtype=np.intp)
        found[self._places[1][::-1]] = np.arange(len(self.items))[::-1]
        return found

    @cached_property
    def intervals(self) -> Floats:
        """Days from one purchase of the piece to its next, on average; 0 for a piece bought once."""
        span = self.days[self.last] - self.days[self.first]
        return np.asarray(span / np.maximum(self.counts - 1, 1))

    @cached_property
    def repeat_share(self) -> float:
        """Of the lines after the first order, the share that was bought before (leaning on a half)."""
        later = float((self.ages < self.orders - 1).sum())
        fresh = float((self.ages[self.first] < self.orders - 1).sum())
        return (later - fresh + 1.0) / (later + 2.0)

    def a_year_before(self, day: float) -> NDArray[np.bool_]:
        """Whether the piece was bought at the time of year of this day, a year before."""
        then = np.abs(day - self.days - YEAR) <= SEASON
        return np.asarray(np.bincount(self._places[1][then], minlength=len(self.own)) > 0)

    def tail(self, pieces: int) -> Numbers:
        """Places in `own` of the pieces bought last, the latest first."""
        return np.argsort(-self.last, kind="stable")[:pieces]
