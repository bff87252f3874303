"""Which goods a rule is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mercery.promotions.rules.goods import Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Goods a rule looks at. An empty condition holds for all; conditions are joined by "and"."""

    skus: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    """One of them is enough."""
    shops: frozenset[str] = frozenset()
    not_skus: frozenset[str] = frozenset()
    not_tags: frozenset[str] = frozenset()
    price_min: int | None = None
    """Of the list price of one unit, included."""
    price_max: int | None = None

    def has(self, sku: Sku) -> bool:
        """Whether `sku` is meant."""
        return (
            (not self.skus or sku.id in self.skus)
            and (not self.tags or not self.tags.isdisjoint(sku.tags))
            and (not self.shops or sku.shop in self.shops)
            and sku.id not in self.not_skus
            and self.not_tags.isdisjoint(sku.tags)
            and (self.price_min is None or sku.price >= self.price_min)
            and (self.price_max is None or sku.price <= self.price_max)
        )


EVERYTHING: Final = Scope()
