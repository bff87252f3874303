"""What the studio announces."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentChanged(Event):
    """What customers see of a piece is another version now, or nothing."""

    piece_id: str
    version: int
    live: bool
