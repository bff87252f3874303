"""The job that takes orders from before apart."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.orders.sales.rebuilding import rebuild, shops_to_build

blueprint = Blueprint()
REBUILD: Final = "sales:rebuild"


@blueprint.task(name="rebuild")
async def rebuild_sales(shop_id: str) -> None:
    """Take all orders of a shop apart."""
    await rebuild(database(), shop_id)


@blueprint.periodic(cron="*/10 * * * *")
@blueprint.task(name="catch_up", pass_context=False)
async def catch_up(timestamp: int) -> None:
    """Find shops whose orders were brought in by an earlier version, and have them taken apart."""
    async with database().session() as session:
        for shop_id in await shops_to_build(session):
            await ask_for_rebuild(session, shop_id)


async def ask_for_rebuild(session: AsyncSession, shop_id: str) -> None:
    """Have a shop's orders taken apart once this transaction is committed."""
    name = f"{REBUILD}:{shop_id}"
    await enqueue(session, REBUILD, {"shop_id": shop_id}, lock=name, once=name)
