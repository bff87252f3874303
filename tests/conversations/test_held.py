"""What a transaction has locked it does not ask for again, and what it no longer holds it does."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import event, text
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


async def test_a_conversation_that_is_held_is_asked_for_once(
    database: Database, shop: Shop, opened: OpenConversation
) -> None:
    begun = await opened("Hello")
    asked: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    async with database.session() as session:
        await service.hold(session, shop.id, begun.id)
        await service.hold(session, shop.id, begun.id)
        assert (await service.conversation(session, shop.id, begun.id)).id == begun.id
        assert await repository.conversation_row(session, "shp_other", begun.id, lock=True) is None
    assert len(asked) == 1


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
