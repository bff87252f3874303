"""What orders announce."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mercery.core.events import Event
from mercery.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersChanged(Event):
    """Orders came in or were changed. Promotions hold them against what was proved."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCameBack(Event):
    """An order came in for a bag that was handed over to the shop's own checkout: whose bag it was is known by it."""

    visitor_id: str
    number: str
    total: Money
    pieces: tuple[tuple[str, int], ...]
    """SKU and quantity."""
    placed_at: datetime | None
