"""A shop with two people and, where a test needs goods, four bags of the demo shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.accounts.tables import MembershipRow, StaffRow
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_policies
from mercery.policies import service as policies

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
HUGO = Actor(kind="staff", id="stf_hugo", name="Hugo")
GOODS = ("saddle-bag", "work-tote", "saddle-bag-mini", "card-wallet")


@dataclass(frozen=True)
class House:
    """The shop, its database, and its goods by key."""

    shop: Shop
    database: Database
    ids: Mapping[str, str]


async def open_house(database: Database, *, goods: bool) -> House:
    """The shop, with goods and policies or without."""
    async with database.session() as session:
        shop = await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", advertising_law=("FR", "CN")
        )
        for actor in (HUGO, CLAIRE):
            session.add(StaffRow(id=actor.id, email=f"{actor.id}@example.com", name=actor.name, password_hash="-"))
            await session.flush()
            session.add(MembershipRow(shop_id=shop.id, staff_id=actor.id, role="editor"))
        if not goods:
            return House(shop=shop, database=database, ids={})
        await catalog.apply_drafts(session, shop, list(_drafts()), SYSTEM)
        await policies.record_policies(session, shop.id, SYSTEM, demo_policies(clock.now()), reason="Opening")
        products = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    return House(shop=shop, database=database, ids={product.key: product.id for product in products})


@cache
def _drafts() -> tuple[Product, ...]:
    return tuple(one.product for one in demo_products(date(2026, 11, 25)) if one.product.key in GOODS)
