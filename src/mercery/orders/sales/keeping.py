"""Keeps the rows of the sales monitor: in the transaction that brings an order, and once for orders from before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Json
from mercery.orders.order import Order
from mercery.orders.sales.days import days_changed
from mercery.orders.sales.taking_apart import taken_apart
from mercery.orders.tables import OrderRow, SaleRow, SalesBookRow

_BATCH: Final = 2_000
"""Rows in one statement: below the 65,535 parameters PostgreSQL takes."""


async def keep_sales(session: AsyncSession, shop_id: str, changed: Sequence[Order]) -> None:
    """Take these stored orders apart, in place of what stood for them."""
    ids = [one.id for one in changed]
    days = {one.placed_at for one in changed}
    for start in range(0, len(ids), _BATCH):
        gone = delete(SaleRow).where(SaleRow.order_id.in_(ids[start : start + _BATCH])).returning(SaleRow.placed_at)
        days.update(await session.scalars(gone))
    await days_changed(session, shop_id, days)
    rows = [row for one in changed for row in _rows(shop_id, one)]
    for start in range(0, len(rows), _BATCH):
        await session.execute(insert(SaleRow), rows[start : start + _BATCH])


def _rows(shop_id: str, order: Order) -> Iterator[Json]:
    same: dict[str, Any] = {
        "order_id": order.id, "shop_id": shop_id, "placed_at": order.placed_at, "currency": order.currency,
        "channel": order.channel,
    }  # fmt: skip
    for one in taken_apart(order):
        yield same | {
            "place": one.place, "sku": one.sku, "quantity": one.quantity, "returned": one.returned,
            "paid_minor": one.paid, "refund_minor": one.refund, "tax_minor": one.tax,
        }  # fmt: skip


async def begin_book(session: AsyncSession, shop_id: str) -> None:
    """Note, before a shop's first order comes, that all of its orders are taken apart as they come."""
    if await session.get(SalesBookRow, shop_id) is not None:
        return
    if await session.scalar(select(exists().where(OrderRow.shop_id == shop_id))):
        return
    row = insert(SalesBookRow).values(shop_id=shop_id, built_at=now())
    await session.execute(row.on_conflict_do_nothing())


async def is_built(session: AsyncSession, shop_id: str) -> bool:
    """Whether every order on record is taken apart; a shop without orders has nothing to take apart."""
    row = await session.get(SalesBookRow, shop_id, populate_existing=True)
    if row is not None and row.built_at is not None:
        return True
    return not await session.scalar(select(exists().where(OrderRow.shop_id == shop_id)))
