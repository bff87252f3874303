"""Removing a visitor: from what is recorded at once, from the files of the warehouse when the days are written next."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.events import bus
from mercery.core.jobs import enqueue
from mercery.experiments.tables import ExposureRow, OutcomeRow
from mercery.interactions import service as interactions
from mercery.interactions.events import VisitorForgotten


async def forget_visitor(session: AsyncSession, shop_id: str, visitor_id: str) -> int:
    """Remove what the visitor did, met and brought, and have the days concerned written anew; returns how many rows went.
    Features that keep something of the browser hear of it and remove theirs.

    Orders stay, for books have to be kept, and nothing leads from them to the visitor any more. An export made before stays
    as it was until it is made again.
    """
    gone = await interactions.forget_visitor(session, shop_id, visitor_id)
    for table in (ExposureRow, OutcomeRow):
        same = (table.shop_id == shop_id, table.visitor_id == visitor_id)
        gone += len((await session.scalars(delete(table).where(*same).returning(table.id))).all())
    await bus.publish(session, VisitorForgotten(shop_id=shop_id, visitor_id=visitor_id))
    await enqueue(
        session, "warehouse:write_days", {"shop_id": shop_id}, lock=f"warehouse:{shop_id}", once=f"warehouse:{shop_id}"
    )
    return gone
