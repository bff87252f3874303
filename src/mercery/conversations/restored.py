"""Conversations after a restore: what was on its way to a channel then is not sent again by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.tables import DeliveryRow, DutyRow
from mercery.core.after_restore import Settled

HELD = "Held back after a restore: it may have arrived before."


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Mark deliveries that were waiting, and let nobody be on duty who is not seen again."""
    holding = update(DeliveryRow).where(DeliveryRow.status == "waiting").values(status="failed", problem=HELD)
    held = cast("CursorResult[Any]", await session.execute(holding))
    await session.execute(delete(DutyRow))
    return (
        Settled(
            count=held.rowcount,
            what="messages to channels held back, since they may have arrived",
            remedy="Their jobs stand among the failed ones and can be sent from there.",
        ),
    )
