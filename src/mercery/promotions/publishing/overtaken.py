"""Goods whose list price has begun or ended by the clock since the proof was made. Pure.

The proof speaks of the prices of its own moment. A price that came by the clock is one it never saw, so no rule touches
such a piece until it is proved again; the price the shop has listed for that time is what is paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from mercery.catalog.product import PriceRow, Product
from mercery.promotions.price import LISTED, row_in_force
from mercery.promotions.rules.benefit import BuyGet
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import Scope


def overtaken(products: Iterable[Product], currency: str, proved: datetime, at: datetime) -> frozenset[str]:
    """Article numbers of goods that had another list price at the moment of the proof than at `at`."""
    return frozenset(
        variant.sku
        for product in products
        for variant in product.variants
        if is_overtaken(variant.prices, currency, proved, at)
    )


def is_overtaken(prices: Sequence[PriceRow], currency: str, proved: datetime, at: datetime) -> bool:
    """Whether another of these rows is in force at `at` than at the moment of the proof, with another price."""
    if all(row.valid_from is None and row.valid_to is None for row in prices):
        return False
    return _price(prices, currency, proved) != _price(prices, currency, at)


def _price(prices: Sequence[PriceRow], currency: str, at: datetime) -> tuple[int, bool] | None:
    """The amount, and whether rules see the piece as reduced."""
    row = row_in_force(prices, currency, at, LISTED)
    return (row.amount.minor, row.was is not None and row.amount < row.was) if row else None


def without_goods(rules: Iterable[Rule], skus: frozenset[str]) -> tuple[Rule, ...]:
    """The rules as if these goods were in none of their scopes: neither lowered in price nor counted towards anything."""
    return tuple(_without(rule, skus) for rule in rules)


def _without(rule: Rule, skus: frozenset[str]) -> Rule:
    benefit = rule.benefit
    if isinstance(benefit, BuyGet) and benefit.get is not None:
        benefit = replace(benefit, get=_less(benefit.get, skus))
    return replace(
        rule,
        benefit=benefit,
        scope=_less(rule.scope, skus),
        need_scope=_less(rule.need_scope, skus) if rule.need_scope else None,
        also=tuple(replace(need, scope=_less(need.scope, skus)) for need in rule.also),
    )


def _less(scope: Scope, skus: frozenset[str]) -> Scope:
    return replace(scope, not_skus=scope.not_skus | skus)
