"""Goods, rules and policy together: what is quoted, proved and published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from mercery.promotions.rules.goods import Sku
from mercery.promotions.rules.policy import Fees, Floor, Policy
from mercery.promotions.rules.rule import Rule


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Everything a price depends on but the cart, the buyer and the moment."""

    skus: Mapping[str, Sku]
    rules: tuple[Rule, ...]
    """In the order in which they were written: ties are broken by it."""
    policy: Policy = field(default_factory=Policy)
    currency: str = "CNY"
    shipping: int = 0
    """The delivery fee of an order before rules."""
    fees: Fees = field(default_factory=Fees)
    floor: Floor = field(default_factory=Floor)
    most_units: int = 20
    """Units of one SKU in an order, where the SKU has no limit of its own."""
    most_lines: int | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    def at(self, moment: datetime) -> Calendar:
        """The same with the rules in force at `moment` alone."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.holds_at(moment)))

    def without(self, *ids: str) -> Calendar:
        """The same without some rules."""
        return replace(self, rules=tuple(rule for rule in self.rules if rule.id not in ids))

    def with_rule(self, changed: Rule) -> Calendar:
        """The same with one rule in the place of the one with its id, or at the end."""
        if changed.id not in self.by_id:
            return replace(self, rules=(*self.rules, changed))
        return replace(self, rules=tuple(changed if rule.id == changed.id else rule for rule in self.rules))
