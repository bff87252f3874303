"""A house with goods of the demo shop, its policies, an owner and an editor: where content is written and followed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from mercery import worker
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.permissions import Role
from mercery.accounts.shop import Shop
from mercery.accounts.tables import MembershipRow, StaffRow
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_policies
from mercery.policies import service as policies
from mercery.studio.brief import Brief, Channel

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")
HUGO = Actor(kind="staff", id="stf_hugo", name="Hugo")
GOODS = ("saddle-bag", "work-tote", "saddle-bag-mini", "card-wallet")


@dataclass(frozen=True)
class House:
    """The shop, its database, and its goods by key."""

    shop: Shop
    database: Database
    ids: Mapping[str, str]

    def brief(
        self, key: str = "saddle-bag", channel: Channel = "product_page", lang: str = "en", **rest: object
    ) -> Brief:
        return Brief(product_ids=(self.ids[key],), channel=channel, lang=lang, **rest)  # type: ignore[arg-type]


async def open_house(database: Database) -> House:
    """The shop with four bags."""
    async with database.session() as session:
        shop = await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR", "CNY"),
            advertising_law=("FR", "CN"),
        )  # fmt: skip
        roles: dict[Actor, Role] = {HUGO: "owner", CLAIRE: "editor"}
        for actor, role in roles.items():
            session.add(StaffRow(id=actor.id, email=f"{actor.id}@example.com", name=actor.name, password_hash="-"))
            await session.flush()
            session.add(MembershipRow(shop_id=shop.id, staff_id=actor.id, role=role))
        goods = [one.product for one in demo_products(date(2026, 11, 25)) if one.product.key in GOODS]
        await catalog.apply_drafts(session, shop, goods, SYSTEM)
        await policies.record_policies(session, shop.id, SYSTEM, demo_policies(clock.now()), reason="Opening")
        products = await catalog.products(session, shop.id, await catalog.all_product_ids(session, shop.id))
    return House(shop=shop, database=database, ids={product.key: product.id for product in products})


@asynccontextmanager
async def working(house: House) -> AsyncIterator[None]:
    """A worker as it runs beside the web process, in this one."""
    import asyncio

    from mercery.core.runtime import use_database

    use_database(house.database)
    app = worker.jobs()
    async with app.open_async():
        task = asyncio.create_task(
            app.run_worker_async(concurrency=4, install_signal_handlers=False, fetch_job_polling_interval=1)
        )
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            use_database(None)
