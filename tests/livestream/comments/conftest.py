"""A show of the demo shop on air, with the saddle bag on the counter."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge import service as knowledge
from mercery.livestream.repository import show as read_show
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveShowRow, LiveStatusRow
from mercery.policies import service as policies


@cache
def _bags() -> list[Product]:
    """Read once: the demo shop's catalogue is large, and drawn."""
    today = datetime.now(UTC).date()
    return [one.product for one in demo_products(today) if one.product.handle in ("saddle-bag", "work-tote")]


@pytest.fixture
async def shop(database: Database) -> Shop:
    """Two bags of Maison Aurelle, without a hold-out."""
    moment = datetime.now(UTC)
    async with database.session() as session:
        made = await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR", "CNY"),
            timezone="Europe/Paris", holdouts={"assistant": 0.0, "live": 0.0},
        )  # fmt: skip
        await catalog.apply_drafts(session, made, _bags(), SYSTEM)
        await policies.record_policies(session, made.id, SYSTEM, demo_policies(moment), reason="test")
        await knowledge.record_answers(session, made.id, SYSTEM, list(demo_answers())[:8], reason="test")
    return made


@pytest.fixture
async def saddle_bag(database: Database, shop: Shop) -> str:
    """The id of the piece on the counter."""
    async with database.session() as session:
        return (await catalog.product(session, shop.id, handle="saddle-bag")).id


@pytest.fixture
async def show(database: Database, shop: Shop, saddle_bag: str) -> Show:
    """On air, watched over by Claire."""
    async with database.session() as session:
        row = LiveShowRow(
            id=new_id("lsh"), shop_id=shop.id, slug="winter", title={"en": "Winter leather", "zh": "冬日皮具"}, lang="en",
            format="landscape", avatar="aurelle", background="boutique", state="on_air", goals={}, rest_alone=True,
            record=False, watched_over="Claire", started_at=now(),
        )  # fmt: skip
        session.add(row)
        await session.flush()
        session.add(
            LiveStatusRow(show_id=row.id, shop_id=shop.id, seen_at=now(), product_id=saddle_bag, beat={}, next_lines=[])
        )
        show_id = row.id
    async with database.session() as session:
        return await read_show(session, shop.id, show_id)
