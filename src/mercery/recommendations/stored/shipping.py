"""Lists that a warehouse worked out, on every machine, where machines share no folder (`MERCERY_FILES=database`).

Lists of a shop's own orders are worked out by each machine; those of a warehouse are brought in on one of them, and stored as
one archive for the others. They stand for thirty days, everywhere: a machine that has lists of its own orders meanwhile, or
comes anew, takes them all the same, and counts the orders that came since.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core import storage
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.recommendations.stored.versions import (
    FORMAT,
    About,
    ModelMissing,
    adopt,
    current_version,
    folder_in_use,
    locked,
    read_about,
    shop_folder,
)

IMPORTED_FOR: Final = timedelta(days=30)
"""How long lists of a warehouse stand before the shop's own orders take over again."""
_SHIPPED: Final = "shipped"
log = get_logger(__name__)


def stands(about: About) -> bool:
    """Whether these are lists of a warehouse that are not too old."""
    return about.source == "warehouse" and now() - about.at < IMPORTED_FOR


async def ship(session: AsyncSession, home: Path, shop_id: str) -> None:
    """Store the version this machine has in use for the others, with this transaction; nothing where a folder is shared."""
    if not storage.by_database():
        return
    with ExitStack() as stack:
        await asyncio.to_thread(stack.enter_context, locked(shop_folder(home, shop_id)))
        folder = folder_in_use(home, shop_id)
        archive = await asyncio.to_thread(stack.enter_context, storage.packed(folder))
        await storage.put(session, _key(shop_id), archive, version=folder.name)
    log.info("recommendations_shipped", shop=shop_id, version=folder.name)


async def withdraw(session: AsyncSession, shop_id: str) -> None:
    """Have machines go by the shop's own orders again: what was stored for them is removed."""
    if storage.by_database():
        await storage.unshare(session, shop_folder(settings().home.resolve(), shop_id) / _SHIPPED)


async def wanted(session: AsyncSession, home: Path, shop_ids: Sequence[str]) -> dict[str, str]:
    """The stored version of each of these shops that this machine has not in use."""
    keys = {_key(one): one for one in shop_ids}
    found = await storage.versions(session, list(keys)) if keys else {}
    return {
        keys[key]: version
        for key, version in found.items()
        if version.startswith(f"v{FORMAT}_") and current_version(home, keys[key]) != version
    }


async def take_in(database: Database, home: Path, shop_id: str) -> bool:
    """Put the stored version to use here; False where there is none, this machine has it or a later one of a warehouse, or
    it is too old."""
    async with database.session() as session:
        version = (await wanted(session, home, [shop_id])).get(shop_id)
    if version is None or not await asyncio.to_thread(_newer, home, shop_id, version):
        return False
    parent = shop_folder(home, shop_id)
    archive, incoming = parent / f".{version}.tar", parent / f".{version}.incoming"
    try:
        got = await storage.get(database, _key(shop_id), archive)
        if got is None or got.version != version:
            return False
        await asyncio.to_thread(shutil.rmtree, incoming, ignore_errors=True)
        await asyncio.to_thread(storage.unpack, archive, incoming)
        if not stands(await asyncio.to_thread(read_about, incoming)):
            return False
        await asyncio.to_thread(adopt, home, shop_id, incoming, version)
    finally:
        await asyncio.to_thread(archive.unlink, missing_ok=True)
        await asyncio.to_thread(shutil.rmtree, incoming, ignore_errors=True)
    log.info("recommendations_taken_in", shop=shop_id, version=version, bytes=got.size)
    return True


def _newer(home: Path, shop_id: str, version: str) -> bool:
    """Whether what is in use here has to make way for it."""
    try:
        in_use = folder_in_use(home, shop_id)
        return read_about(in_use).source == "orders" or in_use.name < version
    except ModelMissing:
        return True


def _key(shop_id: str) -> str:
    # As `storage.key_of` makes it of a path below the home folder, so that all of a shop's goes at once.
    return f"recommendations/{shop_id}/{_SHIPPED}"
