"""Does what a person asked of the show, and says what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.livestream.command import Command, CommandKind
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air
from mercery.livestream.director.doors import Programme, Unproved
from mercery.livestream.director.talking import Talking
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.engine.protocol import GiveBack, Quiet, Still, Take

log = get_logger(__name__)
BACK_SOON: Final = Words("Back soon", "马上回来")
LATE: Final = "asked before the show began"
_EARLIER: Final = timedelta(seconds=30)
"""Clocks of this program and of the database may be so far apart."""
_SENTENCE_S: Final = 3.0
"""So long a sentence may go on before a person has the air."""


class Obeying:
    """The director's hands."""

    def __init__(self, air: Air, database: Database, programme: Programme, talking: Talking, voicing: Voicing) -> None:
        self._air, self._database, self._programme = air, database, programme
        self._talking, self._voicing = talking, voicing
        self._doing = asyncio.Lock()

    async def obey(self) -> None:
        """Everything that was asked and not done, in its order."""
        async with self._doing:
            async with self._database.session() as session:
                asked = await keeping.open_commands(session, self._air.show.id)
            for command in asked:
                try:
                    outcome = LATE if self._is_late(command) else await self._do(command)
                except Unproved as error:
                    outcome = str(error)
                except Exception as error:
                    log.warning("live_command_failed", command=command.kind, error=type(error).__name__, exc_info=True)
                    outcome = "failed"
                async with self._database.session() as session:
                    await keeping.command_done(session, self._air.show.id, command.id, outcome)
            if asked:
                self._air.nudge()

    def _is_late(self, command: Command) -> bool:
        """Whether it was asked of the show when it was on air before, and nobody was there to do it."""
        began = self._air.show.started_at
        return began is not None and command.at < began - _EARLIER and command.kind not in ("kill", "revive")

    async def kill(self) -> None:
        """Sound and picture stop at once, and nothing waits any more."""
        air = self._air
        air.killed = True
        gone = air.waiting.drop(lambda line: True)
        air.unspoken |= {line.comment_id for line in gone if line.comment_id}
        air.pointers.clear()
        if air.engine is not None:
            await air.engine.send(Still(on=True, words=BACK_SOON.text(air.show.lang)))
        log.warning("live_killed", show=air.show.id)

    async def _do(self, command: Command) -> str:
        does: dict[CommandKind, Callable[[Command], Awaitable[str]]] = {
            "hold": self._hold, "release": self._release, "skip": self._skip, "go": self._go, "say": self._say,
            "answer": self._answer, "take": self._take, "give_back": self._give_back, "kill": self._kill,
            "revive": self._revive, "end": self._end,
        }  # fmt: skip
        done = does.get(command.kind)
        return await done(command) if done else "unknown"

    async def _hold(self, _: Command) -> str:
        self._air.held = True
        await self._talking.withdraw(self._air.unbegun(), later=True)
        return ""

    async def _release(self, _: Command) -> str:
        self._air.held = False
        return ""

    async def _skip(self, _: Command) -> str:
        await self._talking.turn_to("")
        return ""

    async def _go(self, command: Command) -> str:
        self._air.items = await self._programme.items()
        return "" if await self._talking.turn_to(str(command.details["item_id"])) else "no such entry"

    async def _say(self, command: Command) -> str:
        if self._air.killed:
            return "the show is stopped"
        lines = await self._programme.judged(str(command.details["text"]), self._air.place.item)
        for line in lines:
            self._voicing.begin(line)
        self._air.waiting.urgent.extend(lines)
        return ""

    async def _answer(self, command: Command) -> str:
        self._air.wanted_comment = str(command.details["comment_id"])
        return ""

    async def _take(self, command: Command) -> str:
        air = self._air
        if air.killed:
            return "the show is stopped"
        if air.beat is None or air.beat.person not in ("ready", "on_air") or air.engine is None:
            return "no stream is ready"
        await self.give_air()
        air.person_name = command.by or air.person_name
        return ""

    async def give_air(self) -> None:
        """To the person whose stream is ready, when the host has ended the sentence."""
        air = self._air
        assert air.engine is not None
        air.taken, air.taken_at, air.gave_back = True, time.monotonic(), False
        await self._talking.withdraw(air.unbegun())
        air.waiting.script.clear()
        # Nobody waits for an answer until the host is back: they stay written.
        air.unspoken |= {line.comment_id for line in (*air.waiting.answers, *air.waiting.rests)}
        air.waiting.answers.clear()
        air.waiting.rests.clear()
        air.pointers.clear()
        for _ in range(round(_SENTENCE_S / 0.1)):
            if not air.handed:
                break
            await asyncio.sleep(0.1)
        await air.engine.send(Quiet(now=True))
        await air.engine.send(Take(of="person"))

    async def _give_back(self, _: Command) -> str:
        air = self._air
        if air.engine is None or air.presenter != "person":
            return "the host has the air"
        air.gave_back = True
        await air.engine.send(GiveBack())
        return ""

    async def _kill(self, _: Command) -> str:
        await self.kill()
        return ""

    async def _revive(self, _: Command) -> str:
        await self.revive()
        return ""

    async def revive(self) -> None:
        """The host goes on."""
        air = self._air
        air.killed, air.held = False, False
        if air.engine is not None:
            await air.engine.send(Still(on=False))

    async def _end(self, _: Command) -> str:
        self._air.ending = True
        return ""
