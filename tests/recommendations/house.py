"""The demo shop's goods with one customer, and their orders, for tests of what is recommended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from tests.catalog.builders import SHOP, add_shop

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.demo.catalogue import demo_products
from mercery.orders.order import Order, OrderLine, OrderStatus, Return
from mercery.orders.service import apply_orders
from mercery.recommendations.recommendation import Asked, Placement, Recommended
from mercery.recommendations.service import recommend

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class House:
    """A shop with the demo shop's goods."""

    database: Database
    shop: Shop
    ids: Mapping[str, str]
    """Product ids by key."""

    def keys(self, ids: Sequence[str]) -> list[str]:
        """What products are called, by their ids."""
        names = {id_: key for key, id_ in self.ids.items()}
        return [names[one] for one in ids]

    async def customer(self, key: str = "C1", *, agrees: bool = True) -> str:
        """A customer; returns the id."""
        async with self.database.session() as session:
            one = Customer(key=key, email=f"{key}@example.com".lower(), name="Ada", accepts_marketing=agrees)
            await apply_customers(session, self.shop.id, [one], SYSTEM)
            return (await ids_by_key(session, self.shop.id, [key]))[key]

    async def bought(
        self, sku: str, days: int, *, key: str = "C1", number: str = "", status: OrderStatus = "delivered",
        back: bool = False,
    ) -> None:  # fmt: skip
        """An order of one piece, so many days ago."""
        price = Money(10_000, "EUR")
        order = Order(
            number=number or f"{sku}-{days}", placed_at=NOW - timedelta(days=days), currency="EUR", status=status,
            total=price, customer_key=key, lines=(OrderLine(sku=sku, title=sku, quantity=1, unit_price=price),),
            returns=(Return(sku=sku, quantity=1, status="received"),) if back else (),
        )  # fmt: skip
        async with self.database.session() as session:
            await apply_orders(session, self.shop.id, [order], SYSTEM)

    async def asked(self, placement: Placement, *about: str, customer: str = "", visitor: str = "", limit: int = 4, leave_out: tuple[str, ...] = ()) -> Recommended:  # fmt: skip
        """What is recommended; `about` and `leave_out` by key."""
        async with self.database.session() as session:
            return await recommend(
                session,
                self.shop,
                Asked(
                    placement=placement, customer_id=customer, visitor_id=visitor, limit=limit,
                    about=tuple(self.ids[one] for one in about),
                    leave_out=tuple(self.ids[one] for one in leave_out),
                ),
            )  # fmt: skip


SOME = frozenset(
    [
        "saddle-bag",
        "saddle-bag-mini",
        "work-tote",
        "soft-tote",
        "hobo-lune",
        "weekender",
        "card-wallet",
        "heure-36",
        "carre-deco",
        "loafer-arno",
        "figuier-no4",
        "candle-vetiver",
        "candle-velvet-hour",
        "tray-comptoir",
        "cups-matin",
        "bangle-jonc",
        "riva-sunglasses",
        "care-leather",
        "care-suede",
    ]
)
"""Enough to choose from, and quickly put into a database."""


@cache
def _goods(day: date) -> list[Product]:
    """Drawn once: the pictures are not looked at here."""
    return [replace(one.product, media=()) for one in demo_products(day) if one.product.key in SOME]


async def open_house(database: Database, day: date = NOW.date()) -> House:
    """The shop, with its goods in it."""
    shop = await add_shop(database, SHOP)
    products = _goods(day)
    async with database.session() as session:
        await catalog.apply_drafts(session, shop, products, SYSTEM)
        ids = await catalog.all_product_ids(session, shop.id)
        keys = {one.key: one.id for one in await catalog.products(session, shop.id, ids)}
    return House(database, shop, keys)
