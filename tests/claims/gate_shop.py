"""A small shop as the gate sees it: near names, names with materials they are not made of, sales, gaps and dates."""

from __future__ import annotations

from functools import cache

from tests.assistant.shop import NOW, catalogue, policies

from mercery.catalog.facts import product_facts
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate
from mercery.claims.grounds import Grounds, grounds
from mercery.policies.facts import facts as policy_facts
from mercery.promotions.facts import price_facts
from mercery.promotions.price import prices_of


@cache
def shop_facts() -> tuple[Fact, ...]:
    """Every fact of the shop that might be in force."""
    goods = catalogue()
    found = [fact for product in goods for fact in product_facts(product)]
    for currency in ("EUR", "CNY"):
        prices = prices_of(goods, currency=currency, at=NOW, tax_included=True, lists=("default",))
        found += price_facts(goods, prices)
    return (*found, *policy_facts(policies()))


@cache
def shop_grounds() -> Grounds:
    """The shop on a Sunday in November."""
    return grounds(shop_facts(), now=NOW, timezone="Europe/Paris")


@cache
def gate() -> Gate:
    """The gate over that shop."""
    return Gate(shop_grounds())


def variant(key: str, choice: str = "-") -> str:
    """The id of a variant."""
    return f"var_{key}_{choice}"
