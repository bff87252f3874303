"""How codes went, for the people of the shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.customers.tables import ChallengeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesSummary:
    """Counts since a moment. Codes asked for where there is no account are in `asked` alone."""

    asked: int
    sent: int
    proved: int
    unsent: int
    problem: str = ""
    """Why the last one that did not go out did not."""
    problem_at: datetime | None = None


async def codes_since(session: AsyncSession, shop_id: str, since: datetime) -> CodesSummary:
    """How many codes were asked for, sent and returned."""
    ours = (ChallengeRow.shop_id == shop_id, ChallengeRow.asked_at >= since)
    failed = (ChallengeRow.problem != "") & ChallengeRow.sent_at.is_(None)
    asked, sent, proved, unsent = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(ChallengeRow.sent_at.is_not(None)),
                func.count().filter(ChallengeRow.state == "used"),
                func.count().filter(failed),
            ).where(*ours)
        )
    ).one()
    last = await session.scalar(
        select(ChallengeRow).where(*ours, failed).order_by(ChallengeRow.asked_at.desc()).limit(1)
    )
    return CodesSummary(
        asked=asked, sent=sent, proved=proved, unsent=unsent, problem=last.problem if last else "",
        problem_at=last.asked_at if last else None,
    )  # fmt: skip
