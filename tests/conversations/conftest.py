"""Builders for conversations: a shop, people, a customer's conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from mercery.accounts.actor import Actor
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.conversations import service
from mercery.conversations.conversation import Conversation, HandOffPacket
from mercery.core.database import Database
from mercery.core.i18n import Words

OpenConversation = Callable[..., Awaitable[Conversation]]


@pytest.fixture
def claire() -> Actor:
    """A person who answers customers."""
    return Actor(kind="staff", id="stf_claire", name="Claire Martin")


@pytest.fixture
def bruno() -> Actor:
    """Another one."""
    return Actor(kind="staff", id="stf_bruno", name="Bruno Keller")


@pytest.fixture
def packet() -> HandOffPacket:
    """What the assistant leaves for a person."""
    return HandOffPacket(
        wants="Full refund, €2,150",
        why="Above the €300 the assistant may refund.",
        asked=("The strap broke after five months.", "I would like my money back."),
        offered=("Free new strap",),
        refused=("Repair",),
        may=("Refund up to €2,500",),
        context={"product_id": "prd_heure"},
    )


@pytest.fixture
async def shop(database: Database) -> Shop:
    """A shop in the test's database."""
    async with database.session() as session:
        return await create_shop(session, slug="aurelle", name=Words("Maison Aurelle", "奥黛尔"), currency="EUR")


@pytest.fixture
def opened(database: Database, shop: Shop) -> OpenConversation:
    """`await opened("first question")`: a conversation of visitor `vis_1` holding these customer's messages."""

    async def build(*texts: str, visitor: str = "vis_1", channel: str = "storefront") -> Conversation:
        async with database.session() as session:
            begun = await service.open_or_resume(session, shop.id, visitor, channel=channel, lang="en")
            for text in texts:
                await service.receive(session, shop.id, begun.id, text, "en")
            return await service.conversation(session, shop.id, begun.id)

    return build
