"""What was sold, by SKU, for whoever counts it: no names, no amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.orders.tables import OrderRow


async def numbers_among(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> set[str]:
    """Those that are numbers of orders of the shop."""
    if not numbers:
        return set()
    rows = await session.scalars(
        select(OrderRow.number).where(OrderRow.shop_id == shop_id, OrderRow.number.in_(numbers))
    )
    return set(rows)


async def skus_of_orders(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> dict[str, frozenset[str]]:
    """The SKUs of each order that is known."""
    if not numbers:
        return {}
    rows = await session.execute(
        select(OrderRow.number, OrderRow.lines).where(OrderRow.shop_id == shop_id, OrderRow.number.in_(numbers))
    )
    return {str(number): frozenset(line["sku"] for line in lines) for number, lines in rows}


async def orders_by_sku(session: AsyncSession, shop_id: str, *, since: datetime, until: datetime) -> Counter[str]:
    """In how many orders of that time each SKU stands; cancelled ones are left out."""
    rows = await session.scalars(
        select(OrderRow.lines).where(
            OrderRow.shop_id == shop_id,
            OrderRow.placed_at >= since,
            OrderRow.placed_at < until,
            OrderRow.status != "cancelled",
        )
    )
    counted: Counter[str] = Counter()
    for lines in rows:
        counted.update({line["sku"] for line in lines})
    return counted


async def orders_between(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> int:
    """How many orders were placed in that time; cancelled ones are left out."""
    query = select(func.count()).where(
        OrderRow.shop_id == shop_id, OrderRow.placed_at >= since, OrderRow.placed_at < until,
        OrderRow.status != "cancelled",
    )  # fmt: skip
    return await session.scalar(query) or 0
