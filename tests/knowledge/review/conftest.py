"""Every test of this folder gets the shop of `house.py`."""

import pytest
from argon2 import PasswordHasher
from tests.knowledge.review.house import house, single

from mercery.accounts import passwords

__all__ = ["house", "single"]


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work: people are made and sign in in every test."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))
