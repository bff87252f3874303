"""Jobs of the warehouse."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.events import ShopRemoved
from mercery.core.background import in_background
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.core.storage import unshare
from mercery.experiments.warehouse.every_host import bring_days, give_days
from mercery.experiments.warehouse.layout import folder_of, remove
from mercery.experiments.warehouse.snapshot import Source, day_begun, snapshot

blueprint = Blueprint()
log = get_logger(__name__)


@blueprint.periodic(cron="37 1 * * *")
@blueprint.task(name="write_all", pass_context=False)
async def write_all(timestamp: int) -> None:
    """Once a night, when the day (UTC) is over: have the days of every shop written."""
    async with database().session() as session:
        for shop in await accounts.all_shops(session):
            await enqueue(
                session,
                "warehouse:write_days",
                {"shop_id": shop.id},
                lock=f"warehouse:{shop.id}",
                once=f"warehouse:{shop.id}",
            )
    log.info("warehouse_days_due", at=timestamp)


@blueprint.task(name="write_days", pass_context=False)
async def write_days(shop_id: str) -> None:
    """Write the finished days of a shop that are missing or have changed."""
    async with database().session() as session:
        try:
            shop = await accounts.shop(session, shop_id)
        except NotFound:
            return
    source = Source(url=database().direct_url, shop_id=shop.id, timezone=shop.timezone)
    home = settings().home
    await bring_days(database(), home, shop.id)
    done = await in_background(snapshot, source, folder_of(home, shop.id), until=day_begun(now()))
    await give_days(database(), home, shop.id)
    log.info("warehouse_written", shop=shop.id, files=done.files, rows=done.rows, removed=done.removed)


@blueprint.task(name="forget", pass_context=False)
async def forget(shop_id: str) -> None:
    """Remove the files of a shop that was removed."""
    async with database().session() as session:
        await unshare(session, folder_of(settings().home, shop_id))
    await asyncio.to_thread(remove, settings().home, shop_id)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Its files follow once the removal is committed."""
    await enqueue(session, "warehouse:forget", {"shop_id": event.shop_id})
