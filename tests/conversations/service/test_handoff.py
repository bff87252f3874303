"""Hand-over and back: nothing is lost and two people never answer at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import AlreadyTaken, Conversation, HandOffPacket, WrongState
from mercery.core.database import Database
from mercery.core.errors import Conflict

OpenConversation = Callable[..., Awaitable[Conversation]]


async def test_hand_over_keeps_the_packet_and_every_message(
    database: Database, shop: Shop, opened: OpenConversation, packet: HandOffPacket
) -> None:
    begun = await opened("The strap broke.", "I would like my money back.")
    async with database.session() as session:
        await service.hand_over(session, shop.id, begun.id, packet)
    async with database.session() as session:
        waiting = await service.conversation(session, shop.id, begun.id)
        stored = await service.messages(session, shop.id, begun.id)
    assert waiting.packet == packet and waiting.status == "waiting" and waiting.waiting_since is not None
    assert [(m.kind, m.body.status) for m in stored] == [("message", None), ("message", None), ("status", "waiting")]


async def test_of_two_people_at_once_the_second_is_told_who_has_it(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, bruno: Actor
) -> None:
    begun = await opened("Hello")

    async def take(who: Actor) -> Conversation | AlreadyTaken:
        try:
            async with database.session() as session:
                return await service.take_over(session, shop.id, begun.id, who, seen_version=begun.version)
        except AlreadyTaken as error:
            return error

    results = await asyncio.gather(take(claire), take(bruno))
    (winner,) = [result for result in results if isinstance(result, Conversation)]
    (refusal,) = [result for result in results if isinstance(result, AlreadyTaken)]
    assert winner.assigned_name in refusal.message
    async with database.session() as session:
        assert (await service.conversation(session, shop.id, begun.id)).assigned_to == winner.assigned_to


async def test_taking_twice_changes_nothing(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        first = await service.take_over(session, shop.id, begun.id, claire, seen_version=begun.version)
        assert await service.take_over(session, shop.id, begun.id, claire, seen_version=begun.version) == first


async def test_a_page_that_is_out_of_date_cannot_close(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, packet: HandOffPacket
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.hand_over(session, shop.id, begun.id, packet)
    with pytest.raises(Conflict, match="changed since"):
        async with database.session() as session:
            await service.close(session, shop.id, begun.id, claire, seen_version=begun.version)


async def test_another_persons_conversation_is_left_alone(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, bruno: Actor
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.take_over(session, shop.id, begun.id, claire)
    with pytest.raises(AlreadyTaken, match="Claire Martin"):
        async with database.session() as session:
            await service.hand_back(session, shop.id, begun.id, bruno)


async def test_back_and_closed_and_open_again(
    database: Database, shop: Shop, opened: OpenConversation, claire: Actor, bruno: Actor
) -> None:
    begun = await opened("Hello")
    async with database.session() as session:
        await service.take_over(session, shop.id, begun.id, claire)
        back = await service.hand_back(session, shop.id, begun.id, claire)
        assert (back.status, back.assigned_to) == ("assistant", None)
        closed = await service.close(session, shop.id, begun.id, claire)
        assert closed.closed_at is not None and closed.unread_staff == 0
        reopened = await service.reopen(session, shop.id, begun.id, bruno)
        assert (reopened.status, reopened.assigned_name, reopened.closed_at) == ("person", "Bruno Keller", None)
        with pytest.raises(WrongState):
            await service.reopen(session, shop.id, begun.id, bruno)


async def test_status_messages_speak_the_customers_language(database: Database, shop: Shop, claire: Actor) -> None:
    async with database.session() as session:
        begun = await service.open_or_resume(session, shop.id, "vis_zh", channel="storefront", lang="zh")
        await service.receive(session, shop.id, begun.id, "能退吗？", "zh")
        await service.take_over(session, shop.id, begun.id, claire)
        stored = await service.messages(session, shop.id, begun.id)
    assert stored[-1].text == "Claire Martin 已接入对话。"
