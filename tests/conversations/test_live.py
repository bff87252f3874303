"""Live readers get everything in the order it happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conversations.conftest import OpenConversation
from tests.hearing import hearing

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.live import customer_events
from mercery.conversations.notices import next_message, says_nothing_new, without_message
from mercery.conversations.wire import message_out
from mercery.core.database import Database, Json
from mercery.core.events import Listener


@pytest.fixture
async def listener(database: Database) -> AsyncIterator[Listener]:
    made = await hearing(Listener(database.url))
    yield made
    await made.stop()


async def test_writing_is_told_after_what_was_said_before_it_however_late_the_reader_is(
    database: Database, shop: Shop, listener: Listener, opened: OpenConversation
) -> None:
    conversation = await opened()
    reader = customer_events(database, listener, shop.id, conversation.id, 0)
    names = [(await anext(reader)).event]
    async with database.session() as session:
        await service.receive(session, shop.id, conversation.id, "Hello", "en")
    assert (await anext(reader)).event == "message"
    async with database.session() as session:
        await service.receive(session, shop.id, conversation.id, "Is it leather?", "en")
    async with database.session() as session:
        await service.typing(session, shop.id, conversation.id, "staff", "Claire")
    await asyncio.sleep(0.3)
    names += [(await anext(reader)).event, (await anext(reader)).event]
    assert names == ["state", "message", "typing"]


async def test_a_message_that_comes_with_its_notice_is_not_asked_for_and_comes_as_it_is_stored(
    database: Database, shop: Shop, listener: Listener, opened: OpenConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await opened()
    reader = customer_events(database, listener, shop.id, conversation.id, 0)
    await anext(reader)
    async with database.session() as session:
        await service.receive(session, shop.id, conversation.id, "Is it waterproof?", "en")
    stored = await anext(reader)

    async def not_asked(*_: object, **__: object) -> None:
        raise AssertionError("asked")

    told = asyncio.ensure_future(anext(reader))
    await asyncio.sleep(0.1)
    with monkeypatch.context() as patched:
        patched.setattr(service, "messages", not_asked)
        async with database.session() as session:
            await service.receive(session, shop.id, conversation.id, "防水吗？", "zh")
        brought = await told
    async with database.session() as session:
        kept = await service.messages(session, shop.id, conversation.id)
    assert [(one.event, one.data, one.id) for one in (stored, brought)] == [
        ("message", message_out(one), str(one.seq)) for one in kept
    ]


async def test_what_has_no_room_in_a_notice_and_what_comes_after_a_note_is_read_from_the_database(
    database: Database, shop: Shop, listener: Listener, opened: OpenConversation, claire: Actor
) -> None:
    conversation = await opened()
    reader = customer_events(database, listener, shop.id, conversation.id, 0)
    told = [(await anext(reader)).event]
    said = ["很" * 3_000, "And this?"]
    for text in said:
        async with database.session() as session:
            await service.receive(session, shop.id, conversation.id, text, "zh")
        async with database.session() as session:
            await service.add_note(session, shop.id, conversation.id, claire, "For us alone.")
    told += [str(dict(event.data)["text"]) for event in (await anext(reader), await anext(reader))]  # type: ignore[call-overload]
    assert told == ["state", *said]


@given(seq=st.integers(1, 9), after=st.integers(0, 9), carries=st.booleans())
def test_a_notice_brings_the_next_message_alone_and_is_passed_over_where_it_is_known(
    seq: int, after: int, carries: bool
) -> None:
    notice: Json = {"kind": "message", "seq": seq, **({"message": {"seq": seq}} if carries else {})}
    brought = next_message(notice, after)
    assert (brought is not None) == (carries and seq == after + 1)
    assert says_nothing_new(notice, after) == (seq <= after)
    assert without_message(notice) == {"kind": "message", "seq": seq}
