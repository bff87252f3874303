"""Orders on file of customers somebody compares, for whoever counts them: no names, no amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_NAME: Final = re.compile(r"[a-z_]{1,40}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An order of the customer at place `unit`. Times in seconds since 1970."""

    unit: int
    at: float
    number: str
    before: bool
    """Whether it was placed before the customer's own first moment."""


async def orders_of_met(
    session: AsyncSession, shop_id: str, met: str, *, until: datetime, days_before: int
) -> list[Placed]:
    """For each row of the temporary table `met` (unit, visitor_id, first), whose `visitor_id` is a customer's: the orders placed
    from `days_before` days before `first` on, the oldest first. Cancelled ones are left out. One statement."""
    if not _NAME.match(met):
        raise ValueError(f"'{met}' is no table of ours")
    rows = await session.execute(
        text(
            f"WITH met AS (SELECT unit, visitor_id, first FROM {met})"  # noqa: S608
            " SELECT m.unit, extract(epoch FROM o.placed_at)::float8, o.number, o.placed_at < m.first"
            " FROM met m JOIN orders o ON o.customer_id = m.visitor_id"
            " WHERE o.shop_id = :shop AND o.status <> 'cancelled' AND o.placed_at < :until"
            " AND o.placed_at >= m.first - make_interval(days => :days) ORDER BY o.placed_at, o.number"
        ),
        {"shop": shop_id, "until": until, "days": days_before},
    )
    return [Placed(unit=unit, at=at, number=number, before=before) for unit, at, number, before in rows]
