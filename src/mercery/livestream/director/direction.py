"""One show on air: everything its director does at the same time, from the first picture until it rests or ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.events import Listener
from mercery.core.logging import get_logger
from mercery.livestream import repository
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air, woken
from mercery.livestream.director.answering import Answering
from mercery.livestream.director.doors import Commentary, Engines, Programme
from mercery.livestream.director.driving import Driving
from mercery.livestream.director.hearing import Hearing
from mercery.livestream.director.lines import REPEATED
from mercery.livestream.director.minding import Minding
from mercery.livestream.director.obeying import Obeying
from mercery.livestream.director.order import found
from mercery.livestream.director.talking import Talking
from mercery.livestream.director.telling import Telling
from mercery.livestream.director.voicing import Voicing
from mercery.livestream.engine.protocol import Stop
from mercery.livestream.ingest.handle import IngestHandle
from mercery.livestream.show import Item, Show

log = get_logger(__name__)
Outcome = Literal["rests", "ended", "lost"]
"""`lost`: another process has the show."""
_CLOSING_S: Final = 30.0


class Direction:
    """The director of one show. `run` returns how it came out; cancelled, it parts from the engine without ending it."""

    def __init__(
        self,
        show: Show,
        shop: Shop,
        database: Database,
        listener: Listener,
        me: str,
        *,
        programme: Programme,
        commentary: Commentary,
        engines: Engines,
        voicing: Voicing,
        ingest: IngestHandle | None = None,
    ) -> None:
        self.air = Air(show=show, place=found((), "", now(), now()), killed=show.killed)
        self.ends = False
        """Whether the engine ends with this director, rather than breathing on for the next one."""
        self._database, self._listener, self._programme, self._voicing = database, listener, programme, voicing
        self._hearing = Hearing(self.air, commentary, database)
        self._talking = Talking(self.air, programme, voicing)
        self._answering = Answering(self.air, commentary, database, voicing)
        self._obeying = Obeying(self.air, database, programme, self._talking, voicing)
        self._driving = Driving(self.air, database, engines, programme, self._hearing)
        self._minding = Minding(
            self.air,
            shop,
            database,
            programme,
            Telling(self.air, me, voicing),
            self._talking,
            self._obeying,
            self._driving,
            ingest,
        )

    async def run(self) -> Outcome:
        """Direct the show."""
        await self._recall()
        tasks = [
            asyncio.create_task(work, name=f"{name} {self.air.show.id}")
            for name, work in (
                ("drive", self._driving.drive()),
                ("talk", self._talking.talk()),
                ("write", self._talking.write()),
                ("answer", self._answering.run()),
                ("listen", self._listen()),
                ("keep", self._hearing.keep()),
            )
        ]
        mind = asyncio.create_task(self._minding.mind(), name=f"mind {self.air.show.id}")
        try:
            done, _ = await asyncio.wait([mind, *tasks], return_when=asyncio.FIRST_COMPLETED)
            outcome: Outcome = mind.result() if mind in done else "lost"
            for task in done - {mind}:
                log.error("live_task_ended", task=task.get_name(), error=repr(task.exception()))
            if outcome == "ended":
                await self._close()
            if outcome == "rests":
                await self._driving.stop()
            return outcome
        finally:
            await self._part([mind, *tasks])

    async def end_engine(self) -> None:
        """Tell the engine to end, and do not wait for it."""
        if self.air.engine is not None:
            with suppress(Exception):
                async with asyncio.timeout(0.5):
                    await self.air.engine.send(Stop())

    async def _part(self, tasks: list[asyncio.Task[object]]) -> None:
        self._answering.stop()
        left = set(tasks)
        while left:
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=2)
        if self.air.engine is not None:
            await (self.air.engine.end() if self.ends else self.air.engine.leave())
        await self._last_write()
        await self._voicing.close()

    async def _last_write(self) -> None:
        try:
            async with asyncio.timeout(3):
                await self._hearing.write()
        except Exception as error:
            log.warning("live_not_kept", show=self.air.show.id, error=type(error).__name__)

    async def _recall(self) -> None:
        """Go on where this show's last director stopped."""
        air = self.air
        async with self._database.session() as session:
            status = await keeping.last_status(session, air.show.id)
            lately = await keeping.said_lately(session, air.show.id, now() - REPEATED)
            air.shifts = await repository.shifts(session, air.show.id)
        air.items = await self._programme.items()
        moment = now()
        began = air.show.started_at or moment
        resumed = status is not None and status.item_id and status.item_since is not None and status.item_since >= began
        if resumed and status is not None and status.item_since is not None:
            air.place = found(air.items, status.item_id, status.item_since, moment)
            air.product_id, air.held = status.product_id, status.held
        else:
            air.place = found(air.items, "", moment, moment)
        if lately:
            # A round that was begun is not begun again in the same words.
            air.place = replace(air.place, round_number=air.place.round_number + len(lately) % 97)
        for line_id, text, at in lately:
            air.said.add(line_id, text, at)

    async def _listen(self) -> None:
        """News of the show, as it comes."""
        async with self._listener.subscribe(f"live:{self.air.show.id}") as queue:
            while True:
                notice = await queue.get()
                await self._heard_of(str(notice.get("kind") or ""), notice)

    async def _heard_of(self, kind: str, notice: dict[str, object]) -> None:
        if kind == "comment" and notice.get("state") == "hidden":
            await self._quietly(lambda: self._talking.leave_unsaid(str(notice.get("id") or "")))
        elif kind == "comment":
            if notice.get("state") in (None, "received", "waiting"):
                self.air.asked += 1
                if notice.get("state") != "waiting":
                    self.air.asked_at.append(time.monotonic())
                hold = self._talking.hold_script if self.air.hush() else self._talking.hold_rests
                await self._quietly(hold)
                self._answering.wake.set()
        elif kind == "command" and not notice.get("done"):
            if notice.get("command") == "kill":
                await self._quietly(self._obeying.kill)
            await self._quietly(self._obeying.obey)
            self._answering.wake.set()
        elif kind == "order":
            await self._quietly(self._minding.look_at_show)
        elif kind == "shelf":
            self._minding.look_at_shelf()

    async def _quietly(self, act: Callable[[], Awaitable[object]]) -> None:
        """What cannot be done now is done at the next look, a second later."""
        try:
            await act()
        except Exception as error:
            log.warning("live_notice_not_followed", show=self.air.show.id, error=type(error).__name__)

    async def _close(self) -> None:
        """The last words, then the end."""
        air = self.air
        air.ending = True
        air.waiting.drop(lambda line: True)
        closing = next((item for item in air.items if item.kind == "closing"), None)
        if closing is not None and air.may_speak:
            await self._quietly(lambda: self._last_words(closing))
        until = now() + timedelta(seconds=_CLOSING_S)
        while (air.waiting.first is not None or air.handed) and air.may_speak and now() < until:
            await woken(air.wake, 0.2)
        await self._driving.stop()

    async def _last_words(self, closing: Item) -> None:
        self.air.waiting.urgent.extend(await self._programme.lines(closing, self.air.place.round_number))
        self.air.nudge()
