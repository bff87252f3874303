"""The demo shop in a real database, for whoever asks its assistant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge import service as knowledge
from mercery.policies import service as policies

NOW = datetime.now(UTC)


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
