"""The application of these tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.accounts.house import House, house

from mercery.accounts import passwords
from mercery.accounts.permissions import ROLES
from mercery.core.database import Database


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work, because a test signs in many times; `test_passwords.py` holds the real parameters."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))


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
