"""Sending a version to the other machines, taking one in, and the changes since.

The archive holds a version as it lay on the machine that built it, without vectors: those are told apart by the text they
belong to and come by themselves. Its mark says from which transaction on changes may be missing in it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import BigInteger, Text, column, delete, func, or_, select, text, values
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core import storage
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.events import announce
from mercery.core.logging import get_logger
from mercery.search.shipped.tables import SearchChangeRow
from mercery.search.stored.versions import FORMAT, adopt, current_version, folder_in_use, locked, shop_folder

TOPIC: Final = "search_index"
"""What machines are told by when something is to be taken up."""
_MARK: Final = "followed"
_DAY: Final = timedelta(days=1)
_HORIZON: Final = text("SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint")
log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Products of a shop that changed together."""

    id: int
    written: int
    product_ids: tuple[str, ...]


def key_of(shop_id: str) -> str:
    """Under what a shop's version is stored."""
    return f"index/{shop_id}"


async def horizon(session: AsyncSession) -> int:
    """The oldest transaction that still runs: all before it are decided, and seen by whatever is read from now on."""
    return int(await session.scalar(_HORIZON) or 0)


async def note_change(session: AsyncSession, shop_id: str, product_ids: Collection[str]) -> None:
    """Have every machine bring these products up to date once this transaction is committed."""
    session.add(SearchChangeRow(shop_id=shop_id, product_ids=sorted(product_ids)))
    await session.flush()
    await announce(session, TOPIC, {"shop_id": shop_id})


async def ship(session: AsyncSession, home: Path, shop_id: str, mark: int) -> int:
    """Send the version this machine has in use to the others; changes before `mark` are in it and go. Returns its bytes."""
    with ExitStack() as stack:
        parent = shop_folder(home, shop_id)
        await asyncio.to_thread(stack.enter_context, locked(parent))
        folder = folder_in_use(home, shop_id)
        archive = await asyncio.to_thread(stack.enter_context, storage.packed(folder, _belongs))
        await storage.put(session, key_of(shop_id), archive, version=folder.name, mark=mark)
        size = archive.stat().st_size
    # By their day too: in a database that was restored, transactions are counted anew.
    old = or_(SearchChangeRow.written < mark, SearchChangeRow.created_at < now() - _DAY)
    await session.execute(delete(SearchChangeRow).where(SearchChangeRow.shop_id == shop_id, old))
    await announce(session, TOPIC, {"shop_id": shop_id})
    set_mark(home, shop_id, mark)
    log.info("search_index_shipped", shop=shop_id, version=folder.name, bytes=size)
    return size


def _belongs(name: str) -> bool:
    return not name.startswith("vectors-") and not name.endswith((".lock", ".new"))


async def take_in(database: Database, home: Path, shop_id: str) -> bool:
    """Put the shipped version to use here, unless this machine has it or a later one; whether it did."""
    async with database.session() as session:
        found = await storage.stored(session, key_of(shop_id))
    current = current_version(home, shop_id)
    if found is None or not found.version.startswith(f"v{FORMAT}_") or (current or "") >= found.version:
        return False
    parent = shop_folder(home, shop_id)
    archive = parent / f"{found.version}.tar"
    try:
        got = await storage.get(database, found.key, archive)
        if got is None:
            return False
        incoming = parent / f".{got.version}.incoming"
        await asyncio.to_thread(shutil.rmtree, incoming, ignore_errors=True)
        await asyncio.to_thread(storage.unpack, archive, incoming)
        await asyncio.to_thread(adopt, home, shop_id, incoming, got.version)
    finally:
        await asyncio.to_thread(archive.unlink, missing_ok=True)
    set_mark(home, shop_id, got.mark)
    log.info("search_index_taken_in", shop=shop_id, version=got.version, bytes=got.size)
    return True


async def shipped_versions(session: AsyncSession, shop_ids: Sequence[str]) -> dict[str, str]:
    """The shipped version of each of these shops that has one."""
    keys = {key_of(one): one for one in shop_ids}
    return {keys[key]: version for key, version in (await storage.versions(session, list(keys))).items()}


async def changes_since(session: AsyncSession, marks: Mapping[str, int]) -> dict[str, list[Change]]:
    """The changes of these shops from their marks on, in one statement."""
    if not marks:
        return {}
    since = values(column("shop_id", Text), column("mark", BigInteger), name="since").data(list(marks.items()))
    rows = await session.scalars(
        select(SearchChangeRow)
        .join(since, (since.c.shop_id == SearchChangeRow.shop_id) & (SearchChangeRow.written >= since.c.mark))
        .order_by(SearchChangeRow.id)
    )
    found: dict[str, list[Change]] = {}
    for row in rows:
        change = Change(id=row.id, written=row.written, product_ids=tuple(map(str, row.product_ids)))
        found.setdefault(row.shop_id, []).append(change)
    return found


async def overgrown(session: AsyncSession, most: int) -> list[str]:
    """Shops with more than `most` changes since their last shipped version: a machine that comes anew does them all."""
    count = func.count()
    rows = await session.scalars(select(SearchChangeRow.shop_id).group_by(SearchChangeRow.shop_id).having(count > most))
    return list(rows)


def mark_of(home: Path, shop_id: str) -> int:
    """From which transaction on changes may be missing on this machine; 0: all that are kept."""
    try:
        return int((shop_folder(home, shop_id) / _MARK).read_text())
    except (FileNotFoundError, ValueError):
        return 0


def set_mark(home: Path, shop_id: str, mark: int) -> None:
    """Note it; what is lost of it is done again."""
    place = shop_folder(home, shop_id)
    if place.is_dir():
        beside = place / f"{_MARK}.new"
        beside.write_text(str(mark))
        beside.replace(place / _MARK)
