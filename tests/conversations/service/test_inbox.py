"""The inbox sorts by who needs a person most."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import Conversation, HandOffPacket
from mercery.core import clock
from mercery.core.database import Database

OpenConversation = Callable[..., Awaitable[Conversation]]


async def test_segments_count_and_order(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, packet: HandOffPacket
) -> None:
    moment = clock.now()
    waiting = []
    for minute, visitor in enumerate(("first", "second")):
        with clock.at(moment + timedelta(minutes=minute)):
            begun = await opened("Help", visitor=visitor)
            async with database.session() as session:
                await service.hand_over(session, shop.id, begun.id, packet)
            waiting.append(begun.id)
    await opened("Hello", visitor="third")
    await opened(visitor="silent")
    async with database.session() as session:
        page = await service.inbox(session, shop.id, "waiting", claire.id)
    assert [conversation.id for conversation in page.conversations] == waiting
    assert page.counts == {"waiting": 2, "assistant": 1, "mine": 0, "staff": 0, "closed": 0}


async def test_mine_is_what_i_took(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, bruno: Actor
) -> None:
    begun = await opened("Help")
    async with database.session() as session:
        await service.take_over(session, shop.id, begun.id, claire)
        mine = await service.inbox(session, shop.id, "mine", claire.id)
        others = await service.inbox(session, shop.id, "mine", bruno.id)
    assert (mine.total, others.total) == (1, 0)


async def test_duty_ends_by_absence_or_by_switch(database: Database, shop: Shop, claire: Actor, bruno: Actor) -> None:
    async with database.session() as session:
        await service.seen(session, shop.id, claire)
        await service.seen(session, shop.id, bruno)
        await service.set_duty(session, shop.id, bruno, False)
        await service.seen(session, shop.id, bruno)
        assert [person.name for person in await service.on_duty(session, shop.id)] == ["Claire Martin"]
        with clock.at(clock.now() + timedelta(minutes=2)):
            assert await service.on_duty(session, shop.id) == []
