"""Engines nobody directs: of shows that ended, rest or were removed while no director ran, or that came up as one stopped.

Each would breathe on for a quarter of an hour, and send its programme wherever it was sent before."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlalchemy import text

from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.logging import get_logger
from mercery.livestream.director.lease import HELD_SECONDS
from mercery.livestream.engine.handle import EngineHandle
from mercery.livestream.engine.place import STATE
from mercery.livestream.folders import live_folder, show_folder

log = get_logger(__name__)
_OTHERS: Final = text(
    "SELECT show_id FROM live_status WHERE director NOT IN (:me, '')"
    " AND seen_at > clock_timestamp() - make_interval(secs => :held)"
)


async def end_left_over(shop_id: str, show_id: str) -> None:
    """End the show's engine, if there is one."""
    await _end(show_folder(shop_id, show_id))


async def end_all_but(database: Database, me: str, wanted: Collection[str]) -> None:
    """End every engine of this home folder but those of the wanted shows, and those another director has."""
    kept = {*wanted, *await _of_others(database, me)}
    folders = [file.parent for file in live_folder().glob(f"*/*/{STATE}")]
    await asyncio.gather(*(_end(folder) for folder in folders if folder.name not in kept))


async def _of_others(database: Database, me: str) -> set[str]:
    try:
        async with database.session() as session:
            return set(await session.scalars(_OTHERS, {"me": me, "held": HELD_SECONDS}))
    except Exception as error:
        # Without the database nobody else directs anything either.
        log.warning("live_leases_not_read", error=type(error).__name__)
        return set()


async def _end(folder: Path) -> None:
    try:
        found = await EngineHandle.adopt(folder)
        if found is not None:
            log.warning("live_engine_left_over", show=folder.name)
            await found.end()
    except (MerceryError, OSError, ValueError) as error:
        log.warning("live_engine_left", show=folder.name, error=type(error).__name__)
