"""Reads and writes the records of turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.desk import repository as desk
from mercery.assistant.desk.tape import parts_named
from mercery.assistant.replay import Recorded
from mercery.assistant.tables import TurnRow
from mercery.conversations import service as conversations
from mercery.core import statements
from mercery.core.database import Json
from mercery.core.ids import new_id
from mercery.core.statements import Asked, Statement

_ADD: Final[Statement[None]] = Statement(insert(cast(Table, TurnRow.__table__)))


async def add_turn(
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
    turn_id = new_id("trn")
    made = _ADD.of(
        id=turn_id,
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
    await statements.later(session, made)
    return turn_id


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTurn:
    """What a later message may refer to."""

    record: Json
    understood: bool


_EARLIER: Final = Statement(
    select(TurnRow.record, TurnRow.understood)
    .where(TurnRow.shop_id == bindparam("shop"), TurnRow.conversation_id == bindparam("conversation"))
    .order_by(TurnRow.at.desc(), TurnRow.id.desc())
    .limit(bindparam("most")),
    lambda row: EarlierTurn(record=row.record, understood=row.understood),
)


async def turns(session: AsyncSession, shop_id: str, conversation_id: str, *, limit: int = 20) -> list[TurnRow]:
    """The conversation's turns, the latest first."""
    rows = await session.scalars(
        select(TurnRow)
        .where(TurnRow.shop_id == shop_id, TurnRow.conversation_id == conversation_id)
        .order_by(TurnRow.at.desc(), TurnRow.id.desc())
        .limit(limit)
    )
    return list(rows)


async def earlier_turns(session: AsyncSession, shop_id: str, conversation_id: str, *, limit: int) -> list[EarlierTurn]:
    """Of the conversation's turns what later messages refer to, the latest first."""
    return await statements.rows(session, earlier_asked(shop_id, conversation_id, limit=limit))


def earlier_asked(shop_id: str, conversation_id: str, *, limit: int) -> Asked[EarlierTurn]:
    """What `earlier_turns` asks, to be read ahead."""
    return _EARLIER.of(shop=shop_id, conversation=conversation_id, most=limit)


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
