"""The talk with the guide that belongs to a conversation: where it stands, and keeping it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.statements import Asked
from mercery.guide import repository
from mercery.guide.need import Need
from mercery.guide.state import GuideState, both


async def talk_of_conversation(session: AsyncSession, conversation_id: str) -> GuideState | None:
    """Where the talk stands; None where nobody has talked to the guide in it."""
    return await repository.peek(session, conversation_id)


def talk_asked(conversation_id: str) -> Asked[GuideState]:
    """What `talk_of_conversation` asks, to be read ahead."""
    return repository.peek_asked(conversation_id)


async def keep_talk(
    session: AsyncSession, shop_id: str, conversation_id: str, state: GuideState, *, before: Need | None = None
) -> None:
    """Keep where the talk stands. `before`: the need the message was heard with. Where another message was answered
    meanwhile, both are kept: what this one changed is put into what that one left."""
    stands = await repository.hold(session, shop_id, conversation_id)
    if before is not None and stands is not None and stands.need != before:
        state = both(stands, state, before)
    await repository.save(session, shop_id, conversation_id, state)


async def begin_talk(session: AsyncSession, shop_id: str, *, customer_id: str | None = None) -> str:
    """Begin a talk without a conversation; returns its id."""
    return await repository.open_session(session, shop_id, customer_id=customer_id)


async def own_talk(session: AsyncSession, shop_id: str, talk_id: str) -> GuideState | None:
    """Where a talk without a conversation stands, held until the transaction ends; None when the shop has none."""
    found = await repository.load_session(session, shop_id, talk_id)
    return found[0] if found else None


async def keep_own_talk(session: AsyncSession, shop_id: str, talk_id: str, state: GuideState) -> None:
    """Keep where a talk without a conversation stands."""
    await repository.save_session(session, shop_id, talk_id, state)
