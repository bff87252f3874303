"""Live readers get everything in the order it happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.conversations.conftest import OpenConversation

from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.live import customer_events
from mercery.core.database import Database
from mercery.core.events import Listener


@pytest.fixture
async def listener(database: Database) -> AsyncIterator[Listener]:
    made = Listener(database.url)
    made.start()
    await asyncio.sleep(0.5)
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
