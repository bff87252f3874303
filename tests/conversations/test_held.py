"""What a transaction has locked it does not ask for again, and what it no longer holds it does."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.conversations import repository, service
from mercery.conversations.conversation import Conversation
from mercery.core.database import Database

OpenConversation = Callable[..., Awaitable[Conversation]]
TAKEN = "UPDATE conversations SET status = 'person'"


async def locked(session: AsyncSession, shop: Shop, begun: Conversation) -> str:
    row = await repository.conversation_row(session, shop.id, begun.id, lock=True)
    assert row is not None
    return row.status


async def test_a_conversation_that_is_held_is_not_asked_for_again(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.hold(session, shop.id, begun.id)
        # Nobody else can change it, so what it is now is what was read; its own hand is bound to show that it is not asked.
        await session.execute(text("UPDATE conversations SET subject = 'not asked for'"))
        await service.hold(session, shop.id, begun.id)
        assert (await service.conversation(session, shop.id, begun.id)).subject == begun.subject
        assert await repository.conversation_row(session, "shp_other", begun.id, lock=True) is None


async def test_what_is_asked_with_the_lock_is_what_stands_once_it_is_had(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.hold(session, shop.id, begun.id)
        async with database.session() as other:
            waiting = asyncio.create_task(service.receive(other, shop.id, begun.id, "Hello?", "en", client_key="once"))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            first = await service.receive(session, shop.id, begun.id, "Hello?", "en", client_key="once")
            await session.commit()
            second = await waiting
    assert (first.fresh, second.fresh) == (True, False)
    assert second.message.id == first.message.id


async def test_an_object_the_session_has_is_brought_up_to_date_by_the_lock(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        read = await repository.conversation_row(session, shop.id, begun.id)
        async with database.session() as other:
            await other.execute(text(TAKEN))
        held = await repository.conversation_row(session, shop.id, begun.id, lock=True)
        assert held is not None and held is read
        assert held.status == "person"
        held.status = "closed"
    async with database.session() as session:
        assert (await service.conversation(session, shop.id, begun.id)).status == "closed"


async def test_one_that_is_only_read_is_locked_as_it_is_by_then(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        assert (await service.conversation(session, shop.id, begun.id)).status == "assistant"
        async with database.session() as other:
            await other.execute(text(TAKEN))
        assert await locked(session, shop, begun) == "person"


async def test_the_next_transaction_of_a_session_asks_anew(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    async with AsyncSession(database.engine, expire_on_commit=False) as session:
        assert await locked(session, shop, begun) == "assistant"
        await session.commit()
        async with database.session() as other:
            await other.execute(text(TAKEN))
        assert await locked(session, shop, begun) == "person"


async def test_a_savepoint_that_is_taken_back_lets_go(database: Database, shop: Shop, opened: OpenConversation) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        async with session.begin_nested() as savepoint:
            assert await locked(session, shop, begun) == "assistant"
            await savepoint.rollback()
        async with asyncio.timeout(5), database.session() as other:
            await other.execute(text(TAKEN))
        assert await locked(session, shop, begun) == "person"


async def test_what_a_savepoint_changed_and_took_back_is_read_again(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        assert await locked(session, shop, begun) == "assistant"
        async with session.begin_nested() as savepoint:
            row = await repository.conversation_row(session, shop.id, begun.id, lock=True)
            assert row is not None
            row.status = "person"
            await session.flush()
            await savepoint.rollback()
        assert await locked(session, shop, begun) == "assistant"
