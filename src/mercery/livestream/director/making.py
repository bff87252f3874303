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
from mercery.livestream.director.direction import Direction
from mercery.livestream.director.engines import EngineProcesses
from mercery.livestream.director.script import Script
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.pronunciations import SayingNames
from mercery.livestream.show import Show


class Viewers:
    """`doors.Commentary` of a real show."""

    def __init__(self, database: Database, shop: Shop, show: Show) -> None:
        self._database, self._shop, self._show = database, shop, show
        self.script: Script | None = None

    async def next(self, wanted: str = "") -> Comment | None:
        """The comment that is answered next."""
        async with self._database.session() as session:
            return await comments.next_to_answer(session, self._show.id, first=wanted)

    async def answer(self, comment: Comment) -> Answered:
        """Its answer, stored already."""
        air = self.script.air if self.script is not None else None
        on_counter = air.product_id if air is not None else ""
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
    script, viewers = Script(database, shop, show, names=voice), Viewers(database, shop, show)
    made = Direction(
        show, shop, database, listener, me,
        programme=script, commentary=viewers, engines=EngineProcesses(database, shop), voicing=Voicing(voice),
    )  # fmt: skip
    script.air, viewers.script = made.air, script
    return made
