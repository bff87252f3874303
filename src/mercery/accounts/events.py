"""News of shops for the features above, published inside the transaction that changed them."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRemoved(Event):
    """A shop was removed with all its rows; what features keep in files beside the database should follow."""

    demo: bool
