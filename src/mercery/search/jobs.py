"""Jobs that keep the index, and what search does when the catalogue changes."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.events import ShopRemoved
from mercery.ai.embedder import EmbedderFailed
from mercery.catalog.events import CatalogChanged
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.core.storage import by_database, unshare
from mercery.search import library
from mercery.search.index import IndexMissing, shop_folder
from mercery.search.meaning import let_go, wanted_model
from mercery.search.shipped.shipping import horizon, note_change, overgrown, ship
from mercery.search.shipped.vectors import drop_unused
from mercery.search.stored.versions import folder_in_use
from mercery.search.working_out import work_out_vectors

blueprint = Blueprint()
log = get_logger(__name__)
SLICE: Final = 20.0
"""Seconds one job works on vectors."""
PAUSE: Final = timedelta(minutes=2)
"""After which a model that failed is tried again."""
MOST_CHANGES: Final = 2_000
IDLE: Final = 300.0
"""Seconds without work after which the model's memory is freed."""


@blueprint.task(name="rebuild")
async def rebuild(shop_id: str) -> None:
    """Write a shop's index anew, and send it to machines that share no folder with this one."""
    home = settings().home.resolve()
    async with database().session() as session:
        # Before the first product is read: what changes from now on may be missing in what is built.
        mark = await horizon(session) if by_database() else 0
        await library.rebuild(session, shop_id)
    if by_database():
        async with database().session() as session:
            await ship(session, home, shop_id, mark)
            await drop_unused(session, shop_id, folder_in_use(home, shop_id))


@blueprint.task(name="update")
async def update(shop_id: str, product_ids: list[str]) -> None:
    """Bring single products up to date in a shop's index."""
    async with database().session() as session:
        await library.refresh(session, shop_id, product_ids)


@blueprint.task(name="vectors")
async def vectors(shop_id: str) -> None:
    """Work out vectors that are missing: a slice now, the next in a job of its own, so that a worker can always stop."""
    embedder = wanted_model()
    if embedder is None:
        return
    again: timedelta | None = None
    try:
        if by_database():
            async with database().session() as session:
                await library.opened(session, shop_id)
        if await work_out_vectors(database(), shop_id, embedder, seconds=SLICE):
            again = timedelta()
    except EmbedderFailed as error:
        log.warning("search_vectors_wait", model=embedder.name, error=str(error))
        again = PAUSE
    except IndexMissing:
        pass  # the next search, or the next change, builds it
    if again is None:
        _rest()
    else:
        async with database().session() as session:
            name = f"search:vectors:{shop_id}"
            await enqueue(
                session,
                "search:vectors",
                {"shop_id": shop_id},
                lock=name,
                once=name,
                at=now() + again if again else None,
            )


def _rest() -> None:
    """Let go of the model when nothing more has come for a while: a worker runs for weeks, vectors are soon done."""
    global _resting  # noqa: PLW0603 - one model for the process
    if _resting is not None:
        _resting.cancel()
    _resting = asyncio.get_running_loop().call_later(IDLE, let_go)


_resting: asyncio.TimerHandle | None = None


@blueprint.periodic(cron="17 4 * * *")
@blueprint.task(name="ship_anew", pass_context=False)
async def ship_anew(timestamp: int) -> None:
    """Once a night: shops with many changes since their last version get a new one, so that a machine that comes anew has
    little to make up for."""
    if by_database():
        async with database().session() as session:
            shops = await overgrown(session, MOST_CHANGES)
            for shop_id in shops:
                await library.want_rebuild(session, shop_id)
        log.info("search_indexes_shipped_anew", shops=len(shops), at=timestamp)


@blueprint.task(name="forget")
async def forget(shop_id: str) -> None:
    """Remove the index of a shop that is gone."""
    place = shop_folder(settings().home.resolve(), shop_id)
    async with database().session() as session:
        await unshare(session, place)
    await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the index go with its shop, once that is committed."""
    await enqueue(session, "search:forget", {"shop_id": event.shop_id}, lock=f"search:{event.shop_id}")


async def on_catalog_changed(session: AsyncSession, event: CatalogChanged) -> None:
    """Have the index follow, once the change is committed."""
    lock = f"search:{event.shop_id}"
    if event.everything:
        await library.want_rebuild(session, event.shop_id)
    elif event.product_ids and by_database():
        # Each machine's own index has to follow, so no job of one worker does.
        await note_change(session, event.shop_id, event.product_ids)
    elif event.product_ids:
        args = {"shop_id": event.shop_id, "product_ids": list(event.product_ids)}
        await enqueue(session, "search:update", args, lock=lock)
