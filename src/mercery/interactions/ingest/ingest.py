"""The buffer of a process and the task that empties it.

Whoever hands in rows waits until they are committed, and is told so; what was not acknowledged may be handed in again, and
by its id stands there once. A buffer that is full lets nobody in for long (`Crowded`), so that memory stays bounded; a
database that is away is waited for (`Away` when that takes too long).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import psycopg

from mercery.core.errors import MerceryError, TooMany
from mercery.core.logging import get_logger
from mercery.interactions.ingest.row import Row
from mercery.interactions.ingest.writing import Fate, Writer

log = get_logger(__name__)
_LONGEST_PAUSE: Final = 2.0
_AWAY: Final = (psycopg.OperationalError, psycopg.InterfaceError, OSError)
"""The database is gone, is starting, has no room or let another go first: the same rows may be taken a moment later."""


class Crowded(TooMany):
    """The buffer is full."""

    code = "events_crowded"

    def __init__(self) -> None:
        super().__init__("More events come in than are written.", remedy="Send the same ones again after a second.")
        self.headers = {"Retry-After": "1"}


class Away(MerceryError):
    """It is not known whether the rows were kept: the database does not answer, or this process is about to end."""

    code = "events_not_kept"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "The events are not known to be kept.", remedy="Send the same ones again, with the same ids, in a moment."
        )
        self.headers = {"Retry-After": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is held, and how long is waited."""

    events: int = 40_000
    """Rows in the buffer."""
    octets: int = 32 << 20
    """Bytes of these rows."""
    crowd: int = 64
    """Callers who wait for a place at once, and requests of programs that are being answered at once; a further one is sent
    away."""
    batch: int = 8_000
    """Rows written together."""
    linger: float = 0.005
    """Seconds for which a batch that is not full waits for company."""
    write_seconds: float = 30.0
    """After that a write counts as failed."""
    away_seconds: float = 30.0
    """For so long the rows of a batch are tried again while the database is away."""
    pause: float = 0.05
    """Seconds before the first of these tries; each later one waits twice as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of rows handed in together: committed, all that is counted here."""

    stored: int
    known: int
    refused: tuple[int, ...] = ()
    """Places, from 0, of rows the database would not take."""


@dataclass(slots=True, eq=False)
class _Waiting:
    rows: Sequence[Row]
    octets: int
    told: asyncio.Future[Receipt | None]


