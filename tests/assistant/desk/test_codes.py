"""Proof by a one-time code at the desk: asked for, sent, said, and what was open goes on. Real database, queue and outbox."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from tests.assistant.desk.shop import DELIVERED, MIRA, PENDING
from tests.assistant.desk.test_service import products, told
from tests.due import run_due

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.assistant.desk import repository
from mercery.assistant.desk.asking_who import code_in
from mercery.assistant.desk.hearing import hear
from mercery.assistant.desk.identifying import PROOF_LASTS
from mercery.assistant.desk.service import turn
from mercery.assistant.desk.state import DeskState
from mercery.assistant.repository import turns
from mercery.assistant.service import Assistant
from mercery.catalog.service import apply_drafts
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.core.jobs import job_app
from mercery.core.mail.choosing import outbox_of
from mercery.customers.challenges.challenge import AGAIN_AFTER, TRIES, VALID
from mercery.customers.jobs import blueprint
from mercery.customers.service import apply_customers, customers_by_email
from mercery.orders import service as orders
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack
from mercery.orders.actions.rule import IdentityStrength


@dataclass
class Counter:
    """A conversation with a shop whose rules ask for codes."""

    database: Database
    shop: Shop
    conversation: Conversation
    lang: Lang = "en"

    async def says(self, text: str) -> str:
        """What is answered; then the worker does what waits."""
        turn = Assistant(self.database).respond(
            shop=self.shop, conversation=self.conversation, text=text, lang=self.lang, context={}
        )
        answer = told([event async for event in turn])
        await run_due(job_app(self.database.url, {"customers": blueprint}), self.database, delete_jobs="successful")
        return answer

    @property
    def mails(self) -> list[str]:
        """To whom mails went, the newest first."""
        return [one.to for one in outbox_of(settings()).mails(self.shop.id)]

    @property
    def code(self) -> str:
        """The code in the newest mail."""
        found = re.search(r"\d{6}", outbox_of(settings()).mails(self.shop.id)[0].text)
        assert found
        return found[0]

    @property
    def wrong(self) -> str:
        """A code that is not the right one."""
        return f"{(int(self.code) + 1) % 1_000_000:06d}"

    async def status(self, number: str = "K1001") -> str:
        """The stored status of an order."""
        async with self.database.session() as session:
            return (await orders.order_by_number(session, self.shop.id, number)).status

    async def state(self) -> str:
        """The conversation's status."""
        async with self.database.session() as session:
            return (await conversations.conversation(session, self.shop.id, self.conversation.id)).status

    async def buttons(self) -> tuple[str, ...]:
        """What stands to be pressed under the last answer."""
        async with self.database.session() as session:
            said = await conversations.messages(session, self.shop.id, self.conversation.id)
        return tuple(one.label for one in said[-1].body.buttons)

    async def need(self, **strengths: IdentityStrength) -> None:
        """Set what the rules ask for; `others` for all that are not named."""
        others = strengths.pop("others", "code")
        rules = [replace(rule, identity=strengths.get(rule.action, others)) for rule in pack("one-change-retail")]
        async with self.database.session() as session:
            await actions.record_rules(session, self.shop.id, SYSTEM, rules, reason="test")


@pytest.fixture
async def counter(database: Database, home: Path) -> AsyncIterator[Counter]:
    async with database.session() as session:
        shop = await create_shop(
            session, slug="lamps", name=Words("Lamps", "灯具店"), currency="USD", holdouts={"assistant": 0.0}
        )
        await apply_drafts(session, shop, products(), SYSTEM)
        lars = replace(MIRA, id="", key="lars", email="lars@example.com", name="Lars Holm")
        mute = replace(MIRA, id="", key="mute", email=None, name="Ada Grey")
        await apply_customers(session, shop.id, [replace(MIRA, id=""), lars, mute], SYSTEM)
        bought = [replace(one, id="", customer_id=None, customer_key="mira") for one in (PENDING, DELIVERED)]
        foreign = replace(PENDING, id="", number="K2001", customer_id=None, customer_key="lars")
        guest = replace(PENDING, id="", number="K3001", customer_id=None, customer_key="")
        await orders.apply_orders(session, shop.id, [*bought, foreign, guest], SYSTEM)
        begun = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")
    made = Counter(database, shop, begun)
    await made.need()
    yield made


async def test_under_the_question_whether_it_shall_be_done_stand_yes_and_no(counter: Counter) -> None:
    await counter.says("please cancel my lamp order, ordered by mistake")
    await counter.says("mira@example.com")
    assert await counter.buttons() == ()
    await counter.says(f"the code is {counter.code}")
    assert await counter.buttons() == ("Yes", "No")
    await counter.says("no")
    assert await counter.buttons() == ()


