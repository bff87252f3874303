"""What a customer who waits is told, and who has the conversation when a person walks away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.conversations.conftest import OpenConversation

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import AlreadyTaken, HandOffPacket
from mercery.conversations.service.duty import OnDuty
from mercery.conversations.service.waiting import truth
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.policies.policy import Policy, Scalar

EVENING = datetime(2026, 11, 22, 21, 14, tzinfo=UTC)
"""22:14 in Paris."""


def contact(**values: Scalar) -> Policy:
    return Policy(
        id="pol_1", key="contact", topic="contact", title=Words("A person", "人工服务"),
        statement=Words("We answer from 9:00 to 21:00, Paris time.", "巴黎时间 9:00 至 21:00 为您服务。"), values=values,
        regions=(), valid_from=EVENING - timedelta(days=9), valid_to=None, version=1, recorded_at=EVENING,
        recorded_by="Claire", reason="",
    )  # fmt: skip


def test_hours_are_told_in_the_shops_words_and_the_time_there_only_when_it_is_shut() -> None:
    hours = contact(**{"from": "9:00", "to": "21:00"})
    shut = truth([hours], (), EVENING, "Europe/Paris")
    assert shut.en == "We answer from 9:00 to 21:00, Paris time. It is 22:14 there now."
    assert shut.zh == "巴黎时间 9:00 至 21:00 为您服务。当地现在是 22:14。"
    assert truth([hours], (), EVENING - timedelta(hours=3), "Europe/Paris") == hours.statement


def test_who_is_there_is_named_and_without_hours_nothing_is_made_up() -> None:
    there = OnDuty(staff_id="stf_claire", name="Claire", seen_at=EVENING)
    assert truth([contact()], (there,), EVENING, "Europe/Paris") == Words(
        "Claire is at the desk now.", "Claire 现在在线。"
    )
    for values in ({}, {"from": "nine", "to": "21:00"}, {"from": "9:00", "to": "27:00"}):
        assert truth([contact(**values)], (), EVENING, "Europe/Paris") == Words("")


async def test_who_leaves_a_customer_waiting_loses_the_conversation(
    database: Database, shop: Shop, claire: Actor, bruno: Actor, packet: HandOffPacket, opened: OpenConversation
) -> None:
    begun = await opened("The strap broke")
    async with database.session() as session:
        await service.hand_over(session, shop.id, begun.id, packet)
        await service.seen(session, shop.id, claire)
        await service.take_over(session, shop.id, begun.id, claire)
        await service.reply(session, shop.id, begun.id, claire, "I will look into it.")
        await service.receive(session, shop.id, begun.id, "And?", "en")
    async with database.session() as session:
        with pytest.raises(AlreadyTaken, match="Claire"):
            await service.take_over(session, shop.id, begun.id, bruno)
        assert (await service.inbox(session, shop.id, "staff", bruno.id)).conversations[
            0
        ].assigned_name == "Claire Martin"
    later = clock.now() + timedelta(minutes=11)
    with clock.at(later):
        async with database.session() as session:
            page = await service.inbox(session, shop.id, "waiting", bruno.id)
            assert [one.id for one in page.conversations] == [begun.id] and page.counts["staff"] == 0
            taken = await service.take_over(session, shop.id, begun.id, bruno)
    assert (taken.status, taken.assigned_name) == ("person", "Bruno Keller")


async def test_who_is_still_there_keeps_it_however_long_the_answer_takes(
    database: Database, shop: Shop, claire: Actor, bruno: Actor, packet: HandOffPacket, opened: OpenConversation
) -> None:
    begun = await opened("The strap broke")
    async with database.session() as session:
        await service.hand_over(session, shop.id, begun.id, packet)
        await service.take_over(session, shop.id, begun.id, claire)
        await service.receive(session, shop.id, begun.id, "And?", "en")
    with clock.at(clock.now() + timedelta(minutes=30)):
        async with database.session() as session:
            await service.seen(session, shop.id, claire)
            with pytest.raises(AlreadyTaken):
                await service.take_over(session, shop.id, begun.id, bruno)
