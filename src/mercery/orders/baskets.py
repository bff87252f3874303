"""What was bought together and by the same customer, for whoever counts it: no names, no amounts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.orders.tables import OrderRow

BATCH: Final = 1000
_COLUMNS: Final = (OrderRow.number, OrderRow.customer_id, OrderRow.placed_at, OrderRow.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """An order as a set of SKUs."""

    number: str
    customer_id: str | None
    """None: nobody the shop knows (any more)."""
    placed_at: datetime
    skus: tuple[str, ...]
    """Each once, in the order of the lines."""


async def baskets(session: AsyncSession, shop_id: str, *, batch: int = BATCH) -> AsyncIterator[list[Basket]]:
    """All orders of the shop in batches: customer by customer, and of each the oldest first. Cancelled orders and those
    without a time are left out."""
    query = (
        select(*_COLUMNS)
        .where(OrderRow.shop_id == shop_id, OrderRow.status != "cancelled", OrderRow.placed_at.is_not(None))
        .order_by(OrderRow.customer_id, OrderRow.placed_at, OrderRow.number)
        .execution_options(yield_per=batch)
    )
    async for rows in (await session.stream(query)).partitions():
        yield [_basket(row) for row in rows]


async def baskets_of(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> list[Basket]:
    """The orders of these numbers, the oldest first; cancelled ones and those without a time are left out."""
    rows = await session.execute(
        select(*_COLUMNS)
        .where(
            OrderRow.shop_id == shop_id,
            OrderRow.number.in_(numbers),
            OrderRow.status != "cancelled",
            OrderRow.placed_at.is_not(None),
        )
        .order_by(OrderRow.placed_at, OrderRow.number)
    )
    return [_basket(row) for row in rows]


async def baskets_before(
    session: AsyncSession, shop_id: str, customer_id: str, basket: Basket | None = None, *, limit: int = 400
) -> list[Basket]:
    """The customer's orders, the oldest first: those before `basket` where one is given, at most the `limit` newest."""
    query = select(*_COLUMNS).where(
        OrderRow.shop_id == shop_id,
        OrderRow.customer_id == customer_id,
        OrderRow.status != "cancelled",
        OrderRow.placed_at.is_not(None),
    )
    if basket is not None:
        query = query.where(OrderRow.placed_at <= basket.placed_at, OrderRow.number != basket.number)
    rows = await session.execute(query.order_by(OrderRow.placed_at.desc(), OrderRow.number.desc()).limit(limit))
    found = [_basket(row) for row in rows]
    if basket is not None:
        found = [one for one in found if (one.placed_at, one.number) < (basket.placed_at, basket.number)]
    return found[::-1]


async def numbers_since(session: AsyncSession, shop_id: str, moment: datetime) -> list[str]:
    """The numbers of orders written or changed since a moment."""
    rows = await session.scalars(
        select(OrderRow.number).where(OrderRow.shop_id == shop_id, OrderRow.recorded_at >= moment)
    )
    return list(rows)


async def numbers_of_customers(session: AsyncSession, shop_id: str, customer_ids: Collection[str]) -> list[str]:
    """The numbers of all orders of these customers."""
    rows = await session.scalars(
        select(OrderRow.number).where(OrderRow.shop_id == shop_id, OrderRow.customer_id.in_(customer_ids))
    )
    return list(rows)


async def customers_of_orders(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> dict[str, str]:
    """Whose these orders are, by number; those of nobody the shop knows are left out."""
    rows = await session.execute(
        select(OrderRow.number, OrderRow.customer_id).where(
            OrderRow.shop_id == shop_id, OrderRow.number.in_(numbers), OrderRow.customer_id.is_not(None)
        )
    )
    return {number: str(customer_id) for number, customer_id in rows}


def _basket(row: Row[tuple[str, str | None, datetime | None, list[dict[str, str]]]]) -> Basket:
    if row.placed_at is None:
        raise ValueError(f"Order {row.number} has no time.")
    return Basket(
        number=row.number,
        customer_id=row.customer_id,
        placed_at=row.placed_at,
        skus=tuple(dict.fromkeys(line["sku"] for line in row.lines)),
    )
