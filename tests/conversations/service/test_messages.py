"""Messages keep their order, are stored once, and reach everybody who may see them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from tests.hearing import hearing

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import (
    AlreadyTaken,
    Button,
    Card,
    Conversation,
    EvidenceOut,
    HandOffPacket,
    MessageBody,
    NewMessage,
    NotYourTurn,
    SentenceOut,
    Span,
    WrongState,
)
from mercery.conversations.notices import message_notice
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound, TooLarge
from mercery.core.events import Listener

OpenConversation = Callable[..., Awaitable[Conversation]]


ANSWER = NewMessage(
    author="assistant",
    author_name="Aurelle",
    text="It is full-grain calfskin.",
    lang="en",
    body=MessageBody(
        sentences=(SentenceOut(text="It is full-grain calfskin.", spans=(Span(start=6, end=25, key="a"),)),),
        evidence=(EvidenceOut(key="a", label="calfskin", source="catalogue", fact_id="product:p/material@1"),),
        buttons=(Button(label="Talk to Claire", kind="person"),),
        cards=(Card(product_id="p", title="Saddle Bag", url="/en/p/saddle-bag", price_text="€1,280"),),
        took_ms=2100,
    ),
)


async def test_many_writers_at_once_get_an_unbroken_sequence(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened()

    async def write(number: int) -> None:
        async with database.session() as session:
            await service.receive(session, shop.id, begun.id, f"question {number}", "en")

    await asyncio.gather(*(write(number) for number in range(20)))
    async with database.session() as session:
        stored = await service.messages(session, shop.id, begun.id)
    assert [message.seq for message in stored] == list(range(1, 21))
    assert {message.text for message in stored} == {f"question {number}" for number in range(20)}


async def test_the_same_client_key_stores_once_and_returns_the_answer(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened()
    async with database.session() as session:
        first = await service.receive(session, shop.id, begun.id, "Is it leather?", "en", client_key="k1")
        answer = NewMessage(
            author="assistant",
            text="Yes.",
            lang="en",
            reply_to=first.message.id,
            client_key=f"answer:{first.message.id}",
        )
        await service.add_message(session, shop.id, begun.id, answer)
        again = await service.receive(session, shop.id, begun.id, "Is it leather?", "en", client_key="k1")
        assert (await service.add_message(session, shop.id, begun.id, answer)).seq == 2
    assert first.assistant_answers and not again.fresh and not again.assistant_answers
    assert again.answered is not None and again.answered.text == "Yes."


async def test_an_empty_client_key_is_none(database: Database, shop: Shop, opened: OpenConversation) -> None:
    begun = await opened()
    for _ in range(2):
        async with database.session() as session:
            assert (await service.receive(session, shop.id, begun.id, "Is it leather?", "en", client_key="")).fresh


async def test_an_answer_comes_back_with_all_its_parts(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Is it leather?")
    async with database.session() as session:
        await service.add_message(session, shop.id, begun.id, ANSWER)
    async with database.session() as session:
        stored = (await service.messages(session, shop.id, begun.id))[-1]
    assert stored.body == ANSWER.body


async def test_the_assistant_is_silent_once_a_person_has_the_word(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor
) -> None:
    begun = await opened("Is it leather?")
    async with database.session() as session:
        await service.take_over(session, shop.id, begun.id, claire)
    with pytest.raises(NotYourTurn):
        async with database.session() as session:
            await service.add_message(session, shop.id, begun.id, ANSWER)


async def test_only_who_took_the_conversation_replies(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, bruno: Actor
) -> None:
    begun = await opened("Hello")
    with pytest.raises(WrongState, match="Take the conversation over"):
        async with database.session() as session:
            await service.reply(session, shop.id, begun.id, claire, "Good evening.")
    async with database.session() as session:
        await service.take_over(session, shop.id, begun.id, claire)
        sent = await service.reply(session, shop.id, begun.id, claire, "Good evening.")
    assert (sent.author, sent.author_name) == ("staff", "Claire Martin")
    with pytest.raises(AlreadyTaken, match="Claire Martin"):
        async with database.session() as session:
            await service.reply(session, shop.id, begun.id, bruno, "Good evening.")


async def test_notes_are_kept_from_the_customer(
    database: Database, shop: Shop, opened: OpenConversation, bruno: Actor
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.add_note(session, shop.id, begun.id, bruno, "A regular.")
        assert [m.kind for m in await service.messages(session, shop.id, begun.id)] == ["message", "note"]
        assert [m.kind for m in await service.messages(session, shop.id, begun.id, notes=False)] == ["message"]
        assert (await service.conversation(session, shop.id, begun.id)).preview == "Hello"


async def test_unread_counts_fall_when_read(database: Database, shop: Shop, opened: OpenConversation) -> None:
    begun = await opened("One", "Two")
    assert begun.unread_staff == 2
    async with database.session() as session:
        await service.add_message(session, shop.id, begun.id, ANSWER)
        await service.mark_read(session, shop.id, begun.id, "staff")
        after = await service.conversation(session, shop.id, begun.id)
    assert (after.unread_staff, after.unread_customer) == (0, 1)


@pytest.mark.parametrize(("text", "error"), [("  ", Invalid), ("x" * 4001, TooLarge)])
async def test_unusable_text_is_refused(
    database: Database, shop: Shop, opened: OpenConversation, text: str, error: type[Exception]
) -> None:
    begun = await opened()
    with pytest.raises(error):
        async with database.session() as session:
            await service.receive(session, shop.id, begun.id, text, "en")


async def test_another_shop_sees_nothing(database: Database, shop: Shop, opened: OpenConversation) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        assert await service.messages(session, "shp_other", begun.id) == []
        with pytest.raises(NotFound):
            await service.conversation(session, "shp_other", begun.id)


async def test_live_readers_hear_of_messages_and_typing(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened()
    listener = await hearing(Listener(database.url))
    try:
        async with listener.subscribe(f"conversation:{begun.id}") as heard:
            async with database.session() as session:
                await service.typing(session, shop.id, begun.id, "staff", "Claire")
                received = await service.receive(session, shop.id, begun.id, "Hello", "en")
            notices = [await asyncio.wait_for(heard.get(), 5) for _ in range(2)]
    finally:
        await listener.stop()
    assert notices == [{"kind": "typing", "author": "staff", "name": "Claire"}, message_notice(received.message)]


async def test_a_customer_who_writes_again_wakes_the_assistant(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, packet: HandOffPacket
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.hand_over(session, shop.id, begun.id, packet)
        await service.take_over(session, shop.id, begun.id, claire)
        await service.close(session, shop.id, begun.id, claire)
        received = await service.receive(session, shop.id, begun.id, "One more thing", "en")
    assert received.conversation.status == "assistant" and received.assistant_answers
