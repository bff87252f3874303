"""A shelf of the demo shop's goods, without a database: the same facts services gather, as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from mercery.accounts.shop import Shop
from mercery.catalog.facts import product_facts
from mercery.catalog.product import Product, Variant
from mercery.claims.values import Stock
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_policies
from mercery.livestream.order.shelf import Shelf
from mercery.livestream.show import Item
from mercery.policies import facts as policy_facts
from mercery.policies.policy import Policy
from mercery.promotions.service import price_facts

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 26, 18, 0, tzinfo=PARIS)
SHOP = Shop(id="shp_1", slug="aurelle", name=Words("Maison Aurelle"), advertising_law=("FR", "CN"))
KEYS = ("saddle-bag", "giulia-pump", "vetiver-cologne", "bracelet-riviere", "stole-cashmere")


@cache
def _drawn() -> dict[str, Product]:
    return {one.product.key: one.product for one in demo_products(date(2026, 11, 25))}


@cache
def demo(key: str) -> Product:
    """A product of the demo shop with ids, as the catalogue holds it."""
    drawn = _drawn()[key]
    variants = tuple(
        replace(variant, id=f"var_{key}_{place}", version=1, updated_at=NOW)
        for place, variant in enumerate(drawn.variants)
    )
    return replace(drawn, id=f"prd_{key}", variants=variants, updated_at=NOW)


@cache
def policies() -> tuple[Policy, ...]:
    """The demo shop's policies, in force."""
    return tuple(
        Policy(
            id=f"pol_{draft.key}", key=draft.key, topic=draft.topic, title=draft.title, statement=draft.statement,
            values=draft.values, regions=draft.regions, valid_from=draft.valid_from or NOW, valid_to=None, version=1,
            recorded_at=NOW, recorded_by="Claire", reason="Opening",
        )
        for draft in demo_policies(NOW)
    )  # fmt: skip


def shelf_of(products: Sequence[Product], *, now: datetime = NOW) -> Shelf:
    """The shelf with these products at the moment."""
    facts = [
        *(fact for product in products for fact in product_facts(product)),
        *price_facts(SHOP, products, at=now),
        *policy_facts.facts(policies()),
    ]
    return Shelf(
        shop=SHOP, products=tuple(products), facts=tuple(facts), now=now, asked=tuple(one.id for one in products)
    )


def changed(product: Product, change: Callable[[Variant], Variant]) -> Product:
    """The product with each variant changed, at a new version."""
    variants = tuple(replace(change(one), version=one.version + 1) for one in product.variants)
    return replace(product, variants=variants, version=product.version + 1)


def with_stock(product: Product, *counts: int) -> Product:
    """So many of each variant; the last count for those that are left."""
    row = [*counts, *[counts[-1]] * len(product.variants)]
    left = iter(row)
    return changed(product, lambda one: replace(one, stock=Stock(next(left))))


def priced(product: Product, euros: int, *, was: int | None = None, until: datetime | None = None) -> Product:
    """The product at another price in euros."""

    def change(variant: Variant) -> Variant:
        old = next(row for row in variant.prices if row.amount.currency == "EUR")
        row = replace(
            old, amount=Money(euros * 100, "EUR"), was=Money(was * 100, "EUR") if was else None, price_list="default",
            valid_from=None, valid_to=until,
        )  # fmt: skip
        return replace(variant, prices=(row,))

    return changed(product, change)


def piece(product: Product, **rest: object) -> Item:
    """The entry that presents it."""
    return Item(id=f"lit_{product.key}", place=0, kind="piece", product_id=product.id, title=product.title, **rest)  # type: ignore[arg-type]
