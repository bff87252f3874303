"""How long a person had for a message: what a person's work on conversations is counted from."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from mercery.conversations.tables import MessageRow


async def time_before(session: AsyncSession, shop_id: str, message_id: str) -> timedelta | None:
    """From the last thing that happened in the conversation before a message (another message, a take-over) until it; None
    where it was the first."""
    before = aliased(MessageRow)
    query = (
        select(MessageRow.created_at, before.created_at)
        .join(before, (before.conversation_id == MessageRow.conversation_id) & (before.seq < MessageRow.seq))
        .where(MessageRow.shop_id == shop_id, MessageRow.id == message_id)
        .order_by(before.seq.desc())
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return max(row[0] - row[1], timedelta()) if row else None
