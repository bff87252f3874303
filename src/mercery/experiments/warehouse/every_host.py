"""The days of a shop on every host of an installation without a shared folder (`MERCERY_FILES=database`).

Whoever writes days gives them to the others through the database, and whoever needs them has those brought that are missing
or other than the ones here: the next worker that writes, and a person who asks or exports anywhere. So it does not matter
which worker wrote the last night, nor whether its host is still there. A copy that nobody asks for is renewed once an hour.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Final

from mercery.accounts import service as accounts
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.core.storage import below, by_database, get, key_of, put, unshare
from mercery.experiments.warehouse.layout import folder_of, remove, shops_in
from mercery.experiments.warehouse.snapshot import mark_of

RENEW_SECONDS: Final = 3600.0
log = get_logger(__name__)


async def bring_days(database: Database, home: Path, shop_id: str) -> int:
    """Have the shop's days here as they were given last, by whichever host; how many files came or went."""
    folder = folder_of(home, shop_id)
    async with database.session() as session:
        given = await below(session, folder)
    if not given:
        return 0
    here = {path: _version(path) for path in await asyncio.to_thread(_files, folder)}
    other = [path for path, one in given.items() if here.get(path) != one.version]
    for path in other:
        await get(database, given[path].key, path)
    gone = here.keys() - given.keys()
    for path in gone:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    return len(other) + len(gone)


async def give_days(database: Database, home: Path, shop_id: str) -> int:
    """Give the other hosts the days as they lie here; how many files went, were taken away or replaced."""
    if not by_database():
        return 0
    folder = folder_of(home, shop_id)
    here = {path: _version(path) for path in await asyncio.to_thread(_files, folder)}
    async with database.session() as session:
        given = await below(session, folder)
        gone = given.keys() - here.keys()
        for path in gone:
            await unshare(session, path)
    new = [path for path, version in here.items() if path not in given or given[path].version != version]
    for path in new:
        async with database.session() as session:
            await put(session, key_of(path), path, version=here[path])
    return len(new) + len(gone)


async def renew_days(database: Database, home: Path) -> None:
    """Once: have the copies that lie here as they were given last, and remove those of shops that are gone."""
    ids = await asyncio.to_thread(shops_in, home)
    if not ids:
        return
    async with database.session() as session:
        shops = {shop.id for shop in await accounts.all_shops(session)}
    for shop_id in ids:
        if shop_id in shops:
            await bring_days(database, home, shop_id)
        else:
            await asyncio.to_thread(remove, home, shop_id)


async def keep_days_renewed(database: Database, home: Path) -> None:
    """Until cancelled, where hosts share no folder."""
    while by_database():
        await asyncio.sleep(RENEW_SECONDS)
        try:
            await renew_days(database, home)
        except Exception as error:
            log.warning("warehouse_not_renewed", error=str(error)[:200])


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.parquet"))


def _version(path: Path) -> str:
    """Made of the mark of the rows a file was written from: no file is read whole to tell whether it is another one."""
    return hashlib.sha256((mark_of(path) or "").encode()).hexdigest()[:32]
