"""Keeps an engine for the show: started or found again, told what to show and where to send it, replaced when it is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.livestream.director import keeping
from mercery.livestream.director.air import Air
from mercery.livestream.director.doors import Engine, Engines, Programme
from mercery.livestream.director.hearing import Hearing
from mercery.livestream.director.memory import recall
from mercery.livestream.director.obeying import BACK_SOON
from mercery.livestream.engine.handle import EngineGone
from mercery.livestream.engine.protocol import Card, Feed, FromEngine, SinkOff, SinkSetting, Still, ToEngine
from mercery.livestream.folders import record_folder

log = get_logger(__name__)
SILENT_S: Final = 3.0
"""An engine that tells nothing for so long is taken for lost."""
_MOST_SILENT_S: Final = 9.0
_FIRST_S: Final = 12.0
"""The same for one that was just started."""
_AGAIN_S: Final = 0.5
_MOST_AGAIN_S: Final = 15.0
NO_CARD: Final = Card(picture="", heading="", name="", detail="", price="")


class Driving:
    """The director's hold on the engine."""

    def __init__(self, air: Air, database: Database, engines: Engines, programme: Programme, hearing: Hearing) -> None:
        self._air, self._database, self._engines = air, database, engines
        self._programme, self._hearing = programme, hearing
        self._sinks: dict[str, SinkSetting] = {}
        self._told: dict[str, ToEngine] = {}
        self._card: Card | None = None
        self._feeds: dict[str, Feed] = {}
        self._replace = self._over = False
        self.since = time.monotonic()

    async def drive(self) -> None:
        """Have an engine, for ever."""
        failures = 0
        while not self._over:
            try:
                engine, ran = await self._engines.engine(self._air.show)
                await self._set_up(engine, ran=ran)
                failures = 0
                await self._follow(engine)
            except EngineGone as error:
                failures += 1
                log.warning("live_engine_gone", show=self._air.show.id, reason=str(error)[:200], failures=failures)
            except (OSError, TimeoutError) as error:
                failures += 1
                log.warning("live_engine_failed", show=self._air.show.id, error=repr(error)[:200], failures=failures)
            self._hearing.lost_engine()
            self._sinks, self._card = {}, None
            if failures > 1:
                await asyncio.sleep(min(_AGAIN_S * 2**failures, _MOST_AGAIN_S))

    async def stop(self) -> None:
        """The show rests or is over: the engine ends, and no other comes."""
        self._over = True
        engine = self._air.engine
        if engine is not None:
            await engine.end()

    async def replace(self) -> None:
        """Let this engine end and have a new one: by night, at a change of scene."""
        engine = self._air.engine
        if engine is not None:
            self._replace = True
            self._air.engine = None
            await engine.end()

    async def refresh(self) -> None:
        """Tell the engine what changed in the show: scene, destinations."""
        engine = self._air.engine
        if engine is None:
            return
        wanted = await self._engines.setting(self._air.show)
        await self._send_setting(engine, wanted)

    async def show_card(self, *, burned: bool) -> None:
        """Show the product on the counter with the price of the moment. Nobody sees it where nothing is burned in."""
        air = self._air
        if air.engine is None or not burned:
            return
        card = (await self._programme.card(air.product_id) if air.product_id else None) or NO_CARD
        if card != self._card and air.engine is not None:
            self._card = card
            await air.engine.send(card)

    async def hide_card(self) -> None:
        """No price is shown that nobody can look up."""
        if self._card not in (None, NO_CARD) and self._air.engine is not None:
            self._card = NO_CARD
            await self._air.engine.send(NO_CARD)

    async def feed(self, feed: Feed) -> None:
        """Where a person's (or an outside face's) pictures come from; told again to an engine that is started anew."""
        self._feeds[feed.of] = feed
        if self._air.engine is not None:
            await self._air.engine.send(feed)

    @property
    def pushed(self) -> bool:
        """Whether anything goes to an outside platform."""
        return any(one.kind == "rtmp" for one in self._sinks.values())

    async def _set_up(self, engine: Engine, *, ran: bool) -> None:
        air = self._air
        if ran:
            recall(air)
        # First of all, and also where it is off: it may have been let go while nobody directed.
        stopped = air.killed
        await self._as_killed(engine, stopped)
        wanted = await self._engines.setting(air.show)
        await self._send_setting(engine, wanted)
        if air.show.record:
            await self._record(engine, go_on=ran)
        for feed in self._feeds.values():
            if feed.url and not ran:
                await engine.send(feed)
        self.since = time.monotonic()
        air.engine_starts += 0 if ran else 1
        air.engine = engine
        if air.killed != stopped:
            # Somebody used the switch while the engine was told what to do: nobody else knew it yet.
            await self._as_killed(engine, air.killed)
        log.info("live_engine", show=air.show.id, adopted=ran)

    async def _as_killed(self, engine: Engine, killed: bool) -> None:
        """The switch as it stands."""
        await engine.send(Still(on=killed, words=BACK_SOON.text(self._air.show.lang) if killed else ""))

    async def _send_setting(self, engine: Engine, wanted: Sequence[ToEngine]) -> None:
        sinks = {one.id: one for one in wanted if isinstance(one, SinkSetting)}
        for one in wanted:
            if not isinstance(one, SinkSetting):
                kind = type(one).__name__
                if self._told.get(kind) != one or engine is not self._air.engine:
                    await engine.send(one)
                self._told[kind] = one
            elif self._sinks.get(one.id) != one:
                await engine.send(one)
        for gone in set(self._sinks) - set(sinks) - {"record"}:
            await engine.send(SinkOff(id=gone))
        self._sinks = {**{key: one for key, one in self._sinks.items() if key == "record"}, **sinks}

    async def _record(self, engine: Engine, *, go_on: bool) -> None:
        """A stretch of the recording; an engine that ran already goes on with its own. Without the database, none: the show
        goes on all the same."""
        air = self._air
        try:
            async with self._database.session() as session:
                if not go_on or not await self._recall_recording(session):
                    await self._begin_recording(session)
        except Exception as error:
            log.warning("live_not_recorded", show=air.show.id, error=type(error).__name__)
            return
        target = record_folder(air.show.shop_id, air.show.id, air.recording_id)
        sink = SinkSetting(id="record", kind="record", programme="clean", target=str(target))
        self._sinks["record"] = sink
        await engine.send(sink)

    async def _begin_recording(self, session: AsyncSession) -> None:
        air = self._air
        air.recording_from = now()
        folder = f"{air.show.shop_id}/{air.show.id}/record"
        air.recording_id = await keeping.recording(session, air.show, folder, air.recording_from)

    async def _recall_recording(self, session: AsyncSession) -> bool:
        last = await keeping.last_recording(session, self._air.show.id)
        if last is None:
            return False
        self._air.recording_id, self._air.recording_from = last
        return True

    async def _follow(self, engine: Engine) -> None:
        """Hear the engine until it is gone. EngineGone."""
        heard = engine.heard().__aiter__()
        patience, silent = _FIRST_S, 0.0
        while True:
            try:
                async with asyncio.timeout(patience):
                    message: FromEngine = await anext(heard)
            except StopAsyncIteration:
                if self._replace or self._over:
                    self._replace = False
                    return
                raise EngineGone("it ended") from None
            except TimeoutError:
                # It may be this process that was held up, while the engine went on.
                silent += patience
                if engine.alive and silent < _MOST_SILENT_S:
                    heard = engine.heard().__aiter__()
                    continue
                await engine.kill()
                raise EngineGone("it was silent") from None
            patience, silent = SILENT_S, 0.0
            self._hearing.hear(message)
