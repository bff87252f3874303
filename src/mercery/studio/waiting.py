"""Pieces of content that wait for a yes, for those who tell people of it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.studio import repository


async def in_review(session: AsyncSession, shop_id: str) -> int:
    """How many pieces wait to be approved."""
    by_status, _, _ = await repository.counts(session, shop_id)
    return by_status.get("review", 0)
