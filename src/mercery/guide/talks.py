"""The talk with the guide that belongs to a conversation: where it stands, and keeping it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.guide import repository
from mercery.guide.state import GuideState


async def talk_of_conversation(session: AsyncSession, conversation_id: str) -> GuideState | None:
    """Where the talk stands; None where nobody has talked to the guide in it."""
    return await repository.peek(session, conversation_id)


async def keep_talk(session: AsyncSession, shop_id: str, conversation_id: str, state: GuideState) -> None:
    """Keep where the talk stands."""
    await repository.save(session, shop_id, conversation_id, state)