async def test_an_order_is_cancelled_after_the_code_without_saying_it_again(counter: Counter) -> None:
    asked = await counter.says("please cancel my lamp order, ordered by mistake")
    assert "six-digit code" in asked and "address" in asked and counter.mails == []
    promised = await counter.says("mira@example.com")
    assert "is on its way" in promised and counter.mails == ["mira@example.com"]
    shown = await counter.says(f"the code is {counter.code}")
    assert "$52.00 would go back to Visa ending in 4242" in shown
    assert "cancelled" in await counter.says("yes") and await counter.status() == "cancelled"
    async with counter.database.session() as session:
        assert (await repository.load(session, counter.conversation.id)).strength == "code"


async def test_an_order_number_is_enough_and_the_mail_goes_to_the_account(counter: Counter) -> None:
    promised = await counter.says("cancel my order K1001, ordered by mistake, I am at eve@example.com")
    assert counter.mails == [] and "on its way" in promised
    fresh = await counter.says("sorry, the order is K1001")
    assert fresh == promised and counter.mails == ["mira@example.com"]
    with clock.at(clock.now() + AGAIN_AFTER):
        await counter.says("it did not arrive, send it again")
    assert counter.mails == ["mira@example.com"] * 2


def test_a_code_is_told_from_the_number_of_an_order() -> None:
    assert code_in(hear("123456", "en")) == code_in(hear("the code is 123 456, thanks", "en")) == "123456"
    assert code_in(hear("验证码１２３４５６", "zh")) == "123456"
    assert code_in(hear("my order 654321, code 123456", "en")) == "123456"
    for other in ("order 654321", "1234567", "12345", "€123456.00", "W123456", "mira123456@example.com"):
        assert code_in(hear(other, "en")) == ""


async def test_the_words_are_the_same_whether_or_not_there_is_an_account(counter: Counter) -> None:
    said = set()
    for number, name in enumerate(("my order K1001", "my order K9999", "my order K3001", "my order of mira@example.com", "my order of no@example.com")):  # fmt: skip
        async with counter.database.session() as session:
            counter.conversation = await conversations.open_or_resume(
                session, counter.shop.id, f"vis_{number}", channel="storefront", lang="en"
            )
        promised = await counter.says(f"cancel {name}, no longer needed")
        assert "@" not in promised and "m***" not in promised
        said.add((promised, await counter.says("000000"), await counter.says("send it again please")))
    assert len(said) == 1
    assert counter.mails == ["mira@example.com", "mira@example.com"]


@pytest.mark.parametrize(("known", "unknown"), [("order K1001", "order K9999"), ("order of mira@example.com", "order of no@example.com")])  # fmt: skip
async def test_the_work_is_the_same_whether_or_not_there_is_an_account(
    counter: Counter, known: str, unknown: str
) -> None:
    done = []
    # The first turn reads the names of goods, which are kept from then on.
    for name in (known, known, unknown):
        statements: list[str] = []

        def note(*args: object, into: list[str] = statements) -> None:
            into.append(str(args[2]))

        engine = counter.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        async with counter.database.session() as session:
            await turn(
                session, counter.shop, f"cancel my {name}, no longer needed", DeskState(), conversation=new_id("cnv"), actor=SYSTEM
            )  # fmt: skip
        event.remove(engine, "before_cursor_execute", note)
        done.append(statements)
    assert done[1] == done[2] and len(done[1]) > 5


async def test_nothing_is_told_or_done_before_the_code(counter: Counter) -> None:
    await counter.says("what is in my order K1001?")
    for text in ("I am Mira Olsen, 97201", "yes", "what is in it?", "mira@example.com"):
        said = await counter.says(text)
        assert "Lamp" not in said and "$" not in said
    assert "Reading Lamp" in await counter.says(counter.code)


