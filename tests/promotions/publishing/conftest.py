"""The atelier, with promotions hearing of goods, costs and orders as the application wires it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.promotions.publishing.atelier import NOW, Atelier, open_atelier

from mercery.catalog.events import CatalogChanged, CostsChanged
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.orders.events import OrdersChanged
from mercery.promotions.publishing import hearing


@pytest.fixture
async def atelier(database: Database) -> AsyncIterator[Atelier]:
    """The shop on 22 November 2026 at noon."""
    bus.clear()
    bus.subscribe(CatalogChanged, hearing.on_catalog_changed)
    bus.subscribe(CostsChanged, hearing.on_costs_changed)
    bus.subscribe(OrdersChanged, hearing.on_orders_changed)
    with clock.at(NOW):
        yield await open_atelier(database)
    bus.clear()
