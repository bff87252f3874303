"""Reads and writes the records of turns."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.desk import repository as desk
from mercery.assistant.desk.tape import parts_named
from mercery.assistant.replay import Recorded
from mercery.assistant.tables import TurnRow
from mercery.conversations import service as conversations
from mercery.core.database import Json
from mercery.core.ids import new_id


def add_turn(
    session: AsyncSession,
    shop_id: str,
    conversation_id: str,
    *,
    question_id: str,
    answer_id: str | None,
    at: datetime,
    record: Json,
    ms: int,
) -> str:
    """Store a turn and return its id."""
    row = TurnRow(
        id=new_id("trn"),
        shop_id=shop_id,
        conversation_id=conversation_id,
        question_id=question_id,
        answer_id=answer_id,
        at=at,
        understood=bool(record["decision"]["understood"]),
        handed_over=record["decision"]["hand_over"] is not None,
        ms=ms,
        record=record,
    )
    session.add(row)
    return row.id


_TURNS: Final = (
    select(TurnRow)
    .where(TurnRow.shop_id == bindparam("shop"), TurnRow.conversation_id == bindparam("conversation"))
    .order_by(TurnRow.at.desc(), TurnRow.id.desc())
    .limit(bindparam("most"))
)


async def turns(session: AsyncSession, shop_id: str, conversation_id: str, *, limit: int = 20) -> list[TurnRow]:
    """The conversation's turns, the latest first."""
    rows = await session.scalars(_TURNS, {"shop": shop_id, "conversation": conversation_id, "most": limit})
    return list(rows)


async def turn_of(session: AsyncSession, shop_id: str, message_id: str) -> TurnRow | None:
    """The turn that answered with this message."""
    row: TurnRow | None = await session.scalar(
        select(TurnRow).where(TurnRow.shop_id == shop_id, TurnRow.answer_id == message_id)
    )
    return row


async def turn(session: AsyncSession, shop_id: str, turn_id: str) -> TurnRow | None:
    """A turn by its id."""
    row: TurnRow | None = await session.scalar(select(TurnRow).where(TurnRow.shop_id == shop_id, TurnRow.id == turn_id))
    return row


async def recorded(session: AsyncSession, row: TurnRow) -> Recorded:
    """The turn with all it takes to replay it: at the desk the customer's words and what the desk saw."""
    basis = row.record.get("desk")
    if basis is None:
        return Recorded(record=row.record)
    said = await conversations.texts_of(session, row.shop_id, [row.question_id])
    parts = await desk.parts_of(session, row.conversation_id, parts_named(basis))
    return Recorded(record=row.record, message=said.get(row.question_id) or str(row.record["text"]), parts=parts)
