"""Mail to the people of a shop, over a real mail server on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from tests.accounts.house import open_shop
from tests.core.mail.server import MailHost, mail_host

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Role
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.conversations import service as conversations
from mercery.conversations.events import HandedOver
from mercery.conversations.hours import service as hours
from mercery.conversations.hours.week import Hours, Week
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.core.i18n import Words
from mercery.core.mail import Mailer, MailNotSent, mailer_of
from mercery.operations.alerts.rounds import look_at
from mercery.operations.notifying import hearing, sending
from mercery.operations.notifying.choice import BY_ROLE, Choice
from mercery.operations.notifying.log import given_up_since, latest
from mercery.operations.notifying.settings import NoticeSettings, change_settings, choose
from mercery.operations.notifying.telling import tell
from mercery.orders.actions import rule_proposals as rules
from mercery.orders.actions.packs import pack
from mercery.policies import proposals as policies
from mercery.policies.draft import PolicyDraft
from mercery.promotions.publishing.alarms import raise_alarm


@dataclass
class Desk:
    """A shop with its people, and the mail server they get mail by."""

    database: Database
    shop: Shop
    people: dict[Role, Staff]
    host: MailHost
    at: datetime

    @property
    def mailer(self) -> Mailer:
        return mailer_of(Settings(smtp_url=SecretStr(self.host.url), mail_from="shop@aurelle.example"))

    async def waits(self, visitor: str = "vis_1", said: str = "Is the Margaux still in stock?") -> str:
        """A customer asks for a person."""
        with clock.at(self.at):
            async with self.database.session() as session:
                begun = await conversations.open_or_resume(
                    session, self.shop.id, visitor, channel="storefront", lang="en"
                )
                await conversations.receive(session, self.shop.id, begun.id, said, "en")
                await conversations.ask_for_person(session, self.shop.id, begun.id)
        return begun.id

    async def told(self, minutes: int = 0) -> list[EmailMessage]:
        """The mails that go out when the shop is looked at so much later."""
        self.at += timedelta(minutes=minutes)
        before = len(self.host.mails)
        with clock.at(self.at):
            async with self.database.session() as session:
                await tell(session, self.shop.id)
            async with self.database.session() as session:
                rows = await session.scalars(text("SELECT id FROM notice_mails WHERE status = 'waiting' ORDER BY id"))
                ids = [str(row) for row in rows]
            for mail_id in ids:
                await sending.send(self.database, mail_id, 1, mailer=self.mailer)
        return self.host.mails[before:]

    async def chooses(self, role: Role, choice: Choice) -> None:
        async with self.database.session() as session:
            await choose(session, self.people[role], choice)


@pytest.fixture
async def desk(database: Database, home: Path) -> AsyncIterator[Desk]:
    shop, people = await open_shop(database, roles=("owner", "editor", "agent", "viewer"))
    # Ten in the morning, so that whole-day queues have their hour.
    at = now().replace(hour=10, minute=0, second=0, microsecond=0)
    async with mail_host() as host:
        yield Desk(database=database, shop=shop, people=people, host=host, at=at)


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


async def test_who_answers_is_told_once_that_a_customer_waits_with_a_link_and_nothing_of_what_was_said(
    desk: Desk,
) -> None:
    conversation = await desk.waits()
    assert await desk.told(9) == []
    mails = await desk.told(1)
    assert sorted(mail["To"] for mail in mails) == ["agent@aurelle.example", "owner@aurelle.example"]
    text_, html = body(mails[0]), body(mails[0], "html")
    assert f"/console/inbox/{conversation}" in text_ and f"/console/inbox/{conversation}" in html
    assert "Margaux" not in text_ + html and "A customer waits for a person" in mails[0]["Subject"]
    assert await desk.told(5) == [] and await desk.told(30) == []


async def test_what_the_customer_wants_is_said_where_the_shop_decided_so(desk: Desk) -> None:
    async with desk.database.session() as session:
        owner = desk.people["owner"].actor
        await change_settings(session, desk.shop.id, owner, NoticeSettings(subject_in_mail=True))
    await desk.waits()
    assert "Margaux" in body((await desk.told(12))[0])


async def test_three_who_wait_come_in_one_mail(desk: Desk) -> None:
    for number in range(3):
        await desk.waits(f"vis_{number}")
    mails = await desk.told(15)
    assert len(mails) == 2 and "3 things wait for you" in mails[0]["Subject"]
    assert body(mails[0]).count("/console/inbox/") == 3


async def test_each_gets_what_they_chose_in_their_language(desk: Desk) -> None:
    await desk.chooses("agent", Choice(waiting=False))
    await desk.chooses("owner", replace(BY_ROLE["owner"], waiting_minutes=2))
    async with desk.database.session() as session:
        await accounts.set_preferences(session, desk.people["owner"].id, language="zh")
    await desk.waits()
    (mail,) = await desk.told(3)
    assert mail["To"] == "owner@aurelle.example" and "有顾客在等真人" in mail["Subject"]
    assert "自 " in body(mail) and 'lang="zh-CN"' in body(mail, "html")


async def test_who_may_say_the_second_yes_is_told_of_a_policy_or_rules_that_wait_and_their_author_is_not(
    desk: Desk,
) -> None:
    owner = desk.people["owner"].actor
    draft = PolicyDraft(
        key="label", topic="returns", title=Words("Labels", "运费"), statement=Words("A label costs €9.")
    )
    with clock.at(desk.at):
        async with desk.database.session() as session:
            await policies.propose(session, desk.shop.id, owner, draft, reason="price", after_version=0)
            await rules.propose(session, desk.shop.id, owner, "pack:standard", pack("standard"), reason="we begin")
    (mail,) = await desk.told(1)
    assert mail["To"] == "editor@aurelle.example"
    assert "A policy waits for a second person: Labels" in body(mail)
    assert "Rules for orders wait for a second person: The pack “standard”" in body(mail)
    assert body(mail).count("/waiting/") == 2 and await desk.told(1) == []


async def test_who_has_switched_themselves_off_is_left_alone(desk: Desk) -> None:
    async with desk.database.session() as session:
        await conversations.set_duty(session, desk.shop.id, desk.people["agent"].actor, False)
    await desk.waits()
    assert [mail["To"] for mail in await desk.told(12)] == ["owner@aurelle.example"]


async def test_who_is_absent_is_left_alone_and_nobody_is_told_while_the_shop_is_shut(desk: Desk) -> None:
    owner, agent = desk.people["owner"], desk.people["agent"]
    open_from = (Hours(10 * 60, 18 * 60),)
    with clock.at(desk.at):
        async with desk.database.session() as session:
            await hours.set_absent(session, desk.shop.id, agent.actor, until=desk.at + timedelta(days=2))
            await hours.record_week(session, desk.shop.id, owner.actor, Week((open_from,) * 7), "UTC")
    desk.at -= timedelta(hours=3)
    await desk.waits()
    assert await desk.told(60) == [], "at eight the shop is shut"
    assert await desk.told(125) == [], "at five past ten the customer has waited five minutes"
    assert [mail["To"] for mail in await desk.told(6)] == ["owner@aurelle.example"]


async def test_a_customer_who_was_answered_meanwhile_is_not_told_of(desk: Desk) -> None:
    conversation = await desk.waits()
    async with desk.database.session() as session:
        await conversations.take_over(session, desk.shop.id, conversation, desk.people["agent"].actor)
        await conversations.reply(session, desk.shop.id, conversation, desk.people["agent"].actor, "Here I am.")
    assert await desk.told(30) == []


async def test_a_rule_that_was_stopped_is_told_at_once_and_not_a_second_time_as_an_alert(desk: Desk) -> None:
    with clock.at(desk.at):
        async with desk.database.session() as session:
            words = Words("'early-bird' was used 90 times within an hour.", "“early-bird”一小时内被使用 90 次。")
            await raise_alarm(session, desk.shop.id, "velocity", words, rule="early-bird", stopped=True)
            await look_at(session, desk.shop.id, desk.at)
    mails = await desk.told()
    assert sorted(mail["To"] for mail in mails) == ["editor@aurelle.example", "owner@aurelle.example"]
    assert all("A promotion was stopped: early-bird" in mail["Subject"] for mail in mails)
    assert body(mails[0]).count("early-bird") == 2


async def test_an_alert_is_told_and_that_it_is_over_to_those_who_heard_of_it(desk: Desk) -> None:
    await desk.chooses("owner", replace(BY_ROLE["owner"], waiting=False))
    conversation = await desk.waits()
    for minute in (25, 26):
        async with desk.database.session() as session:
            await look_at(session, desk.shop.id, desk.at + timedelta(minutes=minute))
    desk.at += timedelta(minutes=27)
    by_person = {mail["To"]: mail["Subject"] for mail in await desk.told()}
    assert (
        "Wait for a person" in by_person["owner@aurelle.example"]
        and "Wait for a person" in by_person["editor@aurelle.example"]
    )
    assert "A customer waits" in by_person["agent@aurelle.example"]
    async with desk.database.session() as session:
        await conversations.take_over(session, desk.shop.id, conversation, desk.people["agent"].actor)
        await conversations.reply(session, desk.shop.id, conversation, desk.people["agent"].actor, "Here I am.")
    for minute in (1, 7):
        async with desk.database.session() as session:
            await look_at(session, desk.shop.id, desk.at + timedelta(minutes=minute))
    mails = await desk.told(12)
    assert sorted(mail["To"] for mail in mails) == ["editor@aurelle.example", "owner@aurelle.example"]
    assert all("Well again" in mail["Subject"] for mail in mails)


async def test_a_mail_server_that_refuses_is_tried_again_and_what_is_given_up_is_counted(desk: Desk) -> None:
    await desk.chooses("agent", Choice())
    await desk.waits()
    desk.host.replies["RCPT"] = ["450 later"]
    with pytest.raises(MailNotSent):
        await desk.told(12)
    desk.host.replies["RCPT"] = ["550 no such user"]
    assert await desk.told(1) == []
    async with desk.database.session() as session:
        assert await given_up_since(session, desk.shop.id, desk.at - timedelta(hours=1)) == 1
        row = (await session.execute(text("SELECT status, attempts FROM notice_mails"))).one()
        (shown,) = await latest(session, desk.shop.id)
    assert tuple(row) == ("failed", 2) and shown.problem.en == "The mail server refused the recipient (550)."
    assert shown.problem.zh == "邮件服务器拒收该收件地址（550）。请核对地址，或以其他方式联系。"


async def test_a_hand_over_asks_for_a_look_a_minute_later_and_one_look_finds_the_next(desk: Desk) -> None:
    bus.clear()
    bus.subscribe(HandedOver, hearing.on_handed_over)
    try:
        await desk.waits()
        await desk.waits("vis_2")
    finally:
        bus.clear()
    async with desk.database.session() as session:
        query = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifying:look'")
        assert await session.scalar(query) == 1, "two who wait in a minute are one look"
    assert await desk.told(1) == []
    async with desk.database.session() as session:
        later = await session.scalar(
            text("SELECT max(scheduled_at) FROM procrastinate_jobs WHERE task_name = 'notifying:look'")
        )
    assert later == desk.at - timedelta(minutes=1) + timedelta(minutes=11)


async def test_two_looks_at_once_tell_once(desk: Desk) -> None:
    import asyncio

    await desk.waits()
    desk.at += timedelta(minutes=12)

    async def look() -> int:
        async with desk.database.session() as session:
            return await tell(session, desk.shop.id, desk.at)

    assert sum(await asyncio.gather(look(), look(), look())) == 2
