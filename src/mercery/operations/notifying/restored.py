"""Mails to people after a restore: those that were waiting are not sent, since they may have arrived before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.after_restore import Settled
from mercery.core.i18n import Words
from mercery.operations.notifying.tables import AnswerMailRow, NoticeMailRow

HELD = Words("Held back after a restore: it may have arrived before.", "恢复备份后暂不发送：此前可能已送达。")


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Mark mails to staff and to customers that were waiting."""
    count = 0
    for row in (NoticeMailRow, AnswerMailRow):
        told = {"problem": HELD.en, **({"problem_zh": HELD.zh} if row is NoticeMailRow else {})}
        holding = update(row).where(row.status == "waiting").values(status="failed", **told)
        count += cast("CursorResult[Any]", await session.execute(holding)).rowcount
    return (
        Settled(
            count=count,
            what="mails to staff and customers held back, since they may have arrived",
            remedy="Customers who wait are told of anew; answers stand in their conversations.",
        ),
    )
