"""Jobs that keep the index, and what search does when the catalogue changes."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.events import CatalogChanged
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.search import library

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