class Ingest:
    """One buffer and one connection. `start` it in a running loop, `stop` it before the loop ends."""

    def __init__(self, url: str, limits: Limits | None = None, *, writer: Writer | None = None) -> None:
        self.limits = limits or Limits()
        self._writer = writer or Writer(url)
        self._queue: deque[_Waiting] = deque()
        self._held, self._octets, self._crowd, self._inside = 0, 0, 0, 0
        self.reading = asyncio.Semaphore(1)
        """Held while the events of a request are read: one after another, so that pages are not kept waiting by many."""
        self._wake, self._hurry, self._freed = asyncio.Event(), asyncio.Event(), asyncio.Condition()
        self._closing, self._end = False, float("inf")
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="ingest")

    @property
    def held(self) -> int:
        """Rows in the buffer, those being written with them."""
        return self._held

    @contextmanager
    def entrance(self) -> Iterator[None]:
        """Around a request of a program, before its body is read; Crowded, at once, where too many are inside: each holds
        what it sent, and who is sent away should cost little."""
        if self._closing:
            raise Away
        if self._inside >= self.limits.crowd:
            raise Crowded
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    async def submit(self, rows: Sequence[Row], *, room_seconds: float = 0.25, seconds: float | None = None) -> Receipt:
        """Hand rows in and wait until they are committed. Crowded when there is no place within `room_seconds`; Away when
        they are not committed within `seconds` (None: however long it takes), or the database is given up."""
        if not rows:
            return Receipt(stored=0, known=0)
        octets = sum(len(row.line) for row in rows)
        await self._find_place(len(rows), octets, room_seconds)
        if self._closing:
            raise Away
        waiting = _Waiting(rows, octets, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        self._held += len(rows)
        self._octets += octets
        self._wake.set()
        if self._held >= self.limits.batch:
            self._hurry.set()
        try:
            async with asyncio.timeout(seconds):
                receipt = await asyncio.shield(waiting.told)
        except TimeoutError as error:
            raise Away from error
        if receipt is None:
            raise Away
        return receipt

    async def stop(self, seconds: float = 4.0) -> None:
        """Let nobody in, write what is held, and end; what is not written by then was not acknowledged."""
        self._closing, self._end = True, time.monotonic() + seconds
        self._wake.set()
        self._hurry.set()
        async with self._freed:
            self._freed.notify_all()
        if self._task is not None:
            _, left = await asyncio.wait([self._task], timeout=seconds)
            for task in left:
                task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._queue:
            log.error("events_not_kept", count=self._held)
        while self._queue:
            self._tell(self._queue.popleft(), None)
        await self._writer.close()

    async def _find_place(self, count: int, octets: int, seconds: float) -> None:
        if self._fits(count, octets) and not self._crowd:
            return
        if self._crowd >= self.limits.crowd:
            raise Crowded
        self._crowd += 1
        try:
            async with asyncio.timeout(seconds), self._freed:
                await self._freed.wait_for(lambda: self._closing or self._fits(count, octets))
        except TimeoutError as error:
            raise Crowded from error
        finally:
            self._crowd -= 1

    def _fits(self, count: int, octets: int) -> bool:
        # An empty buffer takes anything: what is larger than the buffer would wait for ever.
        return not self._held or (
            self._held + count <= self.limits.events and self._octets + octets <= self.limits.octets
        )

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            if not self._closing:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), self.limits.linger)
                self._hurry.clear()
            if batch := self._take():
                await self._settle(batch)
            if not self._queue:
                if self._closing:
                    return
                self._wake.clear()

    def _take(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        count = 0
        while self._queue and (not batch or count + len(self._queue[0].rows) <= self.limits.batch):
            one = self._queue.popleft()
            count += len(one.rows)
            batch.append(one)
        return batch

    async def _settle(self, batch: Sequence[_Waiting]) -> None:
        """Write a batch and tell each of those who wait; nothing that goes wrong here ends the task."""
        fates: list[Fate] | None = None
        try:
            fates = await self._written([row for one in batch for row in one.rows])
        except Exception:
            log.exception("events_not_kept", count=sum(len(one.rows) for one in batch))
        finally:
            start = 0
            for one in batch:
                end = start + len(one.rows)
                self._tell(one, None if fates is None else _receipt(fates[start:end]))
                start = end
        async with self._freed:
            self._freed.notify_all()

    async def _written(self, rows: Sequence[Row]) -> list[Fate] | None:
        """Tried again while the database is away; None when that takes too long."""
        end, pause, careful = time.monotonic() + self.limits.away_seconds, self.limits.pause, False
        while True:
            try:
                async with asyncio.timeout(self.limits.write_seconds):
                    return await self._writer.write(rows, careful=careful)
            except _AWAY as error:
                # It may have been committed, and only the word of it lost.
                careful = True
                if time.monotonic() + pause > min(end, self._end):
                    log.error("events_not_kept", count=len(rows), error=str(error))
                    return None
                log.warning("events_wait_for_the_database", count=len(rows), error=str(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _tell(self, one: _Waiting, receipt: Receipt | None) -> None:
        self._held -= len(one.rows)
        self._octets -= one.octets
        if not one.told.done():
            one.told.set_result(receipt)


def _receipt(fates: Sequence[Fate]) -> Receipt:
    refused = tuple(place for place, fate in enumerate(fates) if fate == "refused")
    return Receipt(stored=fates.count("stored"), known=fates.count("known"), refused=refused)
