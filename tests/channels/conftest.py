"""A shop with channels, for each test anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.channels.place import Place, serving

from mercery.accounts.service import create_shop
from mercery.core.database import Database
from mercery.core.i18n import Words


@pytest.fixture
async def place(home: Path, database: Database) -> AsyncIterator[Place]:
    """The shop served on a socket."""
    async with database.session() as session:
        shop = await create_shop(session, slug="aurelle", name=Words("Maison Aurelle", "奥黛尔"), currency="EUR")
    async with serving(database, shop) as made:
        yield made
