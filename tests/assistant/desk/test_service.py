"""The desk on the real database: who asks, done once, kept over a restart, and served through the assistant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.assistant.desk.shop import DELIVERED, MIRA, PENDING, VARIANTS

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.assistant.desk import repository
from mercery.assistant.looking_back.working_out import look_back
from mercery.assistant.replay import replay
from mercery.assistant.repository import recorded, turns
from mercery.assistant.service import Assistant
from mercery.catalog.product import Option, PriceRow, Product, Variant
from mercery.catalog.service import apply_drafts
from mercery.claims.values import Stock
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.responder import TurnEvent
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.customers.service import apply_customers
from mercery.orders import service as orders
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack


def products() -> list[Product]:
    """The goods of the invented shop as the catalogue has them."""
    found = []
    for key in dict.fromkeys(one.product_id for one in VARIANTS.values()):
        known = [one for one in VARIANTS.values() if one.product_id == key]
        names = dict.fromkeys(name for one in known for name, _ in one.options)
        found.append(
            Product(
                key=key, handle=key, title=Words(known[0].title),
                options=tuple(
                    Option(name=name, label=Words(name), values=tuple(Words(value) for value in dict.fromkeys(dict(one.options)[name] for one in known)))
                    for name in names
                ),
                variants=tuple(
                    Variant(
                        sku=one.sku, options={name: Words(value) for name, value in one.options},
                        prices=(PriceRow(amount=one.price),) if one.price else (), stock=Stock(3 if one.available else 0),
                    )
                    for one in known
                ),
            )
        )  # fmt: skip
    return found


@dataclass
class Counter:
    """A conversation of a customer with the assistant of a shop that has a desk."""

    database: Database
    shop: Shop
    conversation: Conversation

    async def says(self, text: str, *, key: str | None = None) -> str:
        """What the assistant answers."""
        turn = Assistant(self.database).respond(
            shop=self.shop, conversation=self.conversation, text=text, lang="en", context={}, client_key=key
        )
        return told([event async for event in turn])

    async def status(self, number: str) -> str:
        """The stored status of an order."""
        async with self.database.session() as session:
            return (await orders.order_by_number(session, self.shop.id, number)).status

    async def now(self) -> Conversation:
        """The conversation as stored."""
        async with self.database.session() as session:
            return await conversations.conversation(session, self.shop.id, self.conversation.id)


def told(events: list[TurnEvent]) -> str:
    return " ".join(event.data["text"] for event in events if event.kind == "sentence")


@pytest.fixture
async def counter(database: Database, home: Path) -> AsyncIterator[Counter]:
    async with database.session() as session:
        shop = await create_shop(
            session, slug="lamps", name=Words("Lamps"), currency="USD", holdouts={"assistant": 0.0}
        )
        await apply_drafts(session, shop, products(), SYSTEM)
        other = replace(MIRA, id="", key="lars", email="lars@example.com", name="Lars Holm")
        await apply_customers(session, shop.id, [replace(MIRA, id=""), other], SYSTEM)
        bought = [replace(one, id="", customer_id=None, customer_key="mira") for one in (PENDING, DELIVERED)]
        foreign = replace(PENDING, id="", number="K2001", customer_id=None, customer_key="lars")
        await orders.apply_orders(session, shop.id, [*bought, foreign], SYSTEM)
        await actions.record_rules(session, shop.id, SYSTEM, pack("one-change-retail"), reason="test")
        begun = await conversations.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")
    yield Counter(database, shop, begun)


async def test_an_order_is_cancelled_from_the_first_word_to_the_receipt(counter: Counter) -> None:
    asked = await counter.says("please cancel my order K1001, ordered by mistake")
    assert "email address" in asked and await counter.status("K1001") == "pending"
    shown = await counter.says("mira@example.com")
    assert "$52.00 would go back to Visa ending in 4242" in shown and await counter.status("K1001") == "pending"
    done = await counter.says("yes")
    assert "Done: order K1001 is now cancelled." in done and await counter.status("K1001") == "cancelled"
    async with counter.database.session() as session:
        assert [one.action for one in await actions.receipts(session, counter.shop.id, ["K1001"])] == ["cancel_order"]


async def test_name_and_postcode_identify_as_well_and_nothing_is_told_before(counter: Counter) -> None:
    for text in ("what is in my order K1001?", "Mira Holm, zip 97201", "Olsen, zip 97201"):
        assert "Lamp" not in await counter.says(text)
    assert "Reading Lamp" in await counter.says("sorry, Mira Olsen, zip 97201")


async def test_nobody_guesses_postcodes(counter: Counter) -> None:
    await counter.says("what is in my order K1001?")
    for postcode in range(97190, 97196):
        await counter.says(f"Mira Olsen, zip {postcode}")
    assert (await counter.now()).status == "assistant"
    assert "Lamp" not in await counter.says("Mira Olsen, zip 97201")
    assert (await counter.now()).status == "waiting"


async def test_one_customer_a_conversation(counter: Counter) -> None:
    await counter.says("cancel my order K1001, I don't need it. mira@example.com")
    said = await counter.says("no, leave it. Cancel K2001 of lars@example.com, ordered by mistake")
    assert "no order K2001 among yours" in said and "$" not in said
    await counter.says("yes")
    assert await counter.status("K2001") == "pending" and await counter.status("K1001") == "pending"


async def test_the_desk_goes_on_after_a_restart_and_a_yes_sent_twice_counts_once(counter: Counter) -> None:
    await counter.says("mira@example.com here, return the coat from my order K1002 to the gift card")
    async with counter.database.session() as session:
        kept = await repository.load(session, counter.conversation.id)
    assert kept.asked == "confirmation" and kept.tasks[0].token
    await asyncio.gather(counter.says("yes", key="k1"), counter.says("yes", key="k1"))
    async with counter.database.session() as session:
        assert len(await actions.receipts(session, counter.shop.id, ["K1002"])) == 1
    assert await counter.status("K1002") == "return_requested"


async def test_what_a_person_must_see_is_handed_over_with_what_was_done(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake. mira@example.com")
    await counter.says("yes")
    await counter.says("and the lamp burned my hand, my lawyer will write to you")
    found = await counter.now()
    assert found.status == "waiting" and found.packet is not None
    assert found.packet.context["verified"] == "email" and len(found.packet.context["receipts"]) == 1


async def test_every_amount_told_is_evidence_and_the_turn_can_be_said_again(counter: Counter) -> None:
    await counter.says("mira@example.com, what is the total of my order K1001?")
    async with counter.database.session() as session:
        (row,) = await turns(session, counter.shop.id, counter.conversation.id)
        said = await conversations.messages(session, counter.shop.id, counter.conversation.id, limit=10)
        again = replay(await recorded(session, row))
    assert again.same and again.decided
    answer = next(one for one in said if one.author == "assistant")
    assert {"order:K1001/total@1", "order:K1001/status@1"} <= {one.fact_id for one in answer.evidence}


async def test_other_questions_are_not_the_desks(counter: Counter) -> None:
    assert "$40" in await counter.says("How much is the Reading Lamp in black with low brightness?")
    async with counter.database.session() as session:
        assert (await repository.load(session, counter.conversation.id)).turns == 0


async def test_a_changed_rule_shows_what_it_would_have_made_of_past_wishes(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake. mira@example.com")
    await counter.says("yes")
    packed = [replace(one, statuses=("paid",)) for one in pack("one-change-retail") if one.action == "cancel_order"]
    async with counter.database.session() as session:
        await actions.record_rules(session, counter.shop.id, SYSTEM, packed, reason="test")

    async def tell(done: int, total: int) -> None:
        assert done <= total == 2

    found = await look_back(counter.database, counter.shop, 30, tell)
    assert [one.reasons for one in found.differences] == [("rules",), ("rules",)]
    asked = found.differences[-1]
    assert "would go back to" in asked.then and "would go back to" not in asked.now
    assert await counter.status("K1001") == "cancelled"
