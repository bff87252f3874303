"""After a restore nothing is told that may have been told before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import text
from tests.accounts.house import open_shop

from mercery.accounts.actor import SYSTEM
from mercery.conversations import service as conversations
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.operations.alerts import hooks
from mercery.operations.alerts import restored as alerts_restored
from mercery.operations.alerts.hooks import HookDraft
from mercery.operations.alerts.rounds import look_at
from mercery.operations.notifying import leaving, restored
from mercery.operations.notifying.telling import tell


async def test_what_was_on_its_way_is_held_back(database: Database, home: Path) -> None:
    shop, people = await open_shop(database)
    owner = people["owner"].actor
    async with database.session() as session:
        hook = await hooks.create(
            session, shop.id, SYSTEM, HookDraft(name="Group", format="mercery", url="http://127.0.0.1:9/x")
        )
        await hooks.test(session, shop.id, SYSTEM, hook.id)
        begun = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")
        await conversations.receive(session, shop.id, begun.id, "Is anybody there?", "en")
        await conversations.ask_for_person(session, shop.id, begun.id)
        await tell(session, shop.id, now() + timedelta(minutes=12))
        await look_at(session, shop.id, now() + timedelta(minutes=25))
        await leaving.leave_address(session, shop.id, begun.id, "mira@example.com")
        await conversations.take_over(session, shop.id, begun.id, owner)
        await conversations.reply(session, shop.id, begun.id, owner, "Here I am.")
        assert await leaving.tell_answer(session, shop.id, begun.id)
    async with database.session() as session:
        (mails,) = await restored.settle(session)
        (messages,) = await alerts_restored.settle(session)
        later = await session.scalar(text("SELECT tell_at FROM alerts"))
        left = await session.scalar(
            text("SELECT count(*) FROM (SELECT status FROM notice_mails UNION ALL SELECT status FROM answer_mails) m"
                 " WHERE status = 'waiting'")
        )  # fmt: skip
    assert mails.count == 2 and messages.count == 2 and left == 0
    assert later is not None and later < now() + timedelta(minutes=31)
