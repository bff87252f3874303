"""Drawing what was asked for: a video with its sidecars, a long image. No transaction is open while it is drawn."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Sequence
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
from mercery.studio import repository
from mercery.studio.gathering import materials_for
from mercery.studio.kept import KeptFile, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.tables import ContentRenderRow

log = get_logger(__name__)
Drawer = Callable[[PieceVersion, Materials, Path, Path], Awaitable[Sequence[KeptFile]]]
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
        shop = await accounts.shop(session, shop_id)
        version = await repository.version_at(session, row.piece_id, row.version)
        materials = await materials_for(session, shop, version.brief, piece_id=row.piece_id)
        kind = row.kind
    media = settings().home / "media"
    folder = media / "studio" / shop_id / f"{version.piece_id}-v{version.version}" / render_id
    files: Sequence[KeptFile] = ()
    problem = ""
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        drawer: Drawer = importlib.import_module(_DRAWERS[kind]).draw
        files = await drawer(version, materials, media, folder)
    except Exception as error:
        log.exception("piece_not_drawn", shop=shop_id, render=render_id)
        problem = str(error)[:300] or type(error).__name__
    async with database.session() as session:
        row = await _row(session, shop_id, render_id)
        if row is not None:
            row.state, row.problem, row.finished_at = "failed" if problem else "done", problem, now()
            row.files = list(repository.files_json(files))
            await announce(session, f"content:{shop_id}", {"piece": row.piece_id, "render": row.id, "state": row.state})


async def _row(session: AsyncSession, shop_id: str, render_id: str) -> ContentRenderRow | None:
    found: ContentRenderRow | None = await session.scalar(
        select(ContentRenderRow)
        .where(ContentRenderRow.shop_id == shop_id, ContentRenderRow.id == render_id)
        .with_for_update()
    )
    return found
