"""How mails went: for the page, and for the alert about mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.i18n import Words
from mercery.operations.notifying.tables import AnswerMailRow, NoticeMailRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A mail to staff in the log."""

    staff_id: str
    status: str
    attempts: int
    problem: Words
    """Why it did not go out so far; empty where nothing stood in the way."""
    created_at: datetime
    titles: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMails:
    """Mails to customers since a moment."""

    sent: int
    given_up: int


async def given_up_since(session: AsyncSession, shop_id: str, since: datetime) -> int:
    """Mails to staff and to customers that were given up since then."""
    count = 0
    for row in (NoticeMailRow, AnswerMailRow):
        query = select(func.count()).where(row.shop_id == shop_id, row.status == "failed", row.ended_at >= since)
        count += await session.scalar(query) or 0
    return count


async def latest(session: AsyncSession, shop_id: str, *, limit: int = 12) -> list[Sent]:
    """The newest mails to staff."""
    rows = await session.scalars(
        select(NoticeMailRow)
        .where(NoticeMailRow.shop_id == shop_id)
        .order_by(NoticeMailRow.created_at.desc())
        .limit(limit)
    )
    return [
        Sent(
            staff_id=row.staff_id, status=row.status, attempts=row.attempts, problem=Words(row.problem, row.problem_zh),
            created_at=row.created_at, titles=tuple(one["title"] for one in row.items),
        )
        for row in rows
    ]  # fmt: skip


async def to_customers(session: AsyncSession, shop_id: str, since: datetime) -> AnswerMails:
    """How many customers were told of answers."""
    sent, given_up = (
        await session.execute(
            select(
                func.count().filter(AnswerMailRow.status == "sent"),
                func.count().filter(AnswerMailRow.status == "failed"),
            ).where(AnswerMailRow.shop_id == shop_id, AnswerMailRow.created_at >= since)
        )
    ).one()
    return AnswerMails(sent=sent, given_up=given_up)
