"""Here a new shop holds back whom it does by default; elsewhere nobody is, so that no visitor of a test is one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mercery.core.config import settings


@pytest.fixture(autouse=True)
def _default_share(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("MERCERY_HOLDOUT_SHARE", raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()
