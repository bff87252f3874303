"""What answers need is loaded before a show is on air, and whoever sets it up reads how far that is."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from tests.hearing import hearing
from tests.livestream.director.standing_in import show_on_air

from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.i18n import Words
from mercery.livestream.director import keeping
from mercery.livestream.director.ahead import Ahead
from mercery.livestream.director.process import Work, _make_ready
from mercery.livestream.service import shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.studio_opened import opened


async def told(database: Database, show_id: str) -> bool | None:
    async with database.session() as session:
        status = await keeping.last_status(session, show_id)
        return status.beat.get("answers_ready") if status else None


async def test_while_somebody_sets_a_show_up_answers_are_made_ready_and_told_of(
    database: Database, home: object
) -> None:
    shop, on_air = await show_on_air(database)
    listener, prepared = await hearing(Listener(database.url)), list[str]()
    work = Work(lambda: prepared.append("doors"))
    listening = asyncio.create_task(work.ahead.listen(listener))
    try:
        await _make_ready(work, database)
        assert not prepared, "nobody is about to begin, and nothing is loaded"
        async with database.session() as session:
            draft = await shows.create(session, shop.id, SYSTEM, ShowDraft(title=Words("Morning")))
            await opened(session, draft)
            await opened(session, on_air)
        async with asyncio.timeout(30):
            while not await told(database, draft.id):
                await _make_ready(work, database)
                await asyncio.sleep(0.02)
        assert prepared == ["doors"]
        assert await told(database, on_air.id) is None, "a show on air is its director's to tell of"
    finally:
        listening.cancel()
        await work.ahead.stop()
        await listener.stop()


async def test_before_that_it_is_told_that_they_are_not_ready(database: Database, home: object) -> None:
    shop, _ = await show_on_air(database)
    async with database.session() as session:
        draft = await shows.create(session, shop.id, SYSTEM, ShowDraft(title=Words("Morning")))
    ahead = Ahead()
    ahead.expect(draft.id, shop.id, "en")
    await ahead.go_on(database, loaded=False)
    assert await told(database, draft.id) is False


async def test_a_show_is_expected_shortly_before_its_time_and_not_for_ever(database: Database, home: object) -> None:
    shop, _ = await show_on_air(database)
    ahead = Ahead()
    for minutes, expected in ((30, False), (2, True)):
        async with database.session() as session:
            draft = ShowDraft(title=Words(f"In {minutes}"), starts_at=now() + timedelta(minutes=minutes))
            await shows.create(session, shop.id, SYSTEM, draft)
        await ahead.look(database)
        assert ahead.expects is expected
    ahead = Ahead()
    ahead.expect("lsh_gone", shop.id, "zh", seconds=0.01)
    time.sleep(0.02)
    assert not ahead.expects
