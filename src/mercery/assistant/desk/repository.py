"""Keeps the desk's state with its conversation."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.desk.state import DeskState, state_from_json, state_to_json
from mercery.assistant.tables import DeskStateRow
from mercery.core import clock


async def load(session: AsyncSession, conversation_id: str) -> DeskState:
    """The state, locked until the transaction ends, so that two messages at once follow each other."""
    row = await session.scalar(
        select(DeskStateRow).where(DeskStateRow.conversation_id == conversation_id).with_for_update()
    )
    return state_from_json(row.state if row else None)


async def peek(session: AsyncSession, conversation_id: str) -> DeskState | None:
    """The state as it stands, without holding it; None where the desk has said nothing yet."""
    row = await session.scalar(select(DeskStateRow).where(DeskStateRow.conversation_id == conversation_id))
    return state_from_json(row.state) if row else None


async def save(session: AsyncSession, shop_id: str, conversation_id: str, state: DeskState) -> None:
    """Keep the state."""
    held = {"state": state_to_json(state), "changed_at": clock.now()}
    row = insert(DeskStateRow).values(conversation_id=conversation_id, shop_id=shop_id, **held)
    await session.execute(row.on_conflict_do_update(index_elements=["conversation_id"], set_=held))
