"""News between features: a feature announces what happened, `app.py` decides who hears it.

Two ways. `EventBus.publish` calls handlers inside the caller's transaction (for what must happen together).
`announce` sends a small notice through PostgreSQL's NOTIFY when the transaction commits (for live pages).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core import statements
from mercery.core.database import Json, connecting, psycopg_url
from mercery.core.logging import get_logger
from mercery.core.statements import Asked, Statement
from mercery.core.telemetry.instruments import LISTENER
from mercery.core.telemetry.recording import count

log = get_logger(__name__)
CHANNEL = "mercery"
AGAIN: Final[Json] = {"kind": "again"}
"""What every subscriber is told after the connection was away: what was announced meanwhile is not known, so look."""
_TOPIC: Final = re.compile(r'\{"topic": "([^"\\]+)"')
"""The topic of a notice as `announce_all` writes it, found without reading the rest."""
_PAUSES: Final = (0.2, 0.5, 1.0, 2.0)
"""Seconds between tries to connect; the last one is repeated."""


@lru_cache
def _notify(count: int) -> Statement[None]:
    """Announces so many bodies. Not as an array: the driver would look at every letter of each to escape it."""
    return Statement(text("SELECT " + ", ".join(f"pg_notify(:channel, :body_{at})" for at in range(count))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Parent of all events. A subclass's docstring is its documentation."""

    shop_id: str


E = TypeVar("E", bound=Event)
Handler = Callable[[AsyncSession, Event], Awaitable[None]]
Asks = Callable[[str], Asked[Any]]


class EventBus:
    """Handlers by event class."""

    def __init__(self) -> None:
        self._handlers: dict[type[Event], list[Handler]] = defaultdict(list)
        self._asks: dict[type[Event], list[Asks]] = defaultdict(list)

    def subscribe(
        self, kind: type[E], handler: Callable[[AsyncSession, E], Awaitable[None]], *, asks: Asks | None = None
    ) -> None:
        """Call `handler` for each published event of class `kind`, in order of subscription. `asks`: what it always asks
        first, of what the event is about."""
        self._handlers[kind].append(cast(Handler, handler))
        if asks is not None:
            self._asks[kind].append(asks)

    def asked(self, kind: type[Event], subject: str) -> list[Asked[Any]]:
        """What the handlers of `kind` will ask of `subject`, to be read ahead by who is about to publish one."""
        return [asks(subject) for asks in self._asks[kind]]

    def clear(self) -> None:
        """Forget every handler."""
        self._handlers.clear()
        self._asks.clear()

    async def publish(self, session: AsyncSession, event: Event) -> None:
        """Run the handlers in this transaction; an exception in one undoes the whole."""
        for handler in self._handlers[type(event)]:
            await handler(session, event)


bus = EventBus()
"""The process's event bus, filled by `app.py`."""


async def announce(session: AsyncSession, topic: str, payload: Json | None = None) -> None:
    """Tell every process listening to `topic` when this transaction commits. At most about 7 kB of payload."""
    await announce_all(session, {topic: payload or {}})


async def announce_all(session: AsyncSession, payloads: Mapping[str, Json]) -> None:
    """Several notices by topic, in one statement."""
    bodies = {
        f"body_{at}": json.dumps({"topic": topic, "payload": payload}, ensure_ascii=False)
        for at, (topic, payload) in enumerate(payloads.items())
    }
    await statements.later(session, _notify(len(bodies)).of(channel=CHANNEL, **bodies))


class Listener:
    """One LISTEN connection per process, handing notices to whoever waits for their topic."""

    def __init__(self, url: str) -> None:
        self._url = psycopg_url(url)
        self._waiting: dict[str, set[asyncio.Queue[Json]]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self.connected = False
        """Whether news come in right now."""

    def start(self) -> None:
        """Begin listening; call inside a running event loop."""
        self._task = asyncio.create_task(self._run(), name="listener")

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @contextlib.asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[asyncio.Queue[Json]]:
        """A queue of the payloads announced on `topic` while the block runs. A slow reader loses the oldest."""
        queue: asyncio.Queue[Json] = asyncio.Queue(maxsize=100)
        self._waiting[topic].add(queue)
        try:
            yield queue
        finally:
            self._waiting[topic].discard(queue)
            if not self._waiting[topic]:
                del self._waiting[topic]

    async def _run(self) -> None:
        missed, tries = False, 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._url,
                    autocommit=True,
                    application_name="mercery listener",
                    **connecting(self._url, pooled=False),
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.connected = True
                    if missed:
                        self._look_again()
                    missed, tries = True, 0
                    await _hand_on(connection, self._deliver)
            except (psycopg.Error, OSError) as error:
                log.warning("listener_reconnecting", error=str(error))
                count(LISTENER)
            finally:
                self.connected = False
            await asyncio.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
            tries += 1

    def _look_again(self) -> None:
        for queues in self._waiting.values():
            for queue in queues:
                _put(queue, AGAIN)

    def _deliver(self, body: str) -> None:
        topic = _TOPIC.match(body)
        if topic is not None and topic[1] not in self._waiting:
            # Every process hears every notice; most are for nobody here.
            return
        message = json.loads(body)
        for queue in self._waiting.get(message["topic"], ()):
            _put(queue, message["payload"])


async def _hand_on(connection: psycopg.AsyncConnection[object], deliver: Callable[[str], None]) -> None:
    """Hand on every notice as it comes, until the connection is lost, which raises. The driver's own way wakes ten times a
    second, in every process and all day, and does more for each notice than delivering it takes."""
    loop, raw = asyncio.get_running_loop(), connection.pgconn
    lost: asyncio.Future[None] = loop.create_future()

    def look() -> None:
        try:
            raw.consume_input()
            while (notice := raw.notifies()) is not None:
                deliver(notice.extra.decode())
        except Exception as error:
            if not lost.done():
                lost.set_exception(error)

    loop.add_reader(raw.socket, look)
    try:
        # What came while it was being set up.
        look()
        await lost
    finally:
        loop.remove_reader(raw.socket)


def _put(queue: asyncio.Queue[Json], payload: Json) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(payload)
