"""Jobs that keep the index, and what search does when the catalogue changes."""

from __future__ import annotations

import asyncio
import shutil

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.events import ShopRemoved
from mercery.catalog.events import CatalogChanged
from mercery.core.config import settings
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.search import library
from mercery.search.index import shop_folder

blueprint = Blueprint()


@blueprint.task(name="rebuild")
async def rebuild(shop_id: str) -> None:
    """Write a shop's index anew."""
    async with database().session() as session:
        await library.rebuild(session, shop_id)


@blueprint.task(name="update")
async def update(shop_id: str, product_ids: list[str]) -> None:
    """Bring single products up to date in a shop's index."""
    async with database().session() as session:
        await library.refresh(session, shop_id, product_ids)


@blueprint.task(name="forget")
async def forget(shop_id: str) -> None:
    """Remove the index of a shop that is gone."""
    await asyncio.to_thread(shutil.rmtree, shop_folder(settings().home.resolve(), shop_id), ignore_errors=True)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the index go with its shop, once that is committed."""
    await enqueue(session, "search:forget", {"shop_id": event.shop_id}, lock=f"search:{event.shop_id}")


async def on_catalog_changed(session: AsyncSession, event: CatalogChanged) -> None:
    """Have the index follow, once the change is committed."""
    lock = f"search:{event.shop_id}"
    if event.everything:
        await enqueue(
            session, "search:rebuild", {"shop_id": event.shop_id}, lock=lock, once=f"search:rebuild:{event.shop_id}"
        )
    elif event.product_ids:
        args = {"shop_id": event.shop_id, "product_ids": list(event.product_ids)}
        await enqueue(session, "search:update", args, lock=lock)
