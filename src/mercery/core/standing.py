"""How something that people put in force for a time stands at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

Standing = Literal["in_force", "planned", "ended", "off"]


def standing(*, active: bool, starts_at: datetime, ends_at: datetime | None, at: datetime) -> Standing:
    """`ends_at`: the first moment it no longer holds; None: it has no end."""
    if not active:
        return "off"
    if ends_at is not None and ends_at <= at:
        return "ended"
    return "planned" if starts_at > at else "in_force"
