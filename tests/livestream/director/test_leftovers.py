"""Engines nobody directs any more are ended; those that are on air are left alone."""

from __future__ import annotations

from pathlib import Path

from tests.livestream.director.standing_in import show_on_air

from mercery.core.database import Database
from mercery.livestream.director import lease, leftovers
from mercery.livestream.engine.handle import EngineHandle
from mercery.livestream.engine.place import announced
from mercery.livestream.folders import show_folder


async def test_an_engine_ends_unless_its_show_is_wanted_or_another_director_has_it(
    database: Database, home: Path
) -> None:
    shop, show = await show_on_air(database)
    folder = show_folder(shop.id, show.id)
    engine = await EngineHandle.start(folder, show.format)
    await engine.leave()
    await leftovers.end_all_but(database, "here:1", [show.id])
    assert announced(folder) is not None
    async with database.session() as session:
        assert await lease.take(session, shop.id, show.id, "elsewhere:7")
    await leftovers.end_all_but(database, "here:1", ())
    assert announced(folder) is not None
    async with database.session() as session:
        await lease.drop(session, [show.id], "elsewhere:7")
    await leftovers.end_all_but(database, "here:1", ())
    assert announced(folder) is None
    assert not engine.alive
