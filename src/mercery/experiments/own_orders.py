"""The orders one visitor placed, as the shop's own system told them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.experiments.tables import OutcomeRow


async def orders_of_visitor(
    session: AsyncSession, shop_id: str, visitor_id: str, *, since: datetime, limit: int
) -> list[tuple[str, datetime]]:
    """Number and time of the visitor's newest orders, newest first."""
    rows = await session.execute(
        select(OutcomeRow.subject, OutcomeRow.at)
        .where(
            OutcomeRow.shop_id == shop_id,
            OutcomeRow.visitor_id == visitor_id,
            OutcomeRow.kind == "order",
            OutcomeRow.at >= since,
            OutcomeRow.subject.is_not(None),
        )
        .order_by(OutcomeRow.at.desc())
        .limit(limit)
    )
    return [(str(number), at) for number, at in rows]
