"""Each machine's indexes follow the shop's: versions that another one built, products that changed, vectors worked out.

Where folders are shared, or there is one machine, jobs change the one index and nobody need follow. Else one process of each
machine follows for all of them, by a lock the kernel frees when it dies; the others see what it writes as they always do.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mercery.core.alone import alone_on_this_machine
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.logging import get_logger
from mercery.core.storage import by_database
from mercery.search import library
from mercery.search.index import IndexMissing, current_version, shop_folder
from mercery.search.shipped import vectors
from mercery.search.shipped.shipping import (
    TOPIC,
    Change,
    changes_since,
    horizon,
    mark_of,
    set_mark,
    shipped_versions,
    take_in,
)

RECHECK_SECONDS: Final = 10.0
SETTLE_SECONDS: Final = 0.1
"""Several changes that come together are taken up together."""
_BATCH: Final = 500
log = get_logger(__name__)


class Follower:
    """What one machine has taken up so far."""

    def __init__(self, database: Database, home: Path | None = None) -> None:
        self._database = database
        self._home = (home or settings().home).resolve()
        self._done: dict[str, set[int]] = {}
        """Changes from the mark on that were taken up already, by shop: some may stand there for as long as an older
        transaction runs."""

    async def follow_once(self, only: Sequence[str] | None = None) -> int:
        """Take up what there is for the shops this machine has an index of, or for `only` those; returns how many changes."""
        shops = list(only) if only is not None else await asyncio.to_thread(self._here)
        async with self._database.session() as session:
            shipped = await shipped_versions(session, shops)
        for shop_id, version in shipped.items():
            current = current_version(self._home, shop_id)
            if (current or "") < version and await take_in(self._database, self._home, shop_id):
                self._done.pop(shop_id, None)
        marks = {one: mark_of(self._home, one) for one in shops}
        async with self._database.session() as session:
            # Before the changes are read: whatever is decided by then is among them.
            decided = await horizon(session)
            changes = await changes_since(session, marks)
        taken = 0
        for shop_id in shops:
            taken += await self._take_up(shop_id, changes.get(shop_id, []), marks[shop_id], decided)
        return taken

    async def _take_up(self, shop_id: str, changes: Sequence[Change], mark: int, decided: int) -> int:
        done = self._done.setdefault(shop_id, set())
        fresh = [one for one in changes if one.id not in done]
        ids = list(dict.fromkeys(product for one in fresh for product in one.product_ids))
        try:
            for first in range(0, len(ids), _BATCH):
                async with self._database.session() as session:
                    await library.refresh(session, shop_id, ids[first : first + _BATCH])
        except IndexMissing as error:
            log.warning("search_index_not_followed", shop=shop_id, error=str(error))
            return 0
        done.update(one.id for one in fresh)
        if decided > mark and (changes or decided - mark > 1_000):
            await asyncio.to_thread(set_mark, self._home, shop_id, decided)
            self._done[shop_id] = done & {one.id for one in changes if one.written >= decided}
        if (name := current_version(self._home, shop_id)) is not None:
            with contextlib.suppress(IndexMissing):
                await vectors.take(self._database, shop_id, shop_folder(self._home, shop_id) / name)
        return len(fresh)

    def _here(self) -> list[str]:
        """The shops whose index was asked for on this machine."""
        place = self._home / "index"
        return sorted(one.name for one in place.iterdir() if one.is_dir()) if place.is_dir() else []


async def follow_indexes(database: Database, listener: Listener) -> None:
    """Follow until cancelled, where machines share no folder: at once when told, and now and then in any case."""
    if not by_database():
        return
    home = settings().home.resolve()
    async with alone_on_this_machine(home / "index" / "follow.lock"), listener.subscribe(TOPIC) as notices:
        follower = Follower(database, home)
        while True:
            try:
                await follower.follow_once()
            except Exception as error:
                log.warning("search_indexes_not_followed", error=str(error))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(RECHECK_SECONDS):
                    await notices.get()
                    await asyncio.sleep(SETTLE_SECONDS)
            while not notices.empty():
                notices.get_nowait()
