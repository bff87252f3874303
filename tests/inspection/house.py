"""A shop with part of Maison Aurelle, its people, and conversations that were held at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.assistant.service import Assistant
from mercery.catalog import service as catalog
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.demo.catalogue import demo_products
from mercery.demo.rules import demo_policies
from mercery.policies import service as policies

OPENED = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
HUGO = Actor(kind="staff", id="stf_hugo", name="Hugo Petit")


async def open_aurelle(database: Database, *, slug: str = "aurelle") -> Shop:
    """Two bags and the policies, known since the shop was opened."""
    with clock.at(OPENED):
        async with database.session() as session:
            shop = await accounts.create_shop(
                session, slug=slug, name=Words("Maison Aurelle"), currency="EUR", timezone="Europe/Paris",
                holdouts={"assistant": 0.0}, assistant_name=Words("Aurelle", "Aurelle"),
            )  # fmt: skip
            sold = [
                one.product
                for one in demo_products(OPENED.date())
                if one.product.title.en in ("Saddle Bag", "Work Tote")
            ]
            await catalog.apply_drafts(session, shop, sold, SYSTEM)
            await policies.record_policies(session, shop.id, SYSTEM, demo_policies(OPENED), reason="test")
    return shop


@dataclass
class Talks:
    """Holds conversations in the shop."""

    database: Database
    shop: Shop

    async def with_person(
        self,
        said: Sequence[tuple[str, str]],
        *,
        at: datetime,
        lang: Lang = "en",
        who: Actor = HUGO,
        visitor: str = "vis_1",
        product: str = "",
        close: bool = True,
        pause: timedelta = timedelta(seconds=30),
    ) -> Conversation:
        """`said`: ("customer" or "staff", words), one after the other, `pause` apart; a person has it from the start."""
        async with self.database.session() as session:
            with clock.at(at):
                context = {"product_id": product} if product else {}
                talk = await conversations.open_or_resume(
                    session, self.shop.id, visitor, channel="messenger", thread=visitor, lang=lang, context=context
                )
                await conversations.ask_for_person(session, self.shop.id, talk.id)
                await conversations.take_over(session, self.shop.id, talk.id, who)
            for place, (author, words) in enumerate(said, start=1):
                with clock.at(at + pause * place):
                    if author == "customer":
                        await conversations.receive(session, self.shop.id, talk.id, words, lang)
                    else:
                        await conversations.reply(session, self.shop.id, talk.id, who, words)
            if close:
                with clock.at(at + pause * (len(said) + 1)):
                    await conversations.close(session, self.shop.id, talk.id, who)
            return await conversations.conversation(session, self.shop.id, talk.id)

    async def with_assistant(
        self,
        questions: Sequence[str],
        *,
        at: datetime,
        lang: Lang = "en",
        visitor: str = "vis_1",
        channel: str = "storefront",
    ) -> Conversation:
        """Each question answered by the real assistant at its moment."""
        with clock.at(at):
            async with self.database.session() as session:
                talk = await conversations.open_or_resume(session, self.shop.id, visitor, channel=channel, lang=lang)
        for place, words in enumerate(questions, start=1):
            with clock.at(at + timedelta(seconds=40 * place)):
                turn = Assistant(self.database).respond(
                    shop=self.shop, conversation=talk, text=words, lang=lang, context={}
                )
                async for _ in turn:
                    pass
        async with self.database.session() as session:
            return await conversations.conversation(session, self.shop.id, talk.id)
