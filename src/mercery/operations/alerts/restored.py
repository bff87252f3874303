"""Alerts after a restore: what was on its way to an address is held back, and what was open then is looked at before it is
told again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.after_restore import Settled
from mercery.core.clock import now
from mercery.operations.alerts.judging import SOON
from mercery.operations.alerts.tables import AlertDeliveryRow, AlertRow

HELD = "Held back after a restore: it may have arrived before."


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Mark messages that were waiting, and give open alerts half an hour to close by themselves."""
    holding = update(AlertDeliveryRow).where(AlertDeliveryRow.status == "waiting")
    held = cast("CursorResult[Any]", await session.execute(holding.values(status="failed", problem=HELD)))
    telling = update(AlertRow).where(AlertRow.closed_at.is_(None), AlertRow.tell_at.is_not(None))
    await session.execute(telling.values(tell_at=now() + SOON))
    return (
        Settled(
            count=held.rowcount,
            what="messages about alerts held back, since they may have arrived",
            remedy="What is still so is told again within half an hour.",
        ),
    )
