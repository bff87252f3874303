"""The process of all shows: what it tidies up while it looks for what is on air."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from tests.livestream.director.standing_in import show_on_air

from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.livestream.director.process import Work, _round
from mercery.livestream.service import shows
from mercery.livestream.tables import LiveWatcherRow


async def test_who_left_without_a_word_is_forgotten(database: Database, home: object) -> None:
    shop, show = await show_on_air(database)
    async with database.session() as session:
        await shows.end(session, shop.id, SYSTEM, show.id)
        for name, minutes in (("vis_gone", 5), ("vis_there", 0)):
            seen = now() - timedelta(minutes=minutes)
            session.add(LiveWatcherRow(show_id=show.id, visitor_id=name, shop_id=shop.id, came_at=seen, seen_at=seen))
    work = Work(lambda: None)
    work.tidied_at -= 3600
    await _round(work, database, Listener(database.url))
    async with database.session() as session:
        assert list(await session.scalars(select(LiveWatcherRow.visitor_id))) == ["vis_there"]
