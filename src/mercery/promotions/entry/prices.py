"""What goods in a scope cost, as far as typed amounts are measured by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.scope import Scope


@dataclass(kw_only=True)
class Prices:
    """List prices by scope, worked out once each."""

    skus: Mapping[str, Sku]
    _known: dict[Scope, tuple[Sku, ...]] = field(default_factory=dict)
    _typical: dict[Scope, float | None] = field(default_factory=dict)

    def goods(self, scope: Scope) -> tuple[Sku, ...]:
        """Articles in scope."""
        if scope not in self._known:
            self._known[scope] = tuple(sku for sku in self.skus.values() if scope.has(sku))
        return self._known[scope]

    def typical(self, scope: Scope) -> float | None:
        """The median list price in scope; None where nothing is known of it."""
        if scope not in self._typical:
            goods = self.goods(scope)
            self._typical[scope] = median(sku.price for sku in goods) if goods else None
        return self._typical[scope]
