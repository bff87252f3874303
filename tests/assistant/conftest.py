"""The demo shop in a real database, for whoever asks its assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant.replay import Replayed, replay
from mercery.assistant.repository import recorded
from mercery.assistant.tables import TurnRow
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge import service as knowledge
from mercery.policies import service as policies

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
async def every_turn_says_the_same_again(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Whatever a test has the assistant say and keep is decided again from its record, to the same words."""
    url = request.getfixturevalue("database_url") if "database_url" in request.fixturenames else None
    yield
    if url is not None:
        assert await changed_when_replayed(url) == []


async def changed_when_replayed(url: str) -> list[tuple[str, Replayed]]:
    """The recorded turns of a database that do not say the same again."""
    database = Database(url)
    found = []
    async with database.session() as session:
        for row in await session.scalars(select(TurnRow)):
            again = replay(await recorded(session, row))
            if not again.same or not again.decided:
                found.append((str(row.record["text"]), again))
    await database.close()
    return found


@pytest.fixture
async def shop(database: Database) -> Shop:
    """Part of Maison Aurelle, without a hold-out."""
    async with database.session() as session:
        made = await accounts.create_shop(
            session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", currencies=("EUR", "CNY"),
            timezone="Europe/Paris", holdouts={"assistant": 0.0},
        )  # fmt: skip
        sold = [one.product for one in demo_products(NOW.date()) if one.product.category[0].en in ("Bags", "Shoes")]
        await catalog.apply_drafts(session, made, sold, SYSTEM)
        await policies.record_policies(session, made.id, SYSTEM, demo_policies(NOW), reason="test")
        await knowledge.record_answers(session, made.id, SYSTEM, list(demo_answers())[:12], reason="test")
    return made