async def test_wrong_codes_end_with_a_person(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    right, wrong = counter.code, counter.wrong
    for left in range(TRIES - 1, 0, -1):
        assert f"tries left: {left}." in await counter.says(wrong)
    assert "person of the shop" in await counter.says(wrong)
    assert await counter.state() == "waiting"
    await counter.says(right)
    assert await counter.status() == "pending"


async def test_a_late_code_brings_a_new_one(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    with clock.at(clock.now() + VALID):
        said = await counter.says(counter.code)
        assert "no longer counts" in said and "on its way" in said and len(counter.mails) == 2
        assert "$52.00" in await counter.says(counter.code)


async def test_another_code_after_a_minute_and_not_without_end(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    assert "less than a minute ago" in await counter.says("nothing came")
    moment = clock.now()
    said = ""
    for number in range(1, 4):
        with clock.at(moment + number * (AGAIN_AFTER + timedelta(seconds=1))):
            said = await counter.says("I did not get it, please send it again")
    assert "no more codes" in said and await counter.state() == "waiting" and len(counter.mails) == 3


@pytest.mark.parametrize("text", ["I have no access to that email any more", "that's my old email address"])
async def test_without_access_to_the_mail_a_person_takes_it(counter: Counter, text: str) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    assert "person of the shop" in await counter.says(text)


async def test_whoever_leaves_it_is_asked_for_no_code_again(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    assert "nothing is changed" in await counter.says("never mind, forget it")
    async with counter.database.session() as session:
        state = await repository.load(session, counter.conversation.id)
    assert state.asked == "" and state.unheard == ""


async def test_other_questions_are_answered_while_the_code_is_awaited(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    assert "$40" in await counter.says("How much is the Reading Lamp in black with low brightness?")
    assert "$52.00" in await counter.says(counter.code)


async def test_a_rule_that_wants_more_asks_for_the_code_then_and_goes_on(counter: Counter) -> None:
    await counter.need(others="email", change_order_address="code")
    assert "email address of your account." in await counter.says("what is the total of my order K1001?")
    assert "$52.00" in await counter.says("mira@example.com") and counter.mails == []
    asked = await counter.says("send K1001 to 5 Mill Road, Austin, TX 78701 instead")
    assert "one more proof" in asked and counter.mails == ["mira@example.com"]
    shown = await counter.says(counter.code)
    assert "5 Mill Road" in shown and "yes or no" in shown
    await counter.says("yes")
    async with counter.database.session() as session:
        moved = (await orders.order_by_number(session, counter.shop.id, "K1001")).address
    assert moved is not None and moved.line1 == "5 Mill Road"


async def test_what_needs_no_code_goes_on_while_one_is_awaited(counter: Counter) -> None:
    await counter.need(others="email", change_order_address="code")
    await counter.says("send my order K1001 to 5 Mill Road, Austin, TX 78701. mira@example.com")
    said = await counter.says("what is the status of K1001?")
    assert "pending" in said and "still need the six-digit code" in said and len(counter.mails) == 1
    assert "nothing is changed" in await counter.says("never mind, leave it")
    assert "code" not in await counter.says("what is the total of K1001?")


async def test_the_proof_lapses_and_an_old_yes_does_nothing(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    await counter.says(counter.code)
    with clock.at(clock.now() + PROOF_LASTS):
        said = await counter.says("yes, cancel my order K1001, ordered by mistake")
        assert "six-digit code" in said and await counter.status() == "pending"
        assert "$52.00" in await counter.says(counter.code)


async def test_an_account_without_an_address_leaves_it_to_a_person(counter: Counter) -> None:
    await counter.need(others="name_postcode", change_order_address="code")
    await counter.says("My name is Ada Grey, zip 97201. What are my orders?")
    await counter.says("change my default address to 5 Mill Road, Austin, TX 78701")
    await counter.need(others="name_postcode", change_customer_address="code", change_order_address="code")
    said = await counter.says("change my default address to 5 Mill Road, Austin, TX 78701")
    assert "person of the shop" in said


async def test_signed_in_customers_are_asked_for_no_code(counter: Counter) -> None:
    async with counter.database.session() as session:
        (mira,) = await customers_by_email(session, counter.shop.id, "mira@example.com")
        counter.conversation = await conversations.name_customer(
            session, counter.shop.id, counter.conversation.id, customer_id=mira.id
        )
    assert "$52.00" in await counter.says("cancel my order K1001, ordered by mistake") and counter.mails == []


async def test_without_a_way_to_send_codes_the_desk_stays_closed(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://shop.example")
    settings.cache_clear()
    said = await counter.says("cancel my order K1001, ordered by mistake")
    assert "code" not in said and counter.mails == []


async def test_in_chinese(counter: Counter) -> None:
    counter.lang = "zh"
    assert "六位验证码" in await counter.says("我要取消我的订单K1001,下错单了")
    assert "还可再试 4 次" in await counter.says(f"验证码是{counter.wrong}")
    assert "一分钟后" in await counter.says("没收到,重新发一下")
    assert "$52.00" in await counter.says(f"{counter.code[:3]} {counter.code[3:]}")


@pytest.mark.parametrize(
    ("least", "words"),
    [("name_postcode", "full name and postcode"), ("email", "email address of your account."), ("code", "six-digit")],
)
async def test_the_question_fits_what_the_rules_ask_for(counter: Counter, least: IdentityStrength, words: str) -> None:
    await counter.need(others=least)
    assert words in await counter.says("please cancel my order, ordered by mistake")


async def test_a_code_stands_in_no_record_of_the_turn(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake")
    code = counter.code
    await counter.says(code)
    async with counter.database.session() as session:
        rows = await turns(session, counter.shop.id, counter.conversation.id)
    assert len(rows) == 2 and code not in repr([row.record for row in rows])
