"""The shop with goods, and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.livestream.service.house import House, open_house

from mercery.core.database import Database


@pytest.fixture
async def house(database: Database, home: Path) -> House:
    """The shop with four bags and its policies."""
    return await open_house(database, goods=True)


@pytest.fixture
async def empty_house(database: Database, home: Path) -> House:
    """The shop without goods."""
    return await open_house(database, goods=False)
