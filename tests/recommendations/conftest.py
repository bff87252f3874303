"""A house with goods, and nothing kept from the test before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from tests.recommendations.house import NOW, House, open_house

from mercery.core import clock
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.recommendations.behaviour import forget_behaviour
from mercery.recommendations.shelf import forget_shelves
from mercery.recommendations.stale import forget_stale


@pytest_asyncio.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    """The demo shop's goods, at NOW."""
    for forget in (forget_shelves, forget_behaviour, forget_stale):
        forget()
    bus.clear()
    with clock.at(NOW):
        yield await open_house(database)
