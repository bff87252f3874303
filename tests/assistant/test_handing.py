"""Handing over: who needs a person gets one, who does not is not sent away, and nobody is dropped in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.assistant.desk import repository as desk
from mercery.assistant.handing import WHY
from mercery.assistant.service import Assistant
from mercery.assistant.unanswered import answer_unanswered
from mercery.assistant.urgent import angry
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Lang
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.demo.catalogue import demo_products
from mercery.demo.history import demo_history
from mercery.demo.people import demo_customers
from mercery.demo.written_people import written_people
from mercery.orders import service as orders
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack
from mercery.orders.order import Order
from mercery.wiring import wire_events

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire Martin")
SET: Mapping[str, Sequence[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "handing.yaml").read_text("utf-8")
)


@dataclass
class House:
    """The demo shop with the customers one can be, their orders and its rules."""

    database: Database
    shop: Shop
    customers: Mapping[str, str]
    numbers: Mapping[str, list[str]]
    """Each customer's order numbers, oldest first."""
    opened: list[str] = field(default_factory=list)

    async def open(self, lang: Lang = "en", who: str = "") -> Conversation:
        async with self.database.session() as session:
            visitor = f"vis_{len(self.opened)}"
            begun = await conversations.open_or_resume(session, self.shop.id, visitor, channel="storefront", lang=lang)
            self.opened.append(begun.id)
            if who:
                begun = await conversations.name_customer(
                    session, self.shop.id, begun.id, name=written_people()[who].name.text(lang), customer_id=self.customers[who]
                )  # fmt: skip
        return begun

    async def says(self, current: Conversation, *texts: str, lang: Lang = "en") -> Conversation:
        for said in texts:
            fresh = await self.now(current)
            turn = Assistant(self.database).respond(
                shop=self.shop, conversation=fresh, text=said, lang=lang, context={}
            )
            async for _ in turn:
                pass
        return await self.now(current)

    async def now(self, current: Conversation) -> Conversation:
        async with self.database.session() as session:
            return await conversations.conversation(session, self.shop.id, current.id)

    async def heard(self, current: Conversation) -> str:
        """The last words of the shop."""
        async with self.database.session() as session:
            said = await conversations.messages(session, self.shop.id, current.id)
        return next(one.text for one in reversed(said) if one.author != "customer")


@cache
def demo_stock() -> tuple[list[Product], list[Customer], list[Order]]:
    """Goods, customers and the orders written by hand, worked out once."""
    moment = clock.now()
    goods = [one.product for one in demo_products(moment.date())]
    people = demo_customers(moment)
    return (
        goods,
        people,
        [one for one in demo_history(goods, people, moment).orders if one.customer_key in written_people()],
    )


@pytest.fixture
async def house(database: Database, shop: Shop) -> House:
    wire_events()
    goods, people, known = demo_stock()
    async with database.session() as session:
        bought = {line.sku for order in known for line in order.lines}
        await catalog.apply_drafts(session, shop, [one for one in goods if one_of(one, bought)], SYSTEM)
        await apply_customers(session, shop.id, people[:3], SYSTEM)
        await orders.apply_orders(session, shop.id, known, SYSTEM)
        await actions.record_rules(session, shop.id, SYSTEM, pack("boutique"), reason="test")
        ids = await ids_by_key(session, shop.id, written_people())
    numbers = {key: [one.number for one in known if one.customer_key == key] for key in written_people()}
    return House(database=database, shop=shop, customers=ids, numbers=numbers)


def one_of(product: Product, skus: set[str]) -> bool:
    return any(variant.sku in skus for variant in product.variants)


@pytest.mark.slow
async def test_sixty_conversations(house: House) -> None:
    """All thirty that must be handed over are, with their reason; of the other thirty none."""
    missed, needless = [], []
    for kind, rows in SET.items():
        for row in rows:
            who = row.get("who", "")
            oldest = house.numbers[who][0] if who else ""
            current = await house.open(row["lang"], who)
            after = await house.says(current, *(one.format(oldest=oldest) for one in row["says"]), lang=row["lang"])
            handed = after.status == "waiting"
            if kind == "must" and not (handed and after.packet and after.packet.why == WHY[row["why"]].en):
                missed.append((row["says"], after.packet.why if after.packet else ""))
            elif kind == "must_not" and handed:
                needless.append((row["says"], after.packet.why if after.packet else ""))
    assert (missed, needless) == ([], [])


@pytest.mark.parametrize(
    ("said", "is_angry"),
    [
        ("This is unacceptable.", True),
        ("I am so angry, this is a disgrace", True),
        ("WHERE IS MY PARCEL!!! This is ridiculous", True),
        ("Ridiculous.", False),
        ("My husband was furious about the colour, can I exchange it?", False),
        ("I am not angry, only curious", False),
        ("太差了，气死我了", True),
        ("有点失望", False),
        ("老公会不会生气", False),
    ],
)
def test_anger_is_told_from_a_word_of_it(said: str, is_angry: bool) -> None:
    assert angry(said) is is_angry


