"""What the demo shop leaves in files, removed after it."""

from __future__ import annotations

import asyncio
import shutil

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.events import ShopRemoved
from mercery.core.config import settings
from mercery.core.jobs import Blueprint, enqueue

blueprint = Blueprint()


@blueprint.task(name="forget_pictures")
async def forget_pictures() -> None:
    """Remove the pictures drawn for the demo shop."""
    await asyncio.to_thread(shutil.rmtree, settings().home / "media" / "demo", ignore_errors=True)


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the pictures follow, once the removal is committed."""
    if event.demo:
        await enqueue(session, "demo:forget_pictures", {})
