"""An engine that keeps time and says lines as the real one does, without drawing: what a director hears is the same."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator

from mercery.livestream.engine.protocol import (
    Beat,
    Began,
    Ended,
    Feed,
    FromEngine,
    GiveBack,
    GiveWay,
    Quiet,
    Say,
    Still,
    Take,
    ToEngine,
    Unsay,
)
from mercery.livestream.show import Show


class QuietEngine:
    """Lines last a twentieth of their sound, so that a test of minutes takes seconds."""

    def __init__(self, quicker: float = 20.0) -> None:
        self.quicker = quicker
        self.got: list[ToEngine] = []
        self.said: list[Say] = []
        self.still: Still | None = None
        self._first: deque[Say] = deque()
        self._last: deque[Say] = deque()
        self._now: Say | None = None
        self._until = self._began = 0.0
        self._way = ("", 0.0)
        self._started = time.time()
        self._out: asyncio.Queue[FromEngine | None] = asyncio.Queue()
        self.presenter = "host"
        self.person = "none"
        self.face = "none"
        self._task = asyncio.create_task(self._run())
        self.gone = False
        self.hangs = False

    async def send(self, message: ToEngine) -> None:
        self.got.append(message)
        if isinstance(message, Say):
            (self._last if message.where == "last" else self._first).append(message)
        elif isinstance(message, Unsay | GiveWay):
            self._change(message)
        elif isinstance(message, Quiet):
            self._unsay({one.id for one in (*self._first, *self._last)})
        elif isinstance(message, Still):
            self.still = message if message.on else None
            if message.on:
                self._unsay({one.id for one in (*self._first, *self._last)})
                self._end(cut=True)
        elif isinstance(message, Feed):
            self.person = "ready" if message.url else "none"
        elif isinstance(message, Take) and message.of == "face":
            self.face = "on_air"
            self._beat()
        elif isinstance(message, Take):
            self.presenter = self.person = "person"
            self.person = "on_air"
            self._beat()
        elif isinstance(message, GiveBack):
            self.face = "ready" if self.face == "on_air" else self.face
            self.presenter, self.person = "host", "ready" if self.person == "on_air" else self.person
            self._beat()

    def lose_person(self) -> None:
        """The person's stream ends."""
        self.presenter, self.person = "host", "lost"
        self._beat()

    @property
    def alive(self) -> bool:
        """Whether it keeps time."""
        return not self.hangs

    async def heard(self) -> AsyncIterator[FromEngine]:
        self._beat()
        while (message := await self._out.get()) is not None:
            yield message

    async def leave(self) -> None:
        self._out.put_nowait(None)

    async def end(self) -> None:
        await self.kill()

    async def kill(self) -> None:
        self.gone = True
        self._task.cancel()
        self._out.put_nowait(None)

    @property
    def queued(self) -> list[str]:
        """Ids of what waits."""
        return [one.id for one in (*self._first, *self._last)]

    def _change(self, message: Unsay | GiveWay) -> None:
        if isinstance(message, Unsay):
            self._unsay(set(message.ids))
        else:
            self._way = (message.id, self._began + message.at_ms / 1000 / self.quicker)

    def _unsay(self, ids: set[str]) -> None:
        for queue in (self._first, self._last):
            for one in list(queue):
                if one.id in ids:
                    queue.remove(one)
                    self._out.put_nowait(Ended(id=one.id, media_s=self._media, at=time.time(), cut=True))

    @property
    def _media(self) -> float:
        return time.time() - self._started

    def _end(self, *, cut: bool) -> None:
        if self._now is not None:
            self._out.put_nowait(Ended(id=self._now.id, media_s=self._media, at=time.time(), cut=cut))
            self._now = None

    async def _run(self) -> None:
        beats = 0.0
        while True:
            moment = time.monotonic()
            if not self.hangs:
                if self._now is not None and self._first and self._way[0] == self._now.id and moment >= self._way[1]:
                    self._end(cut=True)
                    self._until = moment
                if self._now is not None and moment >= self._until:
                    self._end(cut=False)
                if self._now is None and self.still is None and self.presenter == "host" and moment >= self._until:
                    self._begin(moment)
                if moment - beats > 0.3:
                    beats = moment
                    self._beat()
            await asyncio.sleep(0.005)

    def _begin(self, moment: float) -> None:
        queue = self._first or self._last
        if queue:
            self._now = queue.popleft()
            self.said.append(self._now)
            seconds = len(self._now.pcm) / 2 / self._now.rate
            self._began = moment
            self._until = moment + (seconds + self._now.pause_ms / 1000) / self.quicker
            self._out.put_nowait(Began(id=self._now.id, media_s=self._media, at=time.time()))

    def _beat(self) -> None:
        self._out.put_nowait(
            Beat(
                media_s=self._media, wall_s=self._media, began_at=self._started, frames=0, fresh=0, repeated=0, tier="full",
                speaking=self._now.id if self._now else "", queued=tuple(self.queued), presenter=self.presenter,  # type: ignore[arg-type]
                person=self.person, face=self.face,  # type: ignore[arg-type]
            )
        )  # fmt: skip


class QuietEngines:
    """Starts them; `engines` are all that were."""

    def __init__(self, quicker: float = 20.0) -> None:
        self.engines: list[QuietEngine] = []
        self.quicker = quicker
        self.adopt: QuietEngine | None = None

    async def engine(self, show: Show) -> tuple[QuietEngine, bool]:
        if self.adopt is not None:
            found, self.adopt = self.adopt, None
            return found, True
        self.engines.append(QuietEngine(self.quicker))
        return self.engines[-1], False

    async def setting(self, show: Show) -> tuple[ToEngine, ...]:
        return ()

    @property
    def engine_now(self) -> QuietEngine:
        """The newest."""
        return self.engines[-1]