async def test_anger_without_value_is_answered_and_a_refusal_is_no_failed_turn(house: House) -> None:
    async with house.database.session() as session:
        small = next(one for one in demo_customers(clock.now()) if one.key == "C0004")
        await apply_customers(session, house.shop.id, [small], SYSTEM)
        ids = await ids_by_key(session, house.shop.id, {"C0004"})
        begun = await house.open()
        await conversations.name_customer(session, house.shop.id, begun.id, customer_id=ids["C0004"])
    after = await house.says(begun, "This is ridiculous, fed up with this: cancel my order 10001")
    assert after.status == "assistant"
    for _ in range(3):
        after = await house.says(begun, "I want order 10001 cancelled!")
    assert after.status == "assistant"


async def test_the_packet_says_who_what_was_done_refused_and_is_open(house: House) -> None:
    current = await house.open(who="C0002")
    oldest, worn, _, newest = house.numbers["C0002"]
    await house.says(current, f"I want to return order {oldest}.", "I want to return the sneakers.", "yes")
    await house.says(current, f"Please cancel order {newest}.")
    after = await house.says(current, "Let me talk to a person, please.")
    made = after.packet
    assert after.status == "waiting" and made is not None
    assert (made.who, made.verified, made.wants) == ("Hélène Roux", "session", f"Please cancel order {newest}.")
    assert [one.en.partition(" (")[0] for one in made.done] == [f"Return requested {worn}, €350"]
    assert "return_items@1" in made.done[0].en and "receipt …" in made.done[0].en
    assert made.declined[0].en == f"Return {oldest}: too late (return_items@1)"
    assert made.declined[0].zh == f"退货 {oldest}：已超过期限（return_items@1）"
    assert made.open is not None and made.open.en == f"Cancel {newest}, €1,390: waits for the customer's yes"
    assert any(one.en.startswith(f"{worn}, delivered, with a return requested") for one in made.facts)


async def test_the_button_hands_over_with_the_same_report(house: House) -> None:
    current = await house.open(who="C0001", lang="zh")
    await house.says(current, "把最新的订单取消吧", lang="zh")
    async with house.database.session() as session:
        after = await conversations.ask_for_person(session, house.shop.id, current.id)
    assert after.packet is not None and after.packet.open is not None
    assert after.packet.open.zh.startswith(f"取消 {house.numbers['C0001'][-1]}，¥9,200")


async def test_handed_back_the_desk_goes_on_and_shows_an_expired_yes_anew(house: House) -> None:
    current = await house.open(who="C0002")
    newest = house.numbers["C0002"][-1]
    await house.says(current, f"Please cancel order {newest}.", "Can I talk to a person?")
    async with house.database.session() as session:
        await conversations.take_over(session, house.shop.id, current.id, CLAIRE)
        await conversations.reply(
            session, house.shop.id, current.id, CLAIRE, "It is all right, the assistant can do it."
        )
        await conversations.hand_back(session, house.shop.id, current.id, CLAIRE)
    with clock.at(clock.now() + timedelta(minutes=25)):
        await house.says(current, "yes")
        assert "would be cancelled" in await house.heard(current)
        assert (await order(house, newest)).status == "paid"
        await house.says(current, "yes")
    assert (await order(house, newest)).status == "cancelled"
    async with house.database.session() as session:
        state = await desk.peek(session, current.id)
    assert state is not None and not state.handed_over and not state.tasks


async def order(house: House, number: str) -> Any:
    async with house.database.session() as session:
        return await orders.order_by_number(session, house.shop.id, number)


async def test_a_message_left_without_an_answer_is_answered_once(house: House) -> None:
    current = await house.open(who="C0002")
    async with house.database.session() as session:
        await conversations.receive(session, house.shop.id, current.id, "Where is my order?", "en")
    assert await answer_unanswered(house.database) == 0, "it may still be worked on"
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert await answer_unanswered(house.database) == 1
        assert await answer_unanswered(house.database) == 0
    assert f"Order {house.numbers['C0002'][-2]} is on its way" in await house.heard(current)


async def test_what_cannot_be_answered_goes_to_a_person(house: House) -> None:
    current = await house.open()
    async with house.database.session() as session:
        await conversations.receive(session, house.shop.id, current.id, "How heavy is the Saddle Bag?", "en")
    async with house.database.session() as session:
        await session.execute(text("ALTER TABLE assistant_turns RENAME TO gone"))
    with clock.at(clock.now() + timedelta(minutes=1)):
        await answer_unanswered(house.database)
    async with house.database.session() as session:
        await session.execute(text("ALTER TABLE gone RENAME TO assistant_turns"))
    after = await house.now(current)
    assert after.status == "waiting" and after.packet is not None and after.packet.why == WHY["failed"].en
