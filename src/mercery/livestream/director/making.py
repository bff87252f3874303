"""Puts a show's director together with everything it needs. Loaded when the first show is directed: it brings the assistant."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.ai.speech.choosing import speech_voice
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.livestream.comments import answering
from mercery.livestream.comments import service as comments
from mercery.livestream.comments.comment import Answered, Comment
from mercery.livestream.director.air import Air
from mercery.livestream.director.direction import Direction
from mercery.livestream.director.engines import EngineProcesses
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.order.programme import ShowProgramme
from mercery.livestream.pronunciations import SayingNames, said_words
from mercery.livestream.show import Item, Show


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

    def __init__(self, database: Database, shop: Shop, show: Show) -> None:
        self._database, self._shop, self._show = database, shop, show
        self.air: Air | None = None

    async def next(self, wanted: str = "") -> Comment | None:
        """The comment that is answered next."""
        async with self._database.session() as session:
            return await comments.next_to_answer(session, self._show.id, first=wanted)

    async def answer(self, comment: Comment) -> Answered:
        """Its answer, stored already."""
        on_counter = self.air.product_id if self.air is not None else ""
        return await answering.answer(self._database, self._shop, self._show, comment, on_counter=on_counter)

    async def speaking(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer is heard from now on."""
        await comments.speaking(session, comment_id, at)

    async def said(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer was said to the end."""
        await comments.said(session, comment_id, at)

    async def unspoken(self, session: AsyncSession, comment_id: str, at: datetime) -> None:
        """Its answer stays written only."""
        await comments.not_spoken(session, comment_id, at)


async def direction(show: Show, database: Database, listener: Listener, me: str) -> Direction:
    """The director of the show, ready to run."""
    async with database.session() as session:
        shop = await accounts.shop(session, show.shop_id)
    voice = SayingNames(speech_voice())
    programme, viewers = Sayings(database, show, voice), Viewers(database, shop, show)
    made = Direction(
        show, shop, database, listener, me,
        programme=programme, commentary=viewers, engines=EngineProcesses(database, shop), voicing=Voicing(voice),
    )  # fmt: skip
    viewers.air = made.air
    return made
