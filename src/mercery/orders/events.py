"""What orders announce."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersChanged(Event):
    """Orders came in or were changed. Promotions hold them against what was proved."""

    numbers: tuple[str, ...]
