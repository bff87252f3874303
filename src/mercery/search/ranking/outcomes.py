"""What shoppers' choices say about a product for a query, and about a product at all. Pure.

A product is judged by those who will have looked at it, not by all it was shown to: what stands low is looked at less.
Few lookers say little, so each product begins with the query's own average, as if so many more had looked (a Beta prior),
and has to earn its difference from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

import numpy as np

from mercery.search.ranking.lexical import Floats

PRIOR_LOOKERS: Final = 8.0
"""Visitors the average counts for: as many as have to look before a product's own record counts half."""
CLICK: Final = 0.2
CART: Final = 0.3
BUY: Final = 0.5
"""What each step is worth; who buys has clicked and put it into the bag, which makes 1."""


class Counted(Protocol):
    """What came of showing a product for a query, in visitors."""

    @property
    def examined(self) -> float: ...
    @property
    def clicked(self) -> int: ...
    @property
    def carted(self) -> int: ...
    @property
    def bought(self) -> int: ...


class Liked(Protocol):
    """How much visitors like a product at all."""

    @property
    def viewed(self) -> float: ...
    @property
    def carted(self) -> float: ...
    @property
    def bought(self) -> float: ...


def worth(one: Counted) -> float:
    """What came of it, in visitors who bought."""
    return CLICK * one.clicked + CART * one.carted + BUY * one.bought


def smoothed(one: Counted, average: float) -> float:
    """What a looker is worth for the product, drawn towards `average` where few have looked."""
    looked = max(one.examined, float(one.clicked))
    return (worth(one) + average * PRIOR_LOOKERS) / (looked + PRIOR_LOOKERS)


def average_of(outcomes: Iterable[Counted]) -> float:
    """What a looker is worth over all products of the query."""
    every = list(outcomes)
    looked = sum(max(one.examined, float(one.clicked)) for one in every)
    return sum(map(worth, every)) / looked if looked > 0 else 0.0


def chosen(product_ids: Sequence[str], outcomes: Mapping[str, Counted]) -> Floats:
    """For each product, from -1 to 1: passed over more, or chosen more, than what else is shown for the query."""
    found = np.zeros(len(product_ids))
    average = average_of(outcomes.values())
    if average <= 0:
        return found
    for place, product_id in enumerate(product_ids):
        one = outcomes.get(product_id)
        if one is not None:
            own = smoothed(one, average)
            found[place] = (own - average) / (own + average)
    return found


def liked(product_ids: Sequence[str], popularity: Mapping[str, Liked]) -> Floats:
    """For each product, from 0 to 1: how much it is liked, by the logarithm, beside the most liked of the shop."""
    found = np.zeros(len(product_ids))
    top = max((_interest(one) for one in popularity.values()), default=0.0)
    if top <= 0:
        return found
    for place, product_id in enumerate(product_ids):
        one = popularity.get(product_id)
        if one is not None:
            found[place] = math.log1p(_interest(one)) / math.log1p(top)
    return found


def _interest(one: Liked) -> float:
    return CLICK * one.viewed + CART * one.carted + BUY * one.bought
