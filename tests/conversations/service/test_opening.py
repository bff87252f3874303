"""A visitor keeps one conversation, and nobody else can read it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Forbidden

OpenConversation = Callable[..., Awaitable[Conversation]]


async def test_two_tabs_at_once_share_one_conversation(database: Database, shop: Shop) -> None:
    async def open_tab() -> str:
        async with database.session() as session:
            return (await service.open_or_resume(session, shop.id, "vis_1", channel="storefront", lang="en")).id

    assert len(set(await asyncio.gather(*(open_tab() for _ in range(6))))) == 1


async def test_context_grows_and_other_channels_are_apart(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        first = await service.open_or_resume(
            session, shop.id, "v", channel="storefront", lang="en", context={"page": "/en"}
        )
        again = await service.open_or_resume(
            session, shop.id, "v", channel="storefront", lang="en", context={"product_id": "prd_1"}
        )
        other = await service.open_or_resume(session, shop.id, "v", channel="widget", lang="en")
    assert again.id == first.id != other.id
    assert again.context == {"page": "/en", "product_id": "prd_1"}


async def test_an_old_or_closed_conversation_is_not_taken_up(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor
) -> None:
    begun = await opened("Hello")
    with clock.at(clock.now() + timedelta(days=31)):
        later = await opened("Hello again")
        async with database.session() as session:
            await service.close(session, shop.id, later.id, claire)
        latest = await opened("Hello once more")
    assert len({begun.id, later.id, latest.id}) == 3


async def test_the_cookie_opens_the_storefronts_conversation_only(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    mine = await opened("Hello")
    embedded = await opened("Hello", channel="widget")
    async with database.session() as session:
        assert (await service.for_customer(session, shop.id, mine.id, visitor_id="vis_1")).id == mine.id
        for conversation_id, visitor in ((mine.id, "vis_2"), (embedded.id, "vis_1"), (mine.id, "")):
            with pytest.raises(Forbidden):
                await service.for_customer(session, shop.id, conversation_id, visitor_id=visitor)


async def test_a_token_opens_one_conversation_and_is_stored_hashed(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    one, two = await opened("Hello", channel="widget"), await opened("Hello", channel="api")
    async with database.session() as session:
        token = await service.issue_token(session, shop.id, one.id)
    async with database.session() as session:
        assert (await service.for_customer(session, shop.id, one.id, token=token)).id == one.id
        with pytest.raises(Forbidden):
            await service.for_customer(session, shop.id, two.id, token=token)
        stored = await session.scalar(text("SELECT string_agg(to_jsonb(c)::text, '') FROM conversations c"))
    assert token not in str(stored)


async def test_a_new_token_ends_the_old_one(database: Database, shop: Shop, opened: OpenConversation) -> None:
    begun = await opened("Hello", channel="widget")
    async with database.session() as session:
        old = await service.issue_token(session, shop.id, begun.id)
        await service.issue_token(session, shop.id, begun.id)
        with pytest.raises(Forbidden):
            await service.for_customer(session, shop.id, begun.id, token=old)
