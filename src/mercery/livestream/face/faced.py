"""An engine whose host is shown by an outside face while that answers, and drawn as ever when it does not.

Lines go to the face one at a time, so that what waits can be taken back and an answer comes next, as with the engine itself. What
the engine is told of everything else, and what it tells, passes through.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

import numpy as np

from mercery.ai.speech.mastering import resampled
from mercery.core.logging import get_logger
from mercery.livestream.director.doors import Engine
from mercery.livestream.engine.protocol import (
    Beat,
    Began,
    Ended,
    FromEngine,
    GiveBack,
    Quiet,
    Say,
    Still,
    Take,
    ToEngine,
    Unsay,
)
from mercery.livestream.face.livetalking import RATE, FaceAway, LiveTalking

log = get_logger(__name__)
DELAY_S: Final = 1.2
"""From a sound handed over until it is heard: the server works in batches, and its stream is on its way."""
_AGAIN_S: Final = 20.0
"""A face that failed is left alone for so long."""


class FacedEngine:
    """`doors.Engine` with a face in front of it."""

    def __init__(self, inner: Engine, face: LiveTalking) -> None:
        self._inner, self._face = inner, face
        self._first: deque[Say] = deque()
        self._last: deque[Say] = deque()
        self._speaking = ""
        self._beat: Beat | None = None
        self._out: asyncio.Queue[FromEngine | None] = asyncio.Queue()
        self._wake = asyncio.Event()
        self._failed_at = -_AGAIN_S
        self._stopped = False
        self._tasks = [
            asyncio.create_task(self._listen(), name="faced listen"),
            asyncio.create_task(self._speak(), name="faced speak"),
        ]

    @property
    def alive(self) -> bool:
        """The engine's own."""
        return self._inner.alive

    @property
    def faced(self) -> bool:
        """Whether the face has the air."""
        return self._beat is not None and self._beat.face == "on_air" and time.monotonic() - self._failed_at >= _AGAIN_S

    async def send(self, message: ToEngine) -> None:
        """Lines to the face while it has the air; everything else to the engine."""
        if isinstance(message, Say) and self.faced and not self._stopped:
            self._queue(message)
            return
        if isinstance(message, Unsay):
            self._take_back(set(message.ids))
        elif isinstance(message, Quiet | Take) or (isinstance(message, Still) and message.on):
            self._take_back({one.id for one in (*self._first, *self._last)})
            # The engine first: a server that does not answer must not hold up what takes its picture off the air.
            await self._inner.send(message)
            await self._hush()
            return
        await self._inner.send(message)

    async def heard(self) -> AsyncIterator[FromEngine]:
        """What the engine tells, and what the face says."""
        while (message := await self._out.get()) is not None:
            yield message

    async def leave(self) -> None:
        """Part from both."""
        await self._close()
        await self._inner.leave()

    async def end(self) -> None:
        """Let the engine end."""
        await self._close()
        await self._inner.end()

    async def kill(self) -> None:
        """End the engine at once."""
        await self._close()
        await self._inner.kill()

    def _queue(self, line: Say) -> None:
        (self._last if line.where == "last" else self._first).append(line)
        self._wake.set()

    def _take_back(self, ids: set[str]) -> None:
        for queue in (self._first, self._last):
            for one in [one for one in queue if one.id in ids]:
                queue.remove(one)
                self._tell(Ended(id=one.id, media_s=0.0, at=time.time(), cut=True))

    def _tell(self, message: FromEngine) -> None:
        self._out.put_nowait(message)

    async def _listen(self) -> None:
        """The engine's news; a beat tells of the face's line too. A face that is ready is taken."""
        async for message in self._inner.heard():
            if isinstance(message, Beat):
                self._beat = message
                rested = time.monotonic() - self._failed_at >= _AGAIN_S
                if message.face == "ready" and message.presenter == "host" and rested:
                    with suppress(Exception):
                        await self._inner.send(Take(of="face"))
                waiting = tuple(one.id for one in (*self._first, *self._last))
                message = replace(
                    message, speaking=self._speaking or message.speaking, queued=(*message.queued, *waiting)
                )
                if not self.faced and waiting:
                    await self._hand_back()
            self._tell(message)
        self._out.put_nowait(None)

    async def _speak(self) -> None:
        """One line after the other, for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while line := next(iter((*self._first, *self._last)), None):
                (self._first if line in self._first else self._last).remove(line)
                await self._say(line)

    async def _say(self, line: Say) -> None:
        sound = np.frombuffer(line.pcm, "<i2").astype(np.int16)
        seconds = len(sound) / line.rate
        try:
            pcm = await asyncio.to_thread(lambda: resampled(sound, line.rate, RATE).astype("<i2").tobytes())
            await self._face.say(pcm, RATE)
        except FaceAway as error:
            await self._fail(error, line)
            return
        self._speaking = line.id
        await asyncio.sleep(DELAY_S)
        self._tell(Began(id=line.id, media_s=self._beat.media_s if self._beat else 0.0, at=time.time()))
        await asyncio.sleep(seconds)
        self._speaking = ""
        self._tell(Ended(id=line.id, media_s=self._beat.media_s if self._beat else 0.0, at=time.time()))
        await asyncio.sleep(max(0.0, line.pause_ms / 1000 - DELAY_S))

    async def _fail(self, error: FaceAway, line: Say) -> None:
        """The drawn host says it, and everything that waits."""
        log.warning("live_face_away", reason=error.message)
        self._failed_at = time.monotonic()
        self._first.appendleft(line)
        await self._hand_back()

    async def _hand_back(self) -> None:
        with suppress(Exception):
            await self._inner.send(GiveBack())
            while line := next(iter((*self._first, *self._last)), None):
                (self._first if line in self._first else self._last).remove(line)
                await self._inner.send(line)

    async def _hush(self) -> None:
        with suppress(FaceAway):
            if self._speaking:
                await self._face.interrupt()

    async def _close(self) -> None:
        self._stopped = True
        for task in self._tasks:
            task.cancel()
        self._out.put_nowait(None)
        await self._face.close()
