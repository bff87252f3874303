"""Puts a show's director together with everything it needs. Loaded when the first show is directed.

The assistant comes after the first picture: it takes longest to load, and is needed when somebody asks something."""

from __future__ import annotations

import asyncio
import importlib
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.ai.speech.choosing import show_voice
from mercery.ai.speech.counting import Counting
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.logging import get_logger
from mercery.livestream.comments.comment import Answered, Comment
from mercery.livestream.director.air import Air
from mercery.livestream.director.direction import Direction
from mercery.livestream.director.engines import EngineProcesses
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.ingest.handle import IngestHandle
from mercery.livestream.order.programme import ShowProgramme
from mercery.livestream.pronunciations import SayingNames, said_words
from mercery.livestream.show import Item, Show

log = get_logger(__name__)


class Sayings(ShowProgramme):
    """The sentences of the show. How names are said is looked up with the running order."""

    def __init__(self, database: Database, show: Show, names: SayingNames) -> None:
        super().__init__(database, show)
        self._base, self._shop_id, self._names = database, show.shop_id, names

    async def items(self) -> tuple[Item, ...]:
        """The running order."""
        async with self._base.session() as session:
            self._names.said = await said_words(session, self._shop_id)
        return await super().items()


class Viewers:
    """`doors.Commentary` of a real show."""

    def __init__(self, database: Database, shop: Shop, show: Show, ready: asyncio.Event) -> None:
        self._database, self._shop, self._show, self._ready = database, shop, show, ready
        self.air: Air | None = None
        self._warm = False

    async def next(self, wanted: str = "") -> Comment | None:
        """The comment that is answered next."""
        await self._ready.wait()
        from mercery.livestream.comments import service as comments

        if not self._warm:
            self._warm = True
            await self._warm_up()
            if self.air is not None:
                self.air.answers_ready = True
        async with self._database.session() as session:
            return await comments.next_to_answer(session, self._show.id, first=wanted)

    async def _warm_up(self) -> None:
        from mercery.livestream.comments import answering

        try:
            await answering.warm(self._database, self._shop, self._show.lang)
        except Exception as error:
            # The first answer takes longer then.
            log.warning("live_not_warm", show=self._show.id, error=type(error).__name__)

    async def answer(self, comment: Comment) -> Answered:
        """Its answer, stored already."""
        from mercery.livestream.comments import answering

        on_counter = self.air.product_id if self.air is not None else ""
        return await answering.answer(self._database, self._shop, self._show, comment, on_counter=on_counter)

    async def speaking(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer is heard from now on."""
        from mercery.livestream.comments import service as comments

        await comments.speaking(session, comment_id, at)

    async def said(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer was said to the end."""
        from mercery.livestream.comments import service as comments

        await comments.said(session, comment_id, at)

    async def unspoken(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer stays written only."""
        from mercery.livestream.comments import service as comments

        await comments.not_spoken(session, comment_id, at)


async def direction(
    show: Show,
    database: Database,
    listener: Listener,
    me: str,
    ready: asyncio.Event,
    ingest: IngestHandle | None = None,
) -> Direction:
    """The director of the show, ready to run. `ready`: set once the assistant is loaded; comments wait for it."""
    async with database.session() as session:
        shop = await accounts.shop(session, show.shop_id)
    counting = Counting(show_voice())
    voice = SayingNames(counting)
    programme, viewers = Sayings(database, show, voice), Viewers(database, shop, show, ready)
    made = Direction(
        show, shop, database, listener, me,
        programme=programme, commentary=viewers, engines=EngineProcesses(database, shop), voicing=Voicing(voice, counting), ingest=ingest,
    )  # fmt: skip
    viewers.air = made.air
    return made


def load_assistant() -> None:
    """Everything answers need."""
    for name in ("answering", "service"):
        importlib.import_module(f"mercery.livestream.comments.{name}")
