"""Comments are answered in the background, the most promising first; an answer is spoken at the next sentence end."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.livestream.comments.comment import Comment
from mercery.livestream.director.air import Air, woken
from mercery.livestream.director.doors import Commentary
from mercery.livestream.director.voicing import Voicing

log = get_logger(__name__)
AT_ONCE: Final = 2
"""Answers worked out at the same time."""
LONG: Final = 6
"""Comments that wait while the host's mouth is full; from there on the next ones are answered in writing."""
_WRITE_EVERY: Final = 0.8
_LOOK_EVERY: Final = 1.0


class Answering:
    """The host's attention."""

    def __init__(self, air: Air, commentary: Commentary, database: Database, voicing: Voicing) -> None:
        self._air, self._commentary, self._database, self._voicing = air, commentary, database, voicing
        self.wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._aloud: set[asyncio.Task[None]] = set()
        """Those whose answers will be spoken: others wait behind these, and not behind what is written."""
        self._wrote = 0.0

    async def run(self) -> None:
        """Take comments as long as there is room, for ever."""
        while True:
            try:
                await self._leave_written()
                while await self._take():
                    pass
            except Exception as error:
                log.warning("live_comments_not_read", show=self._air.show.id, error=type(error).__name__)
                await asyncio.sleep(_LOOK_EVERY)
            await woken(self.wake, _LOOK_EVERY)

    async def _leave_written(self) -> None:
        """Answers that were to be spoken and will not be."""
        unspoken = set(self._air.unspoken)
        if unspoken:
            async with self._database.session() as session:
                for comment_id in sorted(unspoken):
                    await self._commentary.unspoken(session, comment_id, now())
            self._air.unspoken -= unspoken

    def stop(self) -> None:
        """Nothing more is worked out."""
        for task in self._tasks:
            task.cancel()

    async def _take(self) -> bool:
        """Begin with the next comment; whether there was one and room for it."""
        air = self._air
        if air.killed or air.ending or len(self._tasks) >= AT_ONCE:
            return False
        if not self._may_say() and not self._may_write():
            return False
        wanted, air.wanted_comment = air.wanted_comment, ""
        comment = await self._commentary.next(wanted)
        # The first comment is waited for until everything an answer needs is there: by then the host may speak.
        aloud = self._may_say()
        if comment is not None and self._is_due(comment.id):
            # It waited so long to be spoken that it was handed out again.
            return True
        if comment is None:
            air.asked = 0
            if not self._tasks:
                air.hushed_until = 0.0
                air.nudge()
            return False
        if not aloud:
            self._wrote = time.monotonic()
        task = asyncio.create_task(self._answer(comment, aloud=aloud), name=f"answer {comment.id}")
        self._tasks.add(task)
        if aloud:
            air.thinking_since = air.thinking_since if self._aloud else time.monotonic()
            self._aloud.add(task)
        air.answering = len(self._aloud)
        task.add_done_callback(self._done)
        return True

    def _is_due(self, comment_id: str) -> bool:
        """Whether its answer is about to be heard already."""
        air = self._air
        lines = (*air.waiting.answers, *air.waiting.rests, *(one.line for one in air.handed.values()))
        return any(line.comment_id == comment_id for line in lines)

    def _tasks_enough(self) -> bool:
        return len(self._air.waiting.answers) + 2 * len(self._tasks) >= LONG

    def _may_say(self) -> bool:
        """Whether one more answer will be spoken."""
        air = self._air
        return air.may_speak and not air.held and air.waiting.room_for_answers and not self._tasks_enough()

    def _may_write(self) -> bool:
        """While a person has the air, or more wait than will ever be said."""
        air = self._air
        busy = not air.may_speak or air.asked > LONG
        return busy and time.monotonic() - self._wrote >= _WRITE_EVERY

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._aloud.discard(task)
        self._air.answering = len(self._aloud)
        self._air.nudge()
        self.wake.set()

    async def _answer(self, comment: Comment, *, aloud: bool) -> None:
        air = self._air
        try:
            found = await self._commentary.answer(comment)
        except Exception as error:
            log.warning("live_comment_not_answered", comment=comment.id, error=type(error).__name__, exc_info=True)
            return
        if not found.lines:
            return
        if aloud and air.may_speak and not comment.said_before:
            for line in found.lines:
                self._voicing.begin(line)
            if found.pointer is not None:
                air.pointers[comment.id] = found.pointer
            air.waiting.answers.extend(found.lines)
            air.nudge()
            return
        async with self._database.session() as session:
            await self._commentary.unspoken(session, comment.id, now())
