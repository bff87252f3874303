"""The house, with content hearing of facts as the application wires it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.studio.house import House, open_house

from mercery.core.database import Database
from mercery.core.events import bus
from mercery.wiring import wire_events


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    """The shop with four bags and its policies."""
    wire_events()
    yield await open_house(database)
    bus.clear()
