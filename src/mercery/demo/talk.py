"""Conversations of the demo shop's last days: written questions, answered by the real assistant at the time they were asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.shop import Shop
from mercery.assistant.service import Assistant
from mercery.conversations import channels
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.database import Database, Json
from mercery.core.i18n import Lang
from mercery.demo.reading import Node, content, rows

CLAIRE: Final = Actor(kind="staff", id="stf_demo_claire", name="Claire Martin")
STAFF: Final[Mapping[str, Actor]] = {
    "Claire": CLAIRE,
    "Hugo": Actor(kind="staff", id="stf_demo_hugo", name="Hugo Petit"),
}
_PAUSE: Final = timedelta(seconds=50)
_QUICK: Final = timedelta(seconds=25)
"""Between the steps of somebody of the staff who is there."""
_MESSENGER: Final = "Messenger"
_FILES: Final = ("conversations.yaml", "conversations_inspected.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTalk:
    """One conversation as written down."""

    visitor_id: str
    hours: float
    lang: Lang
    says: tuple[str, ...]
    page: str = ""
    name: str = ""
    channel: str = "storefront"
    person: bool = False
    note: str = ""
    staff: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """What the person writes last."""
    by: str = "Claire"
    wait: tuple[int, ...] = ()
    """Seconds before each reply of the person; where it is too short a list, the usual pause."""
    end: str = ""

    @property
    def person_who_writes(self) -> Actor:
        """Who of the staff it is."""
        return STAFF[self.by]


def demo_talks() -> tuple[DemoTalk, ...]:
    """All of them, oldest first."""
    nodes = [node for file in _FILES for node in rows(content(file)["conversations"])]
    return tuple(sorted((_talk(number, node) for number, node in enumerate(nodes)), key=lambda talk: -talk.hours))


def _talk(number: int, node: Node) -> DemoTalk:
    lines = {key: tuple(cast("list[str]", node.get(key, []))) for key in ("says", "staff", "then", "after", "wait")}
    rest = {key: value for key, value in node.items() if key not in lines and key != "visitor"}
    return DemoTalk(visitor_id=str(node.get("visitor") or f"vis_demo_{number:03d}"), **lines, **rest)  # type: ignore[arg-type]


async def hold_talks(session: AsyncSession, shop: Shop, products: Mapping[str, str], now: datetime) -> int:
    """Let every conversation happen, in the caller's transaction. `products` gives ids by key. Returns how many."""
    bridge = await channels.create_channel(session, shop.id, SYSTEM, name=_MESSENGER)
    stage = _Stage(session, shop, bridge.id, products)
    talks = demo_talks()
    for talk in talks:
        await stage.play(talk, now - timedelta(hours=talk.hours))
        if talk.channel == "messenger":
            with clock.at(now - timedelta(hours=talk.hours)):
                await channels.note_use(session, bridge)
    return len(talks)


class OneTransaction(Database):
    """A Database whose sessions are all the one transaction of the seed, so that the seed stays whole or undone."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A part of the transaction."""
        async with self._session.begin_nested():
            yield self._session


class _Stage:
    def __init__(self, session: AsyncSession, shop: Shop, messenger: str, products: Mapping[str, str]) -> None:
        self._session, self._shop, self._messenger, self._products = session, shop, messenger, products
        self._assistant = Assistant(OneTransaction(session))
        self._at = clock.now()

    async def play(self, talk: DemoTalk, begins: datetime) -> None:
        """One conversation from its first word to where it stands now."""
        self._at = begins
        with clock.at(begins):
            current = await self._open(talk)
        for text in talk.says:
            await self._customer(current, talk, text)
        session, shop = self._session, self._shop.id
        if talk.person:
            with clock.at(self._later(_QUICK)):
                await conversations.ask_for_person(session, shop, current.id)
        if talk.staff:
            with clock.at(self._later(_QUICK)):
                await conversations.take_over(session, shop, current.id, talk.person_who_writes)
                if talk.note:
                    await conversations.add_note(session, shop, current.id, talk.person_who_writes, talk.note)
        for place, text in enumerate(talk.staff):
            await self._staff(current, talk, text, talk.wait[place] if place < len(talk.wait) else 0)
        for text in talk.then:
            await self._customer(current, talk, text)
        for text in talk.after:
            await self._staff(current, talk, text)
        await self._end(talk, current)

    async def _staff(self, current: Conversation, talk: DemoTalk, text: str, seconds: int = 0) -> None:
        with clock.at(self._later(max(_QUICK, timedelta(seconds=seconds)))):
            await conversations.reply(self._session, self._shop.id, current.id, talk.person_who_writes, text)

    async def _open(self, talk: DemoTalk) -> Conversation:
        channel = self._messenger if talk.channel == "messenger" else talk.channel
        context: Json = {}
        if talk.page:
            context = {"page": f"/{talk.lang}/p/{talk.page}", "product_id": self._products[talk.page]}
        begun = await conversations.open_or_resume(
            self._session,
            self._shop.id,
            talk.visitor_id,
            channel=channel,
            lang=talk.lang,
            context=context,
            thread=talk.visitor_id if channel == self._messenger else "",
        )
        return await conversations.name_customer(self._session, self._shop.id, begun.id, name=talk.name)

    async def _customer(self, current: Conversation, talk: DemoTalk, text: str) -> None:
        with clock.at(self._later()):
            turn = self._assistant.respond(shop=self._shop, conversation=current, text=text, lang=talk.lang, context={})
            async for _ in turn:
                pass

    async def _end(self, talk: DemoTalk, current: Conversation) -> None:
        with clock.at(self._later()):
            if talk.end == "closed":
                await conversations.close(self._session, self._shop.id, current.id, talk.person_who_writes)
            elif talk.end == "back":
                await conversations.hand_back(self._session, self._shop.id, current.id, talk.person_who_writes)
        if talk.end or talk.staff:
            await conversations.mark_read(self._session, self._shop.id, current.id, "staff")

    def _later(self, pause: timedelta = _PAUSE) -> datetime:
        self._at += pause
        return self._at
