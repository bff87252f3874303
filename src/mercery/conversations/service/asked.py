"""What customers wrote, counted: for whoever wants to know how often a question is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations import repository

MOST: Final = 5_000


async def asked_since(session: AsyncSession, shop_id: str, since: datetime) -> list[tuple[str, int]]:
    """Texts of customers' messages since then and how often each was written, the most frequent first; at most 5,000."""
    return await repository.counted_texts(session, shop_id, since, limit=MOST)
