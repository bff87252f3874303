"""Somebody who was erased does not come back with an older backup."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.operations.backing_up.conftest import Kept, quiet
from tests.operations.privacy.test_erasing import lives, written

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.core.database import Database
from mercery.operations.backing_up.archive import open_archive
from mercery.operations.backing_up.restoring import restore
from mercery.operations.backing_up.swapping import forget
from mercery.operations.privacy import again, erasing
from mercery.operations.privacy.finding import find


@pytest.mark.slow
async def test_who_was_erased_since_the_backup_is_erased_again_by_the_restore(kept: Kept, tmp_path: Path) -> None:
    database = Database(kept.url, pool_size=1)
    async with database.session() as session:
        shop = await accounts.shop(session, kept.shop_id)
        await lives(session, shop, "anna", visitor="vis_a")
        await lives(session, shop, "benedict", visitor="vis_b")
    made = await asyncio.to_thread(kept.back_up, tmp_path)
    async with database.session() as session:
        person = await find(session, shop.id, "anna@example.com")
        await erasing.erase(session, person, SYSTEM, reason="asked for")
    again.note(kept.home, shop.id, erasing.marks_of(person))
    await database.close()

    def work() -> str:
        with open_archive(made.path, str) as archive:
            done = restore(archive, kept.place, replace=True, say=quiet)
        return " ".join(f"{one.count} {one.what}" for one in done.settled)

    try:
        assert "1 people who were erased" in await asyncio.to_thread(work)
        database = Database(kept.url, pool_size=1)
        async with database.session() as session:
            after = await written(session)
        await database.close()
        assert "anna" not in after and "vis_a" not in after and after.count("benedict") > 8
    finally:
        forget(kept.place)
