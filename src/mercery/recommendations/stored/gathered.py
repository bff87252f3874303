"""Lines on their way from the database into lists, as arrays: 28 bytes a line, whatever they say of whom."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from mercery.recommendations.model.counters import BASKET
from mercery.recommendations.model.exact import SEVERAL, TAIL, Lines, Settings
from mercery.recommendations.model.history import LINES as HISTORY

_AT_ONCE: Final = 65_536


@dataclass(slots=True)
class Gathered:
    """Lines of orders, or of looks: each customer's one after the other, the oldest first."""

    people: array[int] = field(default_factory=lambda: array("q"))
    orders: array[int] = field(default_factory=lambda: array("q"))
    days: array[float] = field(default_factory=lambda: array("d"))
    items: array[int] = field(default_factory=lambda: array("i"))
    pairs: int = 0
    """At most so many will have to be counted."""
    repeats: int = 0
    """So many times it will be asked whether something was bought again."""
    longest: int = 0
    """Items of the longest order."""
    _lines_of_person: int = 0

    def add(self, person: int, order: int, day: float, items: Sequence[int]) -> None:
        """Take an order, each item once."""
        count = len(items)
        if not self.people or self.people[-1] != person:
            self._lines_of_person = 0
        self.repeats += min(self._lines_of_person, HISTORY)
        self.pairs += count * (count + TAIL)
        self.longest = max(self.longest, count)
        self._lines_of_person += count
        self.people.extend([person] * count)
        self.orders.extend([order] * count)
        self.days.extend([day] * count)
        self.items.extend(items)

    def __len__(self) -> int:
        return len(self.items)

    def settings(self, k: int) -> Settings:
        """How its lists are worked out: pairs with earlier orders only where orders alone say too little (`exact`)."""
        orders = max(len(set(self.orders)), 1)
        return Settings(k=k, before=0.0) if len(self) / orders >= SEVERAL else Settings(k=k)

    def fits(self, most: int) -> bool:
        """Whether it can be counted in memory at once, and in the same way as anywhere else: no order is cut."""
        return self.pairs + self.repeats <= most and self.longest <= BASKET

    def lines(self) -> Lines:
        """As `exact` takes them."""
        return Lines.sorted(
            np.frombuffer(self.people, dtype=np.int64) if len(self) else np.zeros(0, dtype=np.int64),
            np.frombuffer(self.days, dtype=np.float64) if len(self) else np.zeros(0),
            np.array(self.items, dtype=np.int64),
        )

    def rows(self) -> Iterator[list[tuple[str, str, float, int, int]]]:
        """Customer, order, day, place and item, some at a time; both names are numbers without meaning elsewhere."""
        place, last, rows = 0, -1, []
        for person, order, day, item in zip(self.people, self.orders, self.days, self.items, strict=True):
            place = place + 1 if order == last else 0
            last = order
            rows.append((str(person), str(order), day, place, item))
            if len(rows) == _AT_ONCE:
                yield rows
                rows = []
        if rows:
            yield rows
