"""News that somebody sets a show up: its director makes ready what answers need before the first question comes."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.events import announce
from mercery.livestream.show import Show

STUDIO: Final = "live:studio"
"""The topic such news is announced on."""


async def opened(session: AsyncSession, show: Show) -> None:
    """Somebody is at the show's set-up or running order: it may go on air in a moment."""
    if show.state in ("draft", "scheduled"):
        await announce(session, STUDIO, {"show": show.id, "shop": show.shop_id, "lang": show.lang})
