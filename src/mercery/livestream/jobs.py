"""What is left of shows when their shop is removed."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.events import ShopRemoved
from mercery.core.clock import now
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.core.storage import unshare
from mercery.livestream.folders import shop_folder

blueprint = Blueprint()
FORGET: Final = "livestream:forget"
_ENDING: Final = timedelta(seconds=20)
"""The director of a show whose shop is gone ends the engine first, which would write its last segment anew."""


@blueprint.task(name="forget")
async def forget(shop_id: str) -> None:
    """Remove recordings, hosts and studios of a shop that is gone."""
    async with database().session() as session:
        await unshare(session, shop_folder(shop_id))
    await asyncio.to_thread(shutil.rmtree, shop_folder(shop_id), ignore_errors=True)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the files follow, once the removal is committed."""
    await enqueue(session, FORGET, {"shop_id": event.shop_id}, at=now() + _ENDING)
