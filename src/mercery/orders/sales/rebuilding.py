"""Takes orders apart that came before anybody did, or all of them anew."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Database
from mercery.orders.sales.keeping import keep_sales
from mercery.orders.service import order_of_row
from mercery.orders.tables import OrderRow, SalesBookRow


async def rebuild(database: Database, shop_id: str, limit: int = 1_000) -> int:
    """Take every order of the shop apart, in transactions of `limit` orders; how many."""
    after, count = "", 0
    while True:
        async with database.session() as session:
            ids = await rebuild_slice(session, shop_id, after, limit)
        count += len(ids)
        if len(ids) < limit:
            break
        after = ids[-1]
    async with database.session() as session:
        await _mark_built(session, shop_id)
    return count


async def rebuild_slice(session: AsyncSession, shop_id: str, after: str, limit: int) -> list[str]:
    """The next orders by id after `after`, taken apart; their ids. They are locked meanwhile, so that none changes between
    reading it and writing its rows."""
    query = select(OrderRow).where(OrderRow.shop_id == shop_id, OrderRow.id > after)
    rows = list(await session.scalars(query.order_by(OrderRow.id).limit(limit).with_for_update()))
    await keep_sales(session, shop_id, [order_of_row(row) for row in rows])
    return [row.id for row in rows]


async def shops_to_build(session: AsyncSession) -> list[str]:
    """Shops with orders from before they were taken apart."""
    built = exists().where(SalesBookRow.shop_id == OrderRow.shop_id, SalesBookRow.built_at.is_not(None))
    return list(await session.scalars(select(OrderRow.shop_id).where(~built).distinct()))


async def _mark_built(session: AsyncSession, shop_id: str) -> None:
    """From now on nothing is missing."""
    row = insert(SalesBookRow).values(shop_id=shop_id, built_at=now())
    await session.execute(
        row.on_conflict_do_update(index_elements=["shop_id"], set_={"built_at": row.excluded.built_at})
    )
