"""The application of these tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.accounts.house import House, house

from mercery.accounts.permissions import ROLES
from mercery.core.database import Database


@pytest.fixture
async def aurelle(database: Database, home: Path) -> AsyncIterator[House]:
    """One shop with an owner."""
    async with house(database) as made:
        yield made


@pytest.fixture
async def crowded(database: Database, home: Path) -> AsyncIterator[House]:
    """One shop with a person of each role."""
    async with house(database, roles=ROLES, demo=True) as made:
        yield made
