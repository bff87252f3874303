"""Part of Maison Aurelle in a real database, with the assistant's record wired as in the application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from tests.inspection.house import Talks, open_aurelle

from mercery.accounts import passwords
from mercery.accounts.shop import Shop
from mercery.assistant.inspected import KeptTurns
from mercery.core.database import Database
from mercery.inspection.doors import NoRecord, use_record


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work: people are made and sign in in many tests."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))


@pytest.fixture
def assistants_record() -> Iterator[None]:
    """The assistant tells inspection what it kept."""
    use_record(KeptTurns())
    yield
    use_record(NoRecord())


@pytest.fixture
async def shop(database: Database, assistants_record: None) -> Shop:
    """Bags and policies since 1 September 2026."""
    return await open_aurelle(database)


@pytest.fixture
def talks(database: Database, shop: Shop) -> Talks:
    """Holds conversations in it."""
    return Talks(database, shop)
