"""Customers who left: told once that they have an answer, by a link that opens one conversation and no more."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from tests.accounts.house import Browser, House, house
from tests.core.mail.server import MailHost, mail_host

from mercery.accounts.actor import SYSTEM
from mercery.conversations import pages as conversations_pages
from mercery.conversations import service as conversations
from mercery.conversations.conversation import NewMessage
from mercery.conversations.events import Spoken
from mercery.conversations.responder import Doors
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.core.events import bus
from mercery.core.i18n import Lang
from mercery.core.mail import mailer_of
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, customers_by_email
from mercery.operations.notifying import leaving, pages
from mercery.operations.notifying.links import answer_token, read_answer_token, stop_token
from mercery.operations.notifying.settings import NoticeSettings, change_settings
from mercery.web.secret import seal

LINK = re.compile(r"http://127\.0\.0\.1:8000(/(?:en|zh)/answers/\S+)")
STOP = re.compile(r"http://127\.0\.0\.1:8000(/mail/stop/[\w.\-]+)")


@dataclass
class Shopfront:
    """A shop whose customers leave, and the mail server that reaches them."""

    house: House
    host: MailHost
    at: datetime

    @property
    def database(self) -> Database:
        return self.house.database

    @property
    def shop_id(self) -> str:
        return self.house.shop.id

    async def asked(self, visitor: str = "vis_1", *, lang: Lang = "en", channel: str = "storefront") -> str:
        with clock.at(self.at):
            async with self.database.session() as session:
                begun = await conversations.open_or_resume(session, self.shop_id, visitor, channel=channel, lang=lang)
                await conversations.receive(session, self.shop_id, begun.id, "Do you repair bags?", lang)
                await conversations.ask_for_person(session, self.shop_id, begun.id)
        return begun.id

    async def leaves(self, conversation: str, address: str = "mira@example.com") -> None:
        with clock.at(self.at):
            async with self.database.session() as session:
                await leaving.leave_address(session, self.shop_id, conversation, address)

    async def answers(self, conversation: str, said: str = "Yes, in our own workshop.") -> None:
        """Somebody of the shop answers."""
        staff = self.house.people["owner"].actor
        with clock.at(self.at):
            async with self.database.session() as session:
                await conversations.take_over(session, self.shop_id, conversation, staff)
                await conversations.reply(session, self.shop_id, conversation, staff, said)

    async def mails(self, conversation: str, minutes: int = 5) -> list[EmailMessage]:
        """What goes out when it is looked at so much later."""
        self.at += timedelta(minutes=minutes)
        before = len(self.host.mails)
        mailer = mailer_of(Settings(smtp_url=SecretStr(self.host.url), mail_from="shop@aurelle.example"))
        with clock.at(self.at):
            async with self.database.session() as session:
                # The job that looks waits no more when it does.
                await session.execute(text("DELETE FROM procrastinate_jobs WHERE task_name = 'notifying:answer'"))
                mail_id = await leaving.tell_answer(session, self.shop_id, conversation)
            if mail_id is not None:
                await leaving.send_answer(self.database, mail_id, 1, mailer=mailer)
        return self.host.mails[before:]

    async def sets(self, settings: NoticeSettings) -> None:
        async with self.database.session() as session:
            await change_settings(session, self.shop_id, SYSTEM, settings)

    async def signed_in(self, conversation: str) -> None:
        """The customer of this conversation was signed in."""
        async with self.database.session() as session:
            await apply_customers(
                session, self.shop_id, [Customer(key="mira", name="Mira", email="mira@example.com")], SYSTEM
            )
            (mira,) = await customers_by_email(session, self.shop_id, "mira@example.com")
            await conversations.name_customer(session, self.shop_id, conversation, customer_id=mira.id)

    def browser(self, visitor: str = "") -> Browser:
        made = self.house.browser()
        if visitor:
            made.http.cookies.set("visitor", seal("visitor", visitor), domain="localhost.local", path="/")
        return made


@pytest.fixture
async def shopfront(database: Database, home: Path) -> AsyncIterator[Shopfront]:
    async with house(database, pages.router, pages.api, conversations_pages.router) as made, mail_host() as host:
        made.app.state.conversations = Doors()
        yield Shopfront(house=made, host=host, at=now())


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage) -> str:
    found = LINK.search(body(mail))
    assert found, body(mail)
    return found[1]


async def test_an_address_that_was_left_is_told_that_there_is_an_answer_and_nothing_of_it(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    (mail,) = await shopfront.mails(conversation)
    whole = body(mail) + body(mail, "html")
    assert mail["To"] == "mira@example.com" and mail["Subject"] == "Maison Aurelle has answered you"
    assert "workshop" not in whole and "repair" not in whole and "only in the browser" in whole
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and "/mail/stop/" in mail["List-Unsubscribe"]
    assert "mira@example.com" not in link_in(mail)


async def test_the_mail_is_in_the_customers_language(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked(lang="zh")
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    (mail,) = await shopfront.mails(conversation)
    assert mail["Subject"] == "aurelle之家已回复您" and "/zh/answers/" in link_in(mail)
    assert "只能在您发起对话的浏览器中打开" in body(mail) and 'lang="zh-CN"' in body(mail, "html")


async def test_who_has_read_the_answer_gets_no_mail(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    async with shopfront.database.session() as session:
        await conversations.mark_read(session, shopfront.shop_id, conversation, "customer")
    assert await shopfront.mails(conversation) == []


async def test_without_an_address_nobody_is_told(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.answers(conversation)
    assert await shopfront.mails(conversation) == []


async def test_at_most_one_mail_in_half_an_hour_and_none_twice_for_the_same_answer(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    assert len(await shopfront.mails(conversation)) == 1
    assert await shopfront.mails(conversation, 60) == [], "nothing new was said"
    await shopfront.answers(conversation, "And in two weeks.")
    assert len(await shopfront.mails(conversation, 1)) == 1
    await shopfront.answers(conversation, "Free of charge.")
    assert await shopfront.mails(conversation, 5) == []
    async with shopfront.database.session() as session:
        later = await session.scalar(
            text("SELECT max(scheduled_at) FROM procrastinate_jobs WHERE task_name = 'notifying:answer'")
        )
    assert later == shopfront.at - timedelta(minutes=5) + timedelta(minutes=30)
    assert len(await shopfront.mails(conversation, 26)) == 1


async def test_opened_in_the_browser_of_the_conversation_the_link_confirms_the_address(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked("vis_mira")
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    (mail,) = await shopfront.mails(conversation)
    theirs, other = shopfront.browser("vis_mira"), shopfront.browser("vis_other")
    stranger = await other.get(link_in(mail))
    assert stranger.status_code == 200 and "workshop" not in stranger.text and "where you asked" in stranger.text
    opened = await theirs.get(link_in(mail))
    assert opened.status_code == 303 and opened.headers["location"] == "/en/ask"
    # Now that the mailbox is known to be the customer's, the link opens on their telephone too.
    telephone = await shopfront.browser().get(link_in(mail))
    assert telephone.status_code == 200 and "workshop" in telephone.text
    assert telephone.headers["cache-control"] == "no-store" and telephone.headers["referrer-policy"] == "no-referrer"


async def test_who_was_signed_in_is_told_at_the_accounts_address_with_the_answer_where_the_shop_wants_it(
    shopfront: Shopfront,
) -> None:
    conversation = await shopfront.asked()
    await shopfront.leaves(conversation, "typed@elsewhere.example")
    await shopfront.signed_in(conversation)
    await shopfront.sets(NoticeSettings(answer_in_mail=True))
    await shopfront.answers(conversation, "Yes <b>we</b> do.")
    (mail,) = await shopfront.mails(conversation)
    assert mail["To"] == "mira@example.com" and "Yes <b>we</b> do." in body(mail)
    assert "Yes &lt;b&gt;we&lt;/b&gt; do." in body(mail, "html")
    opened = await shopfront.browser().get(link_in(mail))
    assert opened.status_code == 200 and "Yes &lt;b&gt;we" in opened.text


async def test_what_is_written_by_the_link_goes_to_a_person(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.signed_in(conversation)
    await shopfront.answers(conversation)
    (mail,) = await shopfront.mails(conversation)
    async with shopfront.database.session() as session:
        owner = shopfront.house.people["owner"].actor
        await conversations.hand_back(session, shopfront.shop_id, conversation, owner)
    browser, path = shopfront.browser(), link_in(mail)
    sent = await browser.post(path, {"text": "Cancel my order please"}, page=path)
    assert sent.status_code == 303, sent.text
    async with shopfront.database.session() as session:
        found = await conversations.conversation(session, shopfront.shop_id, conversation)
    assert found.status == "waiting" and found.preview == "Cancel my order please"
    empty = await browser.post(path, {"text": "  "}, page=path)
    assert empty.status_code == 422


async def test_a_link_holds_for_one_conversation_one_shop_one_address_and_a_week(shopfront: Shopfront) -> None:
    conversation, other = await shopfront.asked(), await shopfront.asked("vis_2")
    await shopfront.signed_in(conversation)
    token = answer_token(shopfront.shop_id, conversation, "mira@example.com", now())
    assert read_answer_token(token, "shp_other") is None
    browser = shopfront.browser()
    forged = seal("answer_stop", [shopfront.shop_id, other])
    assert (await browser.get(f"/en/answers/{forged}")).status_code == 410
    elsewhere = answer_token(shopfront.shop_id, conversation, "thief@example.com", now())
    assert "workshop" not in (await browser.get(f"/en/answers/{elsewhere}")).text
    with clock.at(now() + timedelta(days=8)):
        assert read_answer_token(token, shopfront.shop_id) is None
    late = answer_token(shopfront.shop_id, conversation, "mira@example.com", now() - timedelta(days=8))
    gone = await browser.get(f"/en/answers/{late}")
    assert gone.status_code == 410 and "no longer opens anything" in gone.text


async def test_one_click_ends_the_mails_and_looking_does_not(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    (mail,) = await shopfront.mails(conversation)
    path = STOP.search(mail["List-Unsubscribe"])
    assert path is not None
    browser = shopfront.browser()
    looked = await browser.get(path[1])
    assert looked.status_code == 200 and "End these mails?" in looked.text
    async with shopfront.database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM stopped_addresses")) == 0
    # As a mail program does it: no cookie, no token, no page before.
    clicked = await shopfront.browser().http.post(path[1], data={"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200 and "No more of these mails" in clicked.text
    await shopfront.answers(conversation, "One more thing.")
    assert await shopfront.mails(conversation, 60) == []
    assert (await browser.get(f"/mail/stop/{seal('visitor', 'x')}")).status_code == 404
    assert "mira" not in stop_token(shopfront.shop_id, "mira@example.com")


async def test_an_answer_read_while_the_mail_waits_is_not_told(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    await shopfront.leaves(conversation)
    await shopfront.answers(conversation)
    shopfront.at += timedelta(minutes=5)
    with clock.at(shopfront.at):
        async with shopfront.database.session() as session:
            mail_id = await leaving.tell_answer(session, shopfront.shop_id, conversation)
            assert mail_id is not None
        async with shopfront.database.session() as session:
            await conversations.mark_read(session, shopfront.shop_id, conversation, "customer")
        assert not await leaving.send_answer(shopfront.database, mail_id, 1)
    assert shopfront.host.mails == []


async def test_speaking_asks_for_a_look_only_where_somebody_can_be_told(shopfront: Shopfront) -> None:
    bus.clear()
    bus.subscribe(Spoken, leaving.on_spoken)
    query = text("SELECT args->>'conversation_id' FROM procrastinate_jobs WHERE task_name = 'notifying:answer'")
    try:
        silent, heard = await shopfront.asked("vis_1"), await shopfront.asked("vis_2")
        bridge = await shopfront.asked("vis_3", channel="api")
        for conversation in (heard, bridge):
            await shopfront.leaves(conversation)
        for conversation in (silent, heard, bridge):
            await shopfront.answers(conversation)
        async with shopfront.database.session() as session:
            await conversations.hand_back(session, shopfront.shop_id, heard, shopfront.house.people["owner"].actor)
            said = NewMessage(author="assistant", text="Anything else?", lang="en")
            await conversations.add_message(session, shopfront.shop_id, heard, said)
    finally:
        bus.clear()
    async with shopfront.database.session() as session:
        assert list(await session.scalars(query)) == [heard], "many words are one look"


async def test_the_address_is_left_on_the_page_and_by_the_widget(shopfront: Shopfront) -> None:
    conversation = await shopfront.asked("vis_mira")
    browser = shopfront.browser("vis_mira")
    page = await browser.get("/en/ask")
    assert "Tell me of the answer" in page.text
    left = await browser.post("/en/answers/address", {"email": "mira@example.com"}, page="/en/ask")
    assert left.status_code == 303
    wrong = await browser.post("/en/answers/address", {"email": "no address"}, page="/en/ask")
    assert wrong.status_code == 303
    async with shopfront.database.session() as session:
        assert await session.scalar(text("SELECT address FROM answer_addresses")) == "mira@example.com"
        token = await conversations.issue_token(session, shopfront.shop_id, conversation)
    path, widget = f"/api/conversations/{conversation}/address", shopfront.browser().http
    headers = {"X-Conversation-Token": token, "Accept": "application/json"}
    assert (await widget.post(path, json={"email": "new@example.com"}, headers=headers)).status_code == 204
    assert (await widget.post(path, json={"email": "Bcc: x"}, headers=headers)).status_code == 422
    assert (await widget.post(path, json={"email": "thief@example.com"})).status_code == 403
    async with shopfront.database.session() as session:
        assert await session.scalar(text("SELECT address FROM answer_addresses")) == "new@example.com"


@pytest.mark.parametrize("address", ["", "mira", "Mira <mira@example.com>", "a@b\r\nBcc: c@d", "mira@@example.com"])
async def test_only_a_plain_address_is_kept(address: str, shopfront: Shopfront) -> None:
    conversation = await shopfront.asked()
    async with shopfront.database.session() as session:
        with pytest.raises(Invalid):
            await leaving.leave_address(session, shopfront.shop_id, conversation, address)
