"""Keeps the desk's state with its conversation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Text, any_, bindparam, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.desk.state import DeskState, state_from_json, state_to_json
from mercery.assistant.tables import DeskSeenRow, DeskStateRow
from mercery.core import clock, statements
from mercery.core.statements import Asked, Statement

_LOCKED: Final = select(DeskStateRow).where(DeskStateRow.conversation_id == bindparam("conversation")).with_for_update()


_EXISTS: Final[Statement[object]] = Statement(
    select(DeskStateRow.conversation_id).where(DeskStateRow.conversation_id == bindparam("conversation"))
)


async def begun(session: AsyncSession, conversation_id: str) -> bool:
    """Whether the desk has said anything in the conversation."""
    return bool(await statements.rows(session, begun_asked(conversation_id)))


def begun_asked(conversation_id: str) -> Asked[object]:
    """What `begun` asks, to be read ahead."""
    return _EXISTS.of(conversation=conversation_id)


async def load(session: AsyncSession, conversation_id: str) -> DeskState:
    """The state, locked until the transaction ends, so that two messages at once follow each other."""
    row = await session.scalar(_LOCKED, {"conversation": conversation_id})
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


async def keep_parts(session: AsyncSession, shop_id: str, conversation_id: str, parts: Mapping[str, Any]) -> None:
    """Keep what a turn saw, each part once for the conversation. After its first turn there is seldom a new one."""
    known = await session.scalars(
        select(DeskSeenRow.digest).where(
            DeskSeenRow.conversation_id == conversation_id,
            DeskSeenRow.digest == any_(literal(list(parts), ARRAY(Text))),
        )
    )
    rows = [
        {"conversation_id": conversation_id, "digest": digest, "shop_id": shop_id, "data": {"part": parts[digest]}}
        for digest in parts.keys() - set(known)
    ]
    if rows:
        await session.execute(insert(DeskSeenRow).on_conflict_do_nothing(), rows)


async def parts_of(session: AsyncSession, conversation_id: str, digests: Collection[str]) -> dict[str, Any]:
    """The parts of these digests that are kept."""
    rows = await session.execute(
        select(DeskSeenRow.digest, DeskSeenRow.data).where(
            DeskSeenRow.conversation_id == conversation_id,
            DeskSeenRow.digest == any_(literal(list(digests), ARRAY(Text))),
        )
    )
    return {digest: data["part"] for digest, data in rows}
