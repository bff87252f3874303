"""Keeps talks with the guide and what people let it remember."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core import clock, statements
from mercery.core.database import Json
from mercery.core.ids import new_id
from mercery.core.statements import Asked, Statement
from mercery.guide.state import GuideState, state_from_json, state_to_json
from mercery.guide.tables import GuideMemoryRow, GuideSessionRow

_PEEK: Final = Statement(
    select(GuideSessionRow.state).where(GuideSessionRow.conversation_id == bindparam("conversation")),
    lambda row: state_from_json(row.state),
)


async def peek(session: AsyncSession, conversation_id: str) -> GuideState | None:
    """The state as it stands, without holding it; None where nobody has talked to the guide."""
    return await statements.first(session, peek_asked(conversation_id))


def peek_asked(conversation_id: str) -> Asked[GuideState]:
    """What `peek` asks, to be read ahead."""
    return _PEEK.of(conversation=conversation_id)


async def hold(session: AsyncSession, shop_id: str, conversation_id: str) -> GuideState | None:
    """The state of a conversation, which nobody else changes until the transaction ends; None where there was none."""
    row = insert(GuideSessionRow).values(
        id=new_id("gds"), shop_id=shop_id, conversation_id=conversation_id, customer_id=None,
        state=state_to_json(GuideState()), changed_at=clock.now(),
    )  # fmt: skip
    made = await session.scalar(
        row.on_conflict_do_nothing(index_elements=["conversation_id"]).returning(GuideSessionRow.id)
    )
    if made is not None:
        return None
    state = await session.scalar(
        select(GuideSessionRow.state).where(GuideSessionRow.conversation_id == conversation_id).with_for_update()
    )
    return state_from_json(state)


async def save(session: AsyncSession, shop_id: str, conversation_id: str, state: GuideState) -> None:
    """Keep the state of a conversation."""
    held = {"state": state_to_json(state), "changed_at": clock.now()}
    row = insert(GuideSessionRow).values(
        id=new_id("gds"), shop_id=shop_id, conversation_id=conversation_id, customer_id=None, **held
    )
    await session.execute(row.on_conflict_do_update(index_elements=["conversation_id"], set_=held))


async def open_session(
    session: AsyncSession, shop_id: str, *, customer_id: str | None, state: GuideState = GuideState()
) -> str:
    """Begin a talk of its own, as an associate leads one; returns its id."""
    row = GuideSessionRow(
        id=new_id("gds"), shop_id=shop_id, conversation_id=None, customer_id=customer_id,
        state=state_to_json(state), changed_at=clock.now(),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row.id


async def load_session(session: AsyncSession, shop_id: str, session_id: str) -> tuple[GuideState, str | None] | None:
    """A talk by its id, locked, and whose it is; None when the shop has none."""
    row = await session.scalar(
        select(GuideSessionRow)
        .where(GuideSessionRow.shop_id == shop_id, GuideSessionRow.id == session_id)
        .with_for_update()
    )
    return (state_from_json(row.state), row.customer_id) if row else None


async def save_session(session: AsyncSession, shop_id: str, session_id: str, state: GuideState) -> None:
    """Keep the state of a talk by its id."""
    row = await session.scalar(
        select(GuideSessionRow).where(GuideSessionRow.shop_id == shop_id, GuideSessionRow.id == session_id)
    )
    if row is not None:
        row.state, row.changed_at = state_to_json(state), clock.now()
        await session.flush()


def _of_person(shop_id: str, customer_id: str | None, visitor_id: str | None) -> list[ColumnElement[bool]]:
    who = GuideMemoryRow.customer_id == customer_id if customer_id else GuideMemoryRow.visitor_id == visitor_id
    return [GuideMemoryRow.shop_id == shop_id, who]


async def memory_row(
    session: AsyncSession, shop_id: str, *, customer_id: str | None, visitor_id: str | None, lock: bool = False
) -> GuideMemoryRow | None:
    """What is kept of a person; None without consent."""
    query = select(GuideMemoryRow).where(*_of_person(shop_id, customer_id, visitor_id))
    row: GuideMemoryRow | None = await session.scalar(query.with_for_update() if lock else query)
    return row


async def keep_memory(
    session: AsyncSession,
    shop_id: str,
    *,
    customer_id: str | None,
    visitor_id: str | None,
    consented_at: datetime,
    wishes: Sequence[Json],
) -> None:
    """Keep what a person lets be remembered, in the place of what was."""
    row = await memory_row(session, shop_id, customer_id=customer_id, visitor_id=visitor_id, lock=True)
    if row is None:
        row = GuideMemoryRow(
            id=new_id("gdm"), shop_id=shop_id, customer_id=customer_id,
            visitor_id=None if customer_id else visitor_id, consented_at=consented_at,
            wishes=list(wishes), changed_at=clock.now(),
        )  # fmt: skip
        session.add(row)
    else:
        row.wishes, row.changed_at = list(wishes), clock.now()
    await session.flush()


async def drop_memory(session: AsyncSession, shop_id: str, *, customer_id: str | None, visitor_id: str | None) -> bool:
    """Forget everything of a person; whether there was something."""
    row = await memory_row(session, shop_id, customer_id=customer_id, visitor_id=visitor_id, lock=True)
    if row is None:
        return False
    await session.delete(row)
    await session.flush()
    return True
