"""News of visitors for the features above, published inside the transaction that removes them."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorForgotten(Event):
    """All that a visitor did was removed; what features keep of the same browser should follow."""

    visitor_id: str
