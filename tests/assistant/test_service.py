"""Turns through the real database: stored, streamed, explained, replayed, handed over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant import repository
from mercery.assistant.explain import why
from mercery.assistant.replay import replay
from mercery.assistant.service import AT_ONCE, Assistant
from mercery.catalog import service as catalog
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.responder import TurnEvent
from mercery.core.database import Database
from mercery.demo.rules import demo_policies
from mercery.policies import service as policies

NOW = datetime.now(UTC)


async def ask(
    database: Database, shop: Shop, text: str, *, visitor: str = "vis_1", key: str | None = None, product_id: str = ""
) -> list[TurnEvent]:
    async with database.session() as session:
        begun = await conversations.open_or_resume(session, shop.id, visitor, channel="storefront", lang="en")
    context = {"product_id": product_id} if product_id else {}
    turn = Assistant(database).respond(
        shop=shop, conversation=begun, text=text, lang="en", context=context, client_key=key
    )
    return [event async for event in turn]


def told(events: list[TurnEvent]) -> str:
    return " ".join(event.data["text"] for event in events if event.kind == "sentence")


async def conversation_of(database: Database, shop: Shop, events: list[TurnEvent]) -> Conversation:
    async with database.session() as session:
        return await conversations.conversation(session, shop.id, events[0].data["conversation_id"])


async def test_a_price_is_told_with_its_evidence(database: Database, shop: Shop) -> None:
    events = await ask(database, shop, "How much is the Saddle Bag?")
    assert [event.kind for event in events] == ["turn", "sentence", "evidence", "cards", "done"]
    assert told(events) == "The Saddle Bag costs €1,480, tax included."
    evidence, sentence = events[2].data, events[1].data
    assert (evidence["key"], evidence["label"], evidence["source"]) == ("a", "€1,480", "price list")
    span = sentence["spans"][0]
    assert sentence["text"][span["start"] : span["end"]] == "€1,480"


async def test_it_refers_to_the_product_talked_about_and_to_the_open_page(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        tote = await catalog.product(session, shop.id, handle="work-tote")
    await ask(database, shop, "How much is the Saddle Bag?")
    assert "The Saddle Bag weighs 780 g." in told(await ask(database, shop, "and how heavy is it?"))
    assert "The Work Tote weighs 940 g." in told(await ask(database, shop, "how heavy is it?", product_id=tote.id))


async def test_a_changed_price_is_told_at_once(database: Database, shop: Shop) -> None:
    from mercery.core.money import Money

    await ask(database, shop, "How much is the Saddle Bag?")
    async with database.session() as session:
        bag = await catalog.product(session, shop.id, handle="saddle-bag")
        for variant in bag.variants:
            await catalog.set_price(session, shop.id, variant.sku, Money(155000, "EUR"), actor=SYSTEM)
    assert "€1,550" in told(await ask(database, shop, "How much is the Saddle Bag?"))


async def test_a_withdrawn_answer_and_an_ended_policy_are_not_said(database: Database, shop: Shop) -> None:
    before = told(await ask(database, shop, "Do you offer gift wrapping?", visitor="vis_2"))
    assert before.startswith("Gift wrapping with a handwritten card is free")
    async with database.session() as session:
        known = {policy.key: policy for policy in await policies.policies_in_force(session, shop.id)}
        draft = next(draft for draft in demo_policies(NOW) if draft.key == "gift")
        await policies.record_policy(session, shop.id, SYSTEM, draft, reason="no more", withdrawn=True)
        assert "gift" in known
    assert before not in told(await ask(database, shop, "Do you offer gift wrapping?", visitor="vis_3"))


async def test_what_nobody_knows_goes_to_a_person_with_the_whole_context(database: Database, shop: Shop) -> None:
    await ask(database, shop, "How much is the Saddle Bag?")
    events = await ask(database, shop, "I want to talk to a real person please")
    found = await conversation_of(database, shop, events)
    assert found.status == "waiting" and found.packet is not None
    assert found.packet.asked == ("How much is the Saddle Bag?", "I want to talk to a real person please")
    assert found.packet.offered == ("The Saddle Bag costs €1,480, tax included.",)
    silent = await ask(database, shop, "hello?")
    assert [event.kind for event in silent] == ["turn", "status", "done"]


async def test_the_same_message_twice_is_answered_once(database: Database, shop: Shop) -> None:
    first = await ask(database, shop, "How much is the Saddle Bag?", key="k1")
    again = await ask(database, shop, "How much is the Saddle Bag?", key="k1")
    assert again[-1].data["message"]["id"] == first[-1].data["message"]["id"]
    async with database.session() as session:
        assert len(await repository.turns(session, shop.id, first[0].data["conversation_id"])) == 1


async def test_a_visitor_of_the_hold_out_gets_a_person_and_no_automatic_answer(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        shop = await accounts.update_shop(session, shop.id, SYSTEM, holdouts={"assistant": 0.5})
    kinds = {
        tuple(event.kind for event in await ask(database, shop, "Saddle Bag price?", visitor=f"vis_{i}"))
        for i in range(24)
    }
    assert kinds == {("turn", "status", "done"), ("turn", "sentence", "evidence", "cards", "done")}


async def test_a_turn_is_recorded_explained_and_says_the_same_again(database: Database, shop: Shop) -> None:
    events = await ask(database, shop, "Is the Work Tote in taupe available? My mail is ana@example.org")
    async with database.session() as session:
        message_id = events[-1].data["message"]["id"]
        row = await repository.turn_of(session, shop.id, message_id)
        explained = await why(session, shop.id, message_id)
        assert row is not None and explained is not None
        again = replay(await repository.recorded(session, row))
    assert "ana@example.org" not in str(row.record)
    assert again.same and again.decided and explained.says_the_same_again
    assert explained.read_as[0].topic == "stock" and explained.read_as[0].details["colours"] == "taupe"
    assert set(explained.ms) == {"normalise", "gather", "understand", "decide", "word"}


async def test_a_card_number_is_stored_nowhere(database: Database, shop: Shop) -> None:
    events = await ask(database, shop, "my card 4111 1111 1111 1111 was refused, why?")
    async with database.session() as session:
        said = await conversations.messages(session, shop.id, events[0].data["conversation_id"])
        row = (await repository.turns(session, shop.id, events[0].data["conversation_id"]))[0]
    assert "4111" not in str([message.text for message in said]) and "4111" not in str(row.record)


class Watched(Database):
    """A database that knows how many transactions were open at once."""

    held = 0
    most = 0

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        self.held += 1
        self.most = max(self.most, self.held)
        async with super().session() as session:
            yield session
        self.held -= 1


async def test_many_who_ask_at_once_are_all_answered_a_few_at_a_time(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        begun = [
            await conversations.open_or_resume(session, shop.id, f"vis_{number}", channel="api", lang="en")
            for number in range(3 * AT_ONCE)
        ]
    watched = Watched(database.url)

    async def answered(one: Conversation) -> list[TurnEvent]:
        turn = Assistant(watched).respond(
            shop=shop, conversation=one, text="How much is the Saddle Bag?", lang="en", context={}
        )
        return [event async for event in turn]

    found = await asyncio.gather(*(answered(one) for one in begun))
    await watched.close()
    assert {told(events) for events in found} == {"The Saddle Bag costs €1,480, tax included."}
    assert watched.most == AT_ONCE
