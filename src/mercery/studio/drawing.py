"""Drawing what was asked for: a video with its sidecars, a long image. No transaction is open while it is drawn."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import announce
from mercery.core.logging import get_logger
from mercery.core.storage import bring, share
from mercery.experiments.service import record_cost
from mercery.studio import repository
from mercery.studio.gathering import materials_for
from mercery.studio.kept import Drawn, PieceVersion, Render
from mercery.studio.materials import Materials
from mercery.studio.tables import ContentRenderRow

log = get_logger(__name__)
FEATURE: Final = "content"
Drawer = Callable[[PieceVersion, Materials, Path, Path], Awaitable[Drawn]]
"""Draws a version into a folder (the last argument; the one before is the media folder, where products' pictures lie)."""
_DRAWERS: Final = {"video": "mercery.studio.video.kept_video", "long_image": "mercery.studio.drawing_image"}
"""Where each kind's `draw` is; loaded only when something is drawn."""


async def draw(database: Database, shop_id: str, render_id: str) -> None:
    """Draw the files of one rendering and keep them, or why it could not be done."""
    async with database.session() as session:
        row = await _row(session, shop_id, render_id)
        if row is None or row.state not in ("waiting", "running"):
            return
        row.state = "running"
        asked = repository.render_of(row)
    media = settings().home / "media"
    folder = folder_of(shop_id) / f"{asked.piece_id}-v{asked.version}" / render_id
    drawn, problem = Drawn(files=()), ""
    # A coder has threads of its own, so the process is measured: other work of the same worker meanwhile is among it.
    began = time.process_time()
    try:
        version, materials = await _gathered(database, shop_id, asked)
        for one in {one.path for product in materials.products for one in product.media if one.path}:
            await bring(database, media / one)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        drawer: Drawer = importlib.import_module(_DRAWERS[asked.kind]).draw
        drawn = await drawer(version, materials, media, folder)
    except Exception as error:
        log.exception("piece_not_drawn", shop=shop_id, render=render_id)
        problem = str(error)[:300] or type(error).__name__
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    ms = round((time.process_time() - began) * 1000)
    async with database.session() as session:
        row = await _row(session, shop_id, render_id)
        if row is not None:
            if not problem:
                await share(session, folder)
            row.state, row.problem, row.finished_at = "failed" if problem else "done", problem, now()
            row.files = list(repository.files_json(drawn.files))
            await _bill(session, shop_id, row.piece_id, ms, drawn.spoken)
            await announce(session, f"content:{shop_id}", {"piece": row.piece_id, "render": row.id, "state": row.state})
    if row is None:
        # The piece, or the whole shop, was removed while it was drawn.
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _bill(session: AsyncSession, shop_id: str, piece_id: str, ms: int, spoken: int) -> None:
    await record_cost(session, shop_id, FEATURE, kind="compute", ms=ms, subject=piece_id)
    if spoken:
        await record_cost(session, shop_id, FEATURE, kind="voice", units=spoken, subject=piece_id)


def folder_of(shop_id: str) -> Path:
    """Where everything drawn of a shop's pieces lies."""
    return settings().home / "media" / "studio" / shop_id


async def _gathered(database: Database, shop_id: str, asked: Render) -> tuple[PieceVersion, Materials]:
    async with database.session() as session:
        shop = await accounts.shop(session, shop_id)
        version = await repository.version_at(session, asked.piece_id, asked.version)
        return version, await materials_for(session, shop, version.brief, piece_id=asked.piece_id)


async def _row(session: AsyncSession, shop_id: str, render_id: str) -> ContentRenderRow | None:
    found: ContentRenderRow | None = await session.scalar(
        select(ContentRenderRow)
        .where(ContentRenderRow.shop_id == shop_id, ContentRenderRow.id == render_id)
        .with_for_update()
    )
    return found
