"""Orders of the day are counted in the lists of every machine, where machines share no folder (`MERCERY_FILES=database`).

The job that counts an order runs on one of them, and counts it there. Here one process of each machine looks now and then for
orders its own lists have not counted: lists are the same everywhere within half a minute. Each machine's journal says what
was counted, so looking twice at the same orders counts nothing twice.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mercery.core.alone import alone_on_this_machine
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.core.storage import by_database
from mercery.orders.baskets import BATCH, numbers_since
from mercery.recommendations.stored.applying import apply_orders
from mercery.recommendations.stored.counted import Counted
from mercery.recommendations.stored.shipping import take_in, wanted
from mercery.recommendations.stored.versions import ModelMissing, current_version, read_about, reading, shop_folder

EVERY_SECONDS: Final = 20.0
_LATE: Final = timedelta(minutes=10)
"""The longest a transaction that brings orders may last, and clocks of machines may differ."""
log = get_logger(__name__)


class OrderFollower:
    """What one machine has counted so far."""

    def __init__(self, database: Database, home: Path | None = None) -> None:
        self._database = database
        self._home = (home or settings().home).resolve()
        self._looked: dict[str, tuple[str, datetime]] = {}
        """Of which version orders were looked for, and when, by shop."""
        self._passed: dict[str, str] = {}
        """The stored version of a shop that is not taken in."""

    async def follow_once(self) -> int:
        """Take in what a warehouse worked out, and count what is new, for the shops this machine has lists of; returns how
        many orders were counted."""
        counted, shops = 0, await asyncio.to_thread(_shops_in, self._home)
        await self._take_in(shops)
        for shop_id in shops:
            try:
                counted += await self._follow(shop_id)
            except ModelMissing as error:
                log.info("recommendations_not_followed", shop=shop_id, reason=str(error))
        return counted

    async def _take_in(self, shop_ids: list[str]) -> None:
        async with self._database.session() as session:
            found = await wanted(session, self._home, shop_ids)
        for shop_id, version in found.items():
            if self._passed.get(shop_id) != version and not await take_in(self._database, self._home, shop_id):
                # Too old, or older than what this machine has: not looked at again until there is another.
                self._passed[shop_id] = version

    async def _follow(self, shop_id: str) -> int:
        name = current_version(self._home, shop_id)
        if name is None:
            return 0
        folder, moment = shop_folder(self._home, shop_id) / name, now()
        known, since = self._looked.get(shop_id, ("", moment))
        if known != name:
            since = (await asyncio.to_thread(read_about, folder)).at
        async with self._database.session() as session:
            numbers = await numbers_since(session, shop_id, since - _LATE)
        fresh = await asyncio.to_thread(_not_counted, folder, numbers) if numbers else []
        done = 0
        for first in range(0, len(fresh), BATCH):
            async with self._database.session() as session:
                done += (await apply_orders(session, shop_id, fresh[first : first + BATCH])).counted
        self._looked[shop_id] = (name, moment)
        return done


async def follow_orders(database: Database) -> None:
    """Follow until cancelled, where machines share no folder."""
    if not by_database():
        return
    home = settings().home.resolve()
    async with alone_on_this_machine(home / "recommendations" / "follow.lock"):
        follower = OrderFollower(database, home)
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await follower.follow_once()
            except Exception as error:
                log.warning("recommendations_not_followed", error=str(error)[:200])


def _shops_in(home: Path) -> list[str]:
    place = home / "recommendations"
    return sorted(one.name for one in place.iterdir() if one.is_dir()) if place.is_dir() else []


def _not_counted(folder: Path, numbers: list[str]) -> list[str]:
    with reading(folder):
        counted = Counted(folder)
        return [one for one in numbers if one not in counted]
