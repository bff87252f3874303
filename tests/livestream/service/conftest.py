"""A shop with two people, and the same with four bags of the demo shop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.studio.house import CLAIRE, HUGO, House, open_house

from mercery.accounts import service as accounts
from mercery.accounts.tables import MembershipRow, StaffRow
from mercery.app import wire_events
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    """The shop with four bags and its policies."""
    wire_events()
    yield await open_house(database)
    bus.clear()


@pytest.fixture
async def empty_house(database: Database, home: Path) -> House:
    """The shop without goods."""
    async with database.session() as session:
        shop = await accounts.create_shop(session, slug="aurelle", name=Words("Maison Aurelle"))
        for actor in (HUGO, CLAIRE):
            session.add(StaffRow(id=actor.id, email=f"{actor.id}@example.com", name=actor.name, password_hash="-"))
            await session.flush()
            session.add(MembershipRow(shop_id=shop.id, staff_id=actor.id, role="editor"))
    return House(shop=shop, database=database, ids={})
