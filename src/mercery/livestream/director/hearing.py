"""Hears the engine: lines that began and ended are kept, what it lost is given back, and that it lives is watched."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Database
from mercery.core.ids import new_id
from mercery.core.logging import get_logger
from mercery.livestream.comments.wording import set_phrase
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air, Handed
from mercery.livestream.director.doors import Commentary
from mercery.livestream.director.memory import remember
from mercery.livestream.engine.protocol import Beat, Began, Ended, FromEngine, Refused
from mercery.livestream.order.leaving import Leave, left_over, said_of

log = get_logger(__name__)
LOST_S: Final = 4.0
"""A line the engine knows nothing of for so long was lost."""
_MOST_UNWRITTEN: Final = 2_000
_AGAIN_S: Final = 1.0
_LAST_S: Final = 1.0
"""Most that is waited for a write that was begun when the director parts."""
Write = Callable[[AsyncSession], Awaitable[None]]


@dataclass(slots=True)
class _Row:
    """The row of a line, as soon as it is written: its end is written behind it."""

    id: int = 0


class Hearing:
    """The director's ear. Nothing in it waits for the database: what could not be written is written later, in its order."""

    def __init__(self, air: Air, commentary: Commentary, database: Database) -> None:
        self._air, self._commentary, self._database = air, commentary, database
        self._unwritten: deque[Write] = deque(maxlen=_MOST_UNWRITTEN)
        self._rows: dict[str, _Row] = {}
        self._waiting = asyncio.Event()
        self._writing = asyncio.Lock()

    def hear(self, message: FromEngine) -> None:
        """Take in what the engine told."""
        if isinstance(message, Began):
            self._began(message)
        elif isinstance(message, Ended):
            self._ended(message)
        elif isinstance(message, Beat):
            self._beat(message)
        elif isinstance(message, Refused):
            log.warning("live_engine_refused", show=self._air.show.id, of=message.of, problem=message.problem)
            if message.of == "say" and (one := self._air.handed.pop(message.id, None)) is not None:
                self._unheard(one)
        self._air.nudge()

    async def keep(self) -> None:
        """Write what is heard, soon after it is heard, for ever."""
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            try:
                await self.write()
            except Exception as error:
                log.warning("live_not_kept_yet", show=self._air.show.id, error=type(error).__name__)
                await asyncio.sleep(_AGAIN_S)
                self._waiting.set()

    async def write(self) -> int:
        """Write what was heard; how many writes. What fails stays, and everything after it.

        Cancelled, the write that was begun is brought to its end all the same: it might be kept and yet be thought unwritten.
        """
        done = 0
        async with self._writing:
            while self._unwritten:
                begun = asyncio.create_task(self._write_one(self._unwritten[0]))
                try:
                    await asyncio.shield(begun)
                except asyncio.CancelledError:
                    await asyncio.wait([begun], timeout=_LAST_S)
                    begun.cancel()
                    raise
                done += 1
        return done

    async def _write_one(self, write: Write) -> None:
        try:
            async with self._database.session() as session:
                await write(session)
        except (DataError, IntegrityError) as error:
            # It is refused for what it says, and would be for ever; what comes after it is not lost for that.
            log.error("live_not_kept_ever", show=self._air.show.id, error=type(error).__name__)
        if self._unwritten and self._unwritten[0] is write:
            self._unwritten.popleft()

    def lost_engine(self) -> None:
        """The engine is gone: what had not begun is said by the next one, what was being said was cut off."""
        air = self._air
        moment = datetime.now(UTC)
        back = [one.line for one in air.handed.values() if one.began is None and (one.wanted or not one.withdrawn)]
        for one in air.handed.values():
            if one.began is not None:
                self._keep_end(one, moment, cut=True)
        air.handed.clear()
        air.waiting.give_back(back)
        air.engine, air.beat = None, None

    def _began(self, message: Began) -> None:
        air = self._air
        one = air.handed.get(message.id)
        if one is None or one.began is not None:
            return
        at = datetime.fromtimestamp(message.at, UTC)
        one.began = time.monotonic() - max(0.0, min(time.time() - message.at, one.seconds))
        air.said.add(one.line.id, one.line.text, at)
        if one.line.kind == "answer" and not one.line.rest:
            air.said.answered(set_phrase(one.line.text, one.line.lang, air.show.watched_over), at)
        if one.line.product_id:
            air.product_id = one.line.product_id
        self._keep_begin(one, at)
        remember(air)

    def _keep_begin(self, one: Handed, at: datetime) -> None:
        air, line = self._air, one.line
        item_id = air.place.item.id if air.place.item else ""
        row = self._rows[line.id] = _Row()

        async def write(session: AsyncSession) -> None:
            row.id = await keeping.began(session, air.show, line, one.spans, one.price, item_id, at)
            if line.comment_id:
                await self._commentary.speaking(session, line.comment_id, at)

        self._later(write)

    def _ended(self, message: Ended) -> None:
        air = self._air
        one = air.handed.pop(message.id, None)
        if one is None:
            return
        at = datetime.fromtimestamp(message.at, UTC)
        gave_way = one.left is not None and message.cut and one.began is not None and air.may_speak
        if gave_way:
            self._left(one, at)
        if one.began is not None:
            self._keep_end(one, at, cut=message.cut, said=one.left if gave_way else None)
        claimed_nothing = one.broken_off and message.cut and one.began is not None and air.may_speak
        if claimed_nothing or (one.wanted and one.began is None):
            # Said as a whole, as another line: of this one the engine may still tell something.
            air.said.forget(one.line)
            air.waiting.give_back([replace(one.line, id=new_id("lln"))])
        elif one.began is None:
            self._unheard(one)
        remember(air)

    def _left(self, one: Handed, at: datetime) -> None:
        """It gave way to an answer: what is left of it is said when nobody waits."""
        assert one.left is not None
        line = left_over(one.line, one.left, at)
        if line is None:
            return
        self._air.said.forget(one.line)
        if line.rest:
            self._air.waiting.rests.append(line)
        else:
            self._air.waiting.give_back([line])

    def _unheard(self, one: Handed) -> None:
        """It will not be said: an answer stays written."""
        if one.line.comment_id:
            self._air.unspoken.add(one.line.comment_id)

    def _keep_end(self, one: Handed, at: datetime, *, cut: bool, said: Leave | None = None) -> None:
        """`said`: the place up to which it was, where it gave way there."""
        air, line = self._air, one.line
        row = self._rows.pop(line.id, _Row())
        last = bool(line.comment_id) and not any(
            other.comment_id == line.comment_id
            for other in (*air.waiting.answers, *air.waiting.rests, *(one.line for one in air.handed.values()))
            if other.id != line.id
        )

        async def write(session: AsyncSession) -> None:
            if row.id:
                await keeping.ended(session, row.id, at, cut=cut)
                if said is not None:
                    await keeping.heard(session, row.id, said_of(line.sentence, said), one.spans)
            if last:
                await self._commentary.said(session, line.comment_id, at)

        self._later(write)

    def _later(self, write: Write) -> None:
        self._unwritten.append(write)
        self._waiting.set()

    def _beat(self, message: Beat) -> None:
        air = self._air
        air.beat, air.beat_at = message, time.monotonic()
        never_had_it = air.taken and air.presenter == "host" and time.monotonic() - air.taken_at > LOST_S
        if message.presenter == "host" and (air.presenter == "person" or never_had_it):
            air.came_back = True
            air.look.set()
        air.presenter = message.presenter
        known = {message.speaking, *message.queued}
        for line_id, one in list(air.handed.items()):
            if line_id not in known and time.monotonic() - one.at > LOST_S + (one.seconds if one.began else 0):
                log.warning("live_line_lost", show=air.show.id, line=line_id)
                air.handed.pop(line_id)
                if one.began is None:
                    air.waiting.give_back([one.line])
