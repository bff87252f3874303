"""Rounds on a real database: an alert opens once and is told once, whoever looks, and closes by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.accounts.house import open_shop

from mercery.accounts import audit
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.conversations import service as conversations
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.operations.alerts import alert as alerts
from mercery.operations.alerts import rules
from mercery.operations.alerts.counting import QUARTER, quarter
from mercery.operations.alerts.rounds import Round, go_round, look_at
from mercery.operations.health.check import Check, Found, Looked, Looking
from mercery.promotions.publishing.alarms import alarms, raise_alarm, settle_alarm

MINUTE = timedelta(minutes=1)


@dataclass
class Watched:
    """A shop that is looked at minute by minute."""

    database: Database
    shop: Shop
    owner: Staff
    at: datetime

    async def look(self, checks: list[Looked] | None = None, *, after: int = 1) -> Round:
        """One look, so many minutes after the last."""
        self.at += after * MINUTE
        with clock.at(self.at):
            async with self.database.session() as session:
                return await look_at(session, self.shop.id, self.at, checks or [])

    async def looks(self, times: int, *, every: int = 1) -> list[str]:
        """What happened in so many looks."""
        return [one.event for _ in range(times) for one in (await self.look(after=every)).news]

    async def is_answered(self, conversation: str) -> None:
        """A person takes the conversation and answers."""
        with clock.at(self.at):
            async with self.database.session() as session:
                await conversations.take_over(session, self.shop.id, conversation, self.owner.actor)
                await conversations.reply(session, self.shop.id, conversation, self.owner.actor, "Here I am.")

    async def open(self) -> list[alerts.Alert]:
        async with self.database.session() as session:
            return await alerts.open_alerts(session, self.shop.id)

    async def a_customer_waits(self) -> str:
        with clock.at(self.at):
            async with self.database.session() as session:
                begun = await conversations.open_or_resume(
                    session, self.shop.id, "vis_1", channel="storefront", lang="en"
                )
                await conversations.receive(session, self.shop.id, begun.id, "Is anybody there?", "en")
                await conversations.ask_for_person(session, self.shop.id, begun.id)
        return begun.id

    async def turns(self, at: datetime, count: int, *, found: int | None = None, held: int = 0) -> None:
        """Turns of the assistant, as they are kept."""
        answered = count if found is None else found
        async with self.database.session() as session:
            begun = await conversations.open_or_resume(session, self.shop.id, "vis_t", channel="storefront", lang="en")
            await session.execute(
                text(
                    "INSERT INTO assistant_turns (id, shop_id, conversation_id, question_id, at, understood, handed_over,"
                    " ms, record) VALUES (:id, :shop, :conversation, 'msg', :at, true, :handed, 1, CAST(:record AS jsonb))"
                ),
                [
                    {
                        "id": f"trn_{at.timestamp():.0f}_{number}", "shop": self.shop.id, "conversation": begun.id,
                        "at": at + timedelta(seconds=number), "handed": number >= answered,
                        "record": json.dumps({"held": [{}] if number < held else []}),
                    }
                    for number in range(count)
                ],
            )  # fmt: skip


@pytest.fixture
async def watched(database: Database, home: Path) -> AsyncIterator[Watched]:
    shop, people = await open_shop(database)
    yield Watched(database=database, shop=shop, owner=people["owner"], at=quarter(now()))


async def test_a_customer_who_waits_too_long_opens_one_alert_and_it_closes_by_itself(watched: Watched) -> None:
    conversation = await watched.a_customer_waits()
    assert await watched.looks(1, every=19) == []
    assert await watched.looks(4, every=8) == ["opened"], "told once, however long it lasts"
    (found,) = await watched.open()
    assert found.measure.key == "handoff_wait" and found.severity == "urgent" and "1 waits" in found.words.en
    await watched.is_answered(conversation)
    assert await watched.looks(3, every=3) == ["closed"]
    assert await watched.open() == []
    async with watched.database.session() as session:
        past, total = await alerts.history(session, watched.shop.id)
    assert total == 1 and past[0].closing.en == "Nobody waits." and past[0].lasted is not None


async def test_many_workers_at_once_open_it_once(watched: Watched) -> None:
    await watched.a_customer_waits()
    at = watched.at + timedelta(minutes=25)

    async def one() -> list[str]:
        async with watched.database.session() as session:
            return [news.event for news in (await look_at(session, watched.shop.id, at)).news]

    found = await asyncio.gather(*(one() for _ in range(6)))
    assert [event for events in found for event in events] == ["opened"] and len(await watched.open()) == 1
    again = await one()
    assert again == [], "the same minute is not looked at twice"


async def test_one_that_comes_back_at_once_is_the_same_alert_and_is_not_told_again(watched: Watched) -> None:
    conversation = await watched.a_customer_waits()
    assert await watched.looks(1, every=22) == ["opened"]
    await watched.is_answered(conversation)
    assert await watched.looks(2, every=5) == ["closed"]
    async with watched.database.session() as session:
        await session.execute(
            text("UPDATE conversations SET status = 'waiting', waiting_since = :since"),
            {"since": watched.at - timedelta(minutes=40)},
        )
    assert await watched.looks(2) == []
    (found,) = await watched.open()
    assert found.came_back == 1
    assert await watched.looks(4, every=10) == ["still"], "half an hour later it is no flicker any more"


async def test_who_takes_it_is_noted_and_it_is_not_told_again(watched: Watched) -> None:
    await watched.a_customer_waits()
    await watched.looks(1, every=22)
    (found,) = await watched.open()
    async with watched.database.session() as session:
        taken = await alerts.take(session, watched.shop.id, watched.owner.actor, found.id)
        lines, _ = await audit.entries(session, watched.shop.id, audit.AuditFilter(action="alerts"))
    assert taken.taken_by == watched.owner.name and [line.action for line in lines] == ["alerts.take"]
    watched.at += timedelta(hours=5)
    assert await watched.looks(2) == []


async def test_one_nobody_takes_is_told_again_after_its_hours(watched: Watched) -> None:
    await watched.a_customer_waits()
    await watched.looks(1, every=22)
    watched.at += timedelta(hours=4)
    assert await watched.looks(3) == ["still"]


async def test_each_rule_that_is_stopped_is_an_alert_of_its_own(watched: Watched) -> None:
    for name in ("early-bird", "welcome"):
        with clock.at(watched.at):
            async with watched.database.session() as session:
                await raise_alarm(
                    session, watched.shop.id, "velocity", Words(f"{name} used too often.", "使用过多。"), rule=name,
                    stopped=True,
                )  # fmt: skip
        assert [one.title.en for one in (await watched.look()).news] == [f"Promotions stopped: {name}"]
    async with watched.database.session() as session:
        first = (await alarms(session, watched.shop.id))[0]
        await settle_alarm(session, watched.shop.id, watched.owner.actor, first.id, reason="Looked at it")
    assert [one.event for one in (await watched.look()).news] == ["closed"] and len(await watched.open()) == 1


async def test_answers_that_fall_are_told_by_what_is_usual_at_this_hour(watched: Watched) -> None:
    for week in range(1, 9):
        await watched.turns(watched.at - timedelta(weeks=week), 40, found=37)
    await watched.turns(watched.at - 2 * QUARTER, 40, found=18)
    news = [one for _ in range(2) for one in (await watched.look(after=6)).news]
    assert [(one.event, one.measure) for one in news] == [("opened", "answer_rate")]
    assert "45% of 40" in news[0].words.en and "usually 92%" in news[0].words.en, news[0].words


async def test_a_small_shop_with_two_bad_answers_alarms_nobody(watched: Watched) -> None:
    for week in range(1, 9):
        await watched.turns(watched.at - timedelta(weeks=week), 3)
    await watched.turns(watched.at - 2 * QUARTER, 2, found=0)
    assert await watched.looks(2, every=6) == []


async def test_more_sentences_held_back_than_usual_is_told(watched: Watched) -> None:
    for week in range(1, 9):
        await watched.turns(watched.at - timedelta(weeks=week), 60, held=1)
    await watched.turns(watched.at - 2 * QUARTER, 60, held=14)
    news = [one.measure for _ in range(2) for one in (await watched.look(after=6)).news]
    assert news == ["leaks"]


async def test_turns_are_counted_once_and_kept_by_quarters(watched: Watched) -> None:
    await watched.turns(watched.at - 3 * QUARTER, 5, found=4, held=1)
    await watched.looks(3)
    async with watched.database.session() as session:
        rows = (await session.execute(text("SELECT turns, found, held FROM alert_counts"))).all()
    assert [tuple(row) for row in rows] == [(5, 4, 1)]


def broken(id_: str) -> Looked:
    """A check that found something broken."""

    async def run(_: Looking) -> Found:
        raise AssertionError("not asked here")

    check = Check(id=id_, title=Words("Secret key", "密钥"), run=run)
    return Looked(check=check, found=Found(state="broken", words=Words("It is gone.", "缺失。")), milliseconds=1)


async def test_what_the_checks_find_is_told_to_the_shop_that_looks_after_the_machine(watched: Watched) -> None:
    other, _ = await open_shop(watched.database, "other")
    events: list[Any] = []
    for _ in range(2):
        events += (await watched.look([broken("secret_key")], after=3)).news
    assert [one.title.en for one in events] == ["Checks that fail: Secret key"]
    async with watched.database.session() as session:
        held = {rule.measure.key for rule in await rules.rules(session, other)}
    assert "disk" not in held and "leaks" in held


async def test_a_measure_that_is_switched_off_closes_what_is_open(watched: Watched) -> None:
    await watched.a_customer_waits()
    await watched.looks(1, every=22)
    async with watched.database.session() as session:
        held = await rules.rule(session, watched.shop, "handoff_wait")
        off = replace(held.values, on=False)
        await rules.set_rule(session, watched.shop, watched.owner.actor, "handoff_wait", off)
    assert await watched.looks(2) == ["closed"]


async def test_a_threshold_belongs_to_its_shop_and_each_change_is_on_record(watched: Watched) -> None:
    other, _ = await open_shop(watched.database, "other")
    async with watched.database.session() as session:
        before = await rules.rule(session, watched.shop, "handoff_wait")
        wanted = replace(before.values, threshold=5.0, clear=2.0)
        changed = await rules.set_rule(session, watched.shop, watched.owner.actor, "handoff_wait", wanted)
        elsewhere = await rules.rule(session, other, "handoff_wait")
        with pytest.raises(Invalid):
            await rules.set_rule(
                session, watched.shop, watched.owner.actor, "handoff_wait", replace(wanted, clear=50.0)
            )
        back = await rules.reset_rule(session, watched.shop, watched.owner.actor, "handoff_wait")
        lines, _ = await audit.entries(session, watched.shop.id, audit.AuditFilter(action="alerts"))
    assert changed.values.threshold == 5 and changed.changed_by == watched.owner.name
    assert elsewhere.values == before.values == back.values
    assert [line.action for line in lines] == ["alerts.reset_rule", "alerts.set_rule"]
    assert (
        lines[1].before and lines[1].before["threshold"] == 20 and lines[1].after and lines[1].after["threshold"] == 5
    )


async def test_a_round_looks_at_every_shop_and_the_demo_shop_remembers_two(database: Database, home: Path) -> None:
    shop, _ = await open_shop(database, demo=True)
    await open_shop(database, "other")
    assert await go_round(database) == 2
    async with database.session() as session:
        past, total = await alerts.history(session, shop.id)
        assert total == 2 and {one.measure.key for one in past} == {"handoff_wait", "index_age"}
        assert not [one for one in await alerts.open_alerts(session, shop.id) if one.measure.scope == "shop"]
