"""What is heard is kept in its order, and what the database refuses for what it says holds up nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.livestream.director.standing_in import Comments, line, show_on_air

from mercery.core.database import Database
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air
from mercery.livestream.director.hearing import Hearing
from mercery.livestream.director.order import found
from mercery.livestream.tables import LiveSaidRow


async def test_a_line_the_database_refuses_does_not_keep_the_next_from_the_record(
    database: Database, home: object
) -> None:
    _, show = await show_on_air(database)
    moment = datetime.now(UTC)
    hearing = Hearing(Air(show=show, place=found((), "", moment, moment)), Comments(), database)

    async def refused(session: AsyncSession) -> None:
        await keeping.began(session, show, line("A sign no text may hold: \x00"), [], {}, "", moment)

    async def kept(session: AsyncSession) -> None:
        await keeping.began(session, show, line("This one holds."), [], {}, "", moment)

    hearing._later(refused)
    hearing._later(kept)
    await hearing.write()
    async with database.session() as session:
        assert list(await session.scalars(select(LiveSaidRow.text))) == ["This one holds."]


async def test_a_line_told_twice_is_kept_once(database: Database, home: object) -> None:
    _, show = await show_on_air(database)
    moment, said = datetime.now(UTC), line("Once.")
    numbers = []
    for _ in range(2):
        async with database.session() as session:
            numbers.append(await keeping.began(session, show, said, [], {}, "", moment))
    assert numbers[0] == numbers[1]
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(LiveSaidRow)) == 1


async def test_a_write_that_was_begun_ends_though_the_director_parts(database: Database, home: object) -> None:
    _, show = await show_on_air(database)
    moment = datetime.now(UTC)
    hearing = Hearing(Air(show=show, place=found((), "", moment, moment)), Comments(), database)
    begun = asyncio.Event()

    async def slowly(session: AsyncSession) -> None:
        begun.set()
        await session.execute(text("SELECT pg_sleep(0.1)"))
        await keeping.began(session, show, line("Brought to its end."), [], {}, "", datetime.now(UTC))

    hearing._later(slowly)
    parting = asyncio.create_task(hearing.write())
    await begun.wait()
    parting.cancel()
    with suppress(asyncio.CancelledError):
        await parting
    assert await hearing.write() == 0
    async with database.session() as session:
        assert list(await session.scalars(select(LiveSaidRow.text))) == ["Brought to its end."]
