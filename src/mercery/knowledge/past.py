"""The approved answers as they stood at a moment, from their versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.repository import to_answer
from mercery.knowledge.tables import AnswerRow


async def answers_at(session: AsyncSession, shop_id: str, moment: datetime) -> list[ApprovedAnswer]:
    """What could be said at `moment`: the version newest then, where it was in force, in order of key."""
    rows = await session.scalars(
        select(AnswerRow)
        .ext(distinct_on(AnswerRow.key))
        .where(AnswerRow.shop_id == shop_id, AnswerRow.recorded_at <= moment)
        .order_by(AnswerRow.key, AnswerRow.version.desc())
    )
    return [answer for answer in (to_answer(row) for row in rows) if answer.holds_at(moment)]
