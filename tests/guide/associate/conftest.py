"""Every test of this folder may sign somebody in quickly."""

import pytest
from argon2 import PasswordHasher

from mercery.accounts import passwords


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work: people are made and sign in."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))
