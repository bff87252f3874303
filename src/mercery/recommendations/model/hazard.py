"""When a piece is bought again. Pure.

A hazard is asked at an order: of those who bought the piece before, and last so many days ago, the share whose order holds it
again. It is counted by piece and by bins of days, and pieces bought seldom lean on their category, categories on the shop:
first how often at all, compared with what the category says (a factor), then when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mercery.recommendations.model.lists import BINS, Lists, Weights

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

GAPS: Final = (1.5, 3.0, 7.0, 14.0, 30.0, 60.0, 120.0)
"""Edges of the bins in days since the last purchase; a gap on an edge belongs to the later bin."""
_EDGES: Final = np.asarray(GAPS)
SHOP_WEIGHT: Final = 1.0
"""So many repeats at the shop's rate are laid to a category's own."""
FACTOR_WEIGHT: Final = 1.0
"""So many expected repeats are laid to a piece's own, when its factor is worked out."""
BIN_WEIGHT: Final = 30.0
"""So many orders at the expected rate are laid to those a piece had in a bin."""
LEAST: Final = 1e-5
MOST: Final = 0.999


def bins(days: Floats | Weights) -> Numbers:
    """The bin of each gap in days."""
    return np.searchsorted(_EDGES, days, side="right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazards:
    """What rates of pieces lean on, small whatever the catalogue: the shop's rates, and those of each category."""

    shop: Floats
    """BINS."""
    by_category: Floats
    """Categories × BINS; the last row stands for pieces without a category."""

    @classmethod
    def of(cls, lists: Lists) -> Hazards:
        """Count the shop and its categories; once for each version of the lists."""
        seen, again = lists.seen.sum(axis=0, dtype=np.float64), lists.again.sum(axis=0, dtype=np.float64)
        whole = (again.sum() + SHOP_WEIGHT / 10) / (seen.sum() + SHOP_WEIGHT * 10)
        shop = (again + SHOP_WEIGHT) / (seen + SHOP_WEIGHT / whole)
        categories = int(lists.category.max(initial=-1)) + 1
        rows = np.where(lists.category < 0, categories, lists.category)
        by_category = np.repeat(shop[None, :], categories + 1, axis=0)
        if categories:
            seen_by, again_by = np.zeros((categories + 1, BINS)), np.zeros((categories + 1, BINS))
            np.add.at(seen_by, rows, lists.seen)
            np.add.at(again_by, rows, lists.again)
            weight = SHOP_WEIGHT * 20
            by_category = (again_by + weight * shop) / (seen_by + weight)
            by_category[-1] = shop
        return cls(shop=shop, by_category=by_category)

    def factors(self, lists: Lists, items: Numbers) -> Floats:
        """How much more (over 1) or less often a piece is bought again than its category."""
        return self.rates_and_factors(lists, items, np.zeros(len(items)))[1]

    def rates(self, lists: Lists, items: Numbers, days: Floats) -> Floats:
        """The hazard of each piece at its gap in days: a share between 0 and 1."""
        return self.rates_and_factors(lists, items, days)[0]

    def rates_and_factors(self, lists: Lists, items: Numbers, days: Floats) -> tuple[Floats, Floats]:
        """Both at once, for a request."""
        seen, again = lists.seen[items].astype(np.float64), lists.again[items].astype(np.float64)
        expected = self.by_category[lists.category[items]]
        told = np.einsum("ij,ij->i", seen, expected)
        factors = (again.sum(axis=1) + FACTOR_WEIGHT) / (told + FACTOR_WEIGHT)
        place = (np.arange(len(items)), bins(days))
        rates = (again[place] + BIN_WEIGHT * expected[place] * factors) / (seen[place] + BIN_WEIGHT)
        return np.clip(rates, LEAST, MOST), factors

    def curve(self, lists: Lists, item: int) -> Floats:
        """The hazards of one piece over all bins, for a page that shows them."""
        edges = np.concatenate([[0.0], _EDGES])
        return self.rates(lists, np.full(BINS, item, dtype=np.intp), edges)
