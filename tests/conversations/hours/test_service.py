"""Hours as rows: what they make customers told, who is away, and what waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation, HandOffPacket
from mercery.conversations.hours import service
from mercery.conversations.hours.calendar_file import Named
from mercery.conversations.hours.schedule import SpecialDay
from mercery.conversations.hours.week import Hours, Week
from mercery.conversations.service.waiting import waiting_truth
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Words
from mercery.policies import service as policies
from mercery.policies.facts import facts

OpenConversation = Callable[..., Awaitable[Conversation]]
WEEK = Week((*((Hours(600, 1140),),) * 5, (Hours(660, 1080),), ()))
FRIDAY_NIGHT = datetime(2026, 11, 27, 21, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
CHRISTMAS = SpecialDay(day=date(2026, 12, 25), name=Words("Christmas Day", "圣诞节"))


async def keep(session: AsyncSession, shop: Shop, week: Week = WEEK) -> None:
    await service.record_week(session, shop.id, SYSTEM, week, "Europe/Paris")


async def told(session: AsyncSession, shop: Shop) -> str:
    held = {one.key: one for one in await policies.policies_in_force(session, shop.id)}
    return held[service.POLICY_KEY].statement.en if service.POLICY_KEY in held else ""


async def test_hours_are_a_policy_with_versions_and_a_fact(database: Database, shop: Shop) -> None:
    with clock.at(NOON):
        async with database.session() as session:
            await keep(session, shop)
            await service.record_days(session, shop.id, SYSTEM, [CHRISTMAS])
        async with database.session() as session:
            (policy,) = await policies.policies_in_force(session, shop.id)
    assert (policy.key, policy.topic, policy.version) == ("service_hours", "contact", 2)
    assert policy.values["sat"] == "11:00-18:00"
    assert policy.values["sun"] == "closed"
    assert policy.values["day_2026_12_25"] == "closed"
    (fact,) = facts([policy])
    assert "Nobody answers on 25 December 2026 (Christmas Day)." in str(fact.value)


async def test_what_customers_are_told_moves_with_time_and_only_then(database: Database, shop: Shop) -> None:
    with clock.at(NOON - timedelta(days=60)):
        async with database.session() as session:
            await keep(session, shop)
            await service.record_days(session, shop.id, SYSTEM, [CHRISTMAS])
            assert "Christmas" not in await told(session, shop)
    with clock.at(NOON):
        async with database.session() as session:
            assert await service.tell_customers(session, shop.id)
            assert not await service.tell_customers(session, shop.id)
            assert "Christmas" in await told(session, shop)
    with clock.at(NOON + timedelta(days=40)):
        async with database.session() as session:
            assert await service.tell_customers(session, shop.id)
            assert "Christmas" not in await told(session, shop)


async def test_who_saw_older_hours_changes_nothing(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await keep(session, shop)
    with pytest.raises(Conflict):
        async with database.session() as session:
            await service.record_week(session, shop.id, SYSTEM, Week(), "Europe/Paris", after_version=0)
    with pytest.raises(Invalid):
        async with database.session() as session:
            await service.record_week(session, shop.id, SYSTEM, WEEK, "Europe/Atlantis")


async def test_without_hours_any_more_nothing_is_told(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await keep(session, shop)
        await keep(session, shop, Week())
        assert await told(session, shop) == ""
        assert await service.open_at(session, shop.id, NOON) is None
        assert await service.next_open(session, shop.id, NOON) is None


async def test_a_calendar_adds_holidays_and_leaves_days_with_hours_alone(database: Database, shop: Shop) -> None:
    eve = SpecialDay(day=date(2026, 12, 24), name=Words("Christmas Eve"), hours=(Hours(600, 900),))
    found = [
        Named(day=date(2026, 12, 24), name=Words("", "平安夜")), Named(day=date(2026, 12, 25), name=Words("", "圣诞节")),
    ]  # fmt: skip
    with clock.at(NOON):
        async with database.session() as session:
            await keep(session, shop)
            await service.record_days(session, shop.id, SYSTEM, [eve])
            assert await service.take_in_calendar(session, shop.id, SYSTEM, found) == (1, 1)
            special = (await service.recorded(session, shop.id)).schedule.special
            assert special[eve.day].hours == eve.hours
            assert special[eve.day].name == Words("Christmas Eve", "平安夜")
            assert special[CHRISTMAS.day].closed
            await service.remove_day(session, shop.id, SYSTEM, CHRISTMAS.day)
            with pytest.raises(NotFound):
                await service.remove_day(session, shop.id, SYSTEM, CHRISTMAS.day)


async def test_the_hand_over_says_when_somebody_is_back(
    database: Database, home: Path, shop: Shop, opened: OpenConversation, packet: HandOffPacket
) -> None:
    async with database.session() as session:
        await keep(session, shop)
    with clock.at(FRIDAY_NIGHT):
        begun = await opened("The strap broke.")
        async with database.session() as session:
            await conversations.hand_over(session, shop.id, begun.id, packet)
            said = (await conversations.messages(session, shop.id, begun.id))[-1]
    assert said.text == (
        "Handed to a person, with everything said so far. Our people are back at 11:00 tomorrow, Saturday 28 November, "
        "Paris time. You need not stay here: leave an e-mail address, and you are told of the answer there."
    )


async def test_on_a_messenger_nobody_is_asked_for_an_address(
    database: Database, home: Path, shop: Shop, opened: OpenConversation, packet: HandOffPacket
) -> None:
    async with database.session() as session:
        await keep(session, shop)
    with clock.at(NOON):
        begun = await opened("The strap broke.", channel="chn_wechat")
        async with database.session() as session:
            await conversations.hand_over(session, shop.id, begun.id, packet)
            said = (await conversations.messages(session, shop.id, begun.id))[-1]
    assert said.text.endswith("so far. Our people answer until 19:00 today, Paris time.")


async def test_who_is_away_is_not_named_and_gets_no_hand_offs(
    database: Database, shop: Shop, claire: Actor, bruno: Actor
) -> None:
    async with database.session() as session:
        await keep(session, shop)
        for person in (claire, bruno):
            await conversations.seen(session, shop.id, person)
        await service.set_absent(session, shop.id, claire, clock.now() + timedelta(days=3), "Bruno has my cases")
    async with database.session() as session:
        assert [one.name for one in await conversations.on_duty(session, shop.id)] == ["Bruno Keller"]
        assert not await conversations.is_on_duty(session, shop.id, claire.id)
        assert (await waiting_truth(session, shop.id)).en == "Bruno Keller is at the desk now."
        await conversations.set_duty(session, shop.id, claire, True)
        assert await service.absences(session, shop.id) == []
        assert await conversations.is_on_duty(session, shop.id, claire.id)


async def test_an_absence_ends_by_itself(database: Database, shop: Shop, claire: Actor) -> None:
    async with database.session() as session:
        await service.set_absent(session, shop.id, claire, clock.now() + timedelta(hours=1))
        with pytest.raises(Invalid, match="past"):
            await service.set_absent(session, shop.id, claire, clock.now() - timedelta(hours=1))
    with clock.at(clock.now() + timedelta(hours=2)):
        async with database.session() as session:
            assert await service.absences(session, shop.id) == []
            assert await conversations.is_on_duty(session, shop.id, claire.id)


async def test_hours_of_one_shop_are_not_those_of_another(database: Database, shop: Shop) -> None:
    from mercery.accounts.service import create_shop

    async with database.session() as session:
        await keep(session, shop)
        other = await create_shop(session, slug="linden", name=Words("Linden"))
        assert await service.schedule_of(session, other.id) is None
        assert await service.shops_with_hours(session) == [shop.id]
