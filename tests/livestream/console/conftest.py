"""The house of these tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from tests.accounts.house import House
from tests.livestream.console.house import OnAir, open_house, put_on_air

from mercery.accounts import passwords
from mercery.core.database import Database
from mercery.web.rate_limit import RateLimiter


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work, because somebody signs in at every test."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    """The console over a shop with bags."""
    made = await open_house(database)
    made.app.state.limiter = RateLimiter(database.url)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await made.app.state.limiter.close()


@pytest.fixture
async def on_air(house: House) -> OnAir:
    """A show on air."""
    return await put_on_air(house)
