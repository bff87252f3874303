"""What of content waits for somebody, beside the entry of the menu."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.studio import repository


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """Pieces with blocked sentences, on facts that changed, or in review; in red where a fact changed."""
    by_status, stale, blocked = await repository.counts(session, shop.id)
    waits = stale + blocked + by_status.get("review", 0)
    return {"content": NavBadge(text=str(waits), tone="stop" if stale else "quiet")} if waits else {}
