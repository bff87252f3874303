"""Background work of documents."""

from __future__ import annotations

import asyncio
import contextlib

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.events import ShopRemoved
from mercery.core.errors import NotFound
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.knowledge.documents import originals, readings

blueprint = Blueprint()


@blueprint.task(name="read_document")
async def read_document(shop_id: str, reading_id: str) -> None:
    """Read a file that came in, and make it the next version of its document."""
    with contextlib.suppress(NotFound):  # the shop may be gone meanwhile
        await readings.read(database(), shop_id, reading_id)


@blueprint.task(name="forget_documents")
async def forget_documents(shop_id: str) -> None:
    """Remove the files of a shop that is gone."""
    await asyncio.to_thread(originals.forget, shop_id)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the files follow, once the removal is committed."""
    await enqueue(session, "documents:forget_documents", {"shop_id": event.shop_id})
