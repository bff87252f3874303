"""The orders one visitor placed, as the shop's own system told them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
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


async def visitors_of_orders(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> frozenset[str]:
    """The browsers these orders were told for."""
    query = select(OutcomeRow.visitor_id).where(
        OutcomeRow.shop_id == shop_id, OutcomeRow.kind == "order", OutcomeRow.subject.in_(numbers)
    )
    return frozenset(await session.scalars(query))


async def orders_told_for(
    session: AsyncSession, shop_id: str, visitor_ids: Collection[str]
) -> Mapping[str, frozenset[str]]:
    """Every order told for these browsers, by browser."""
    rows = await session.execute(
        select(OutcomeRow.visitor_id, OutcomeRow.subject).where(
            OutcomeRow.shop_id == shop_id,
            OutcomeRow.kind == "order",
            OutcomeRow.visitor_id.in_(visitor_ids),
            OutcomeRow.subject.is_not(None),
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for visitor, number in rows:
        found[visitor].add(str(number))
    return {visitor: frozenset(some) for visitor, some in found.items()}
