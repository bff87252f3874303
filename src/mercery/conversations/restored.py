"""Conversations after a restore: what was on its way to a channel then is not sent again by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.tables import DeliveryRow, DutyRow
from mercery.core.after_restore import Settled
from mercery.core.i18n import Words

HELD: Final = Words(
    "Held back after a restore: it may have arrived before. Ask the customer, then send it again.",
    "恢复备份后暂缓发送：此前可能已经送达。请先与顾客确认，再重新发送。",
)


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Mark deliveries that were waiting, and let nobody be on duty who is not seen again."""
    holding = (
        update(DeliveryRow)
        .where(DeliveryRow.status == "waiting")
        .values(status="failed", problem=HELD.en, problem_zh=HELD.zh)
    )
    held = cast("CursorResult[Any]", await session.execute(holding))
    await session.execute(delete(DutyRow))
    return (
        Settled(
            count=held.rowcount,
            what="messages to channels held back, since they may have arrived",
            remedy="Their jobs stand among the failed ones and can be sent from there.",
        ),
    )
