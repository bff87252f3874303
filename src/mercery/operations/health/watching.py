"""Everything by which a process is watched, put together: figures and traces, its heartbeat, its readiness, its checks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, Literal, cast

from fastapi import FastAPI
from sqlalchemy.pool import QueuePool
from starlette.requests import HTTPConnection

from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.events import Listener
from mercery.core.telemetry.instruments import POOL, STREAMS
from mercery.core.telemetry.recording import sampled_by, set_to
from mercery.core.telemetry.running import Role, telemetry
from mercery.core.telemetry.sharing import Shared
from mercery.operations.health.checks import Looks
from mercery.operations.health.draining import Draining
from mercery.operations.health.listening import listening
from mercery.operations.health.processes import beating
from mercery.operations.health.readiness import Probe, readiness_checks
from mercery.operations.health.scraping import Scraper
from mercery.web.database import database_of
from mercery.web.secret import mac

_AGAIN: Final = 30.0
Warm = Callable[[Database], Awaitable[bool]]


class Indexes:
    """Whether this process has its indexes open. Where opening them failed, it tries again while somebody asks."""

    def __init__(self, database: Database, warm: Warm) -> None:
        self._database, self._warm = database, warm
        self._began = time.monotonic()
        self._task = asyncio.ensure_future(warm(database))

    def __call__(self) -> Literal["open", "loading", "broken"]:
        """How they stand."""
        if not self._task.done():
            return "loading"
        if not self._task.cancelled() and self._task.exception() is None and self._task.result():
            return "open"
        if time.monotonic() - self._began > _AGAIN:
            self._began, self._task = time.monotonic(), asyncio.ensure_future(self._warm(self._database))
        return "broken"

    def stop(self) -> None:
        """Not needed any more."""
        self._task.cancel()


class Watch:
    """How one process is watched."""

    def __init__(
        self,
        database: Database,
        *,
        shared: Shared | None = None,
        listener: Listener | None = None,
        indexes: Callable[[], Literal["open", "loading", "broken"]] = lambda: "open",
        draining: Callable[[], bool] = lambda: False,
    ) -> None:
        self.looks = Looks(database)
        self.scraper = Scraper(database, self.looks, shared)
        self.probe = Probe(database, readiness_checks(listener, indexes), draining)


def watch_of(connection: HTTPConnection) -> Watch:
    """How this web process is watched."""
    state = connection.app.state
    if not hasattr(state, "watch"):
        state.watch = Watch(database_of(connection))
    return cast(Watch, state.watch)


@asynccontextmanager
async def watched_web(app: FastAPI, warm: Warm) -> AsyncIterator[None]:
    """For as long as a web process serves. `warm` opens its indexes in the background."""
    chosen, base, listener = settings(), cast(Database, app.state.database), cast(Listener, app.state.listener)
    draining, indexes = Draining(chosen.drain_seconds), Indexes(base, warm)

    def streams() -> int:
        return int(app.state.streams.count) if hasattr(app.state, "streams") else 0

    def sample() -> None:
        set_to(STREAMS, value=streams())
        _sample_pool(base)

    def figures() -> Json:
        return {"streams": streams(), "connections": _pool(base)[0], "key": mac("same_key")[:12]}

    take_back = sampled_by(sample)
    try:
        async with telemetry(chosen, "web") as shared:
            watch = Watch(base, shared=shared, listener=listener, indexes=indexes, draining=draining)
            app.state.watch = watch
            async with beating(base, "web", figures), listening(chosen, watch.scraper, watch.probe):
                with draining.on_request():
                    yield
    finally:
        take_back()
        indexes.stop()


@asynccontextmanager
async def watched(base: Database, role: Role, *, listener: Listener | None = None) -> AsyncIterator[None]:
    """For as long as a worker or a director works."""
    chosen = settings()
    take_back = sampled_by(lambda: _sample_pool(base))
    try:
        async with telemetry(chosen, role) as shared, beating(base, role, lambda: {"connections": _pool(base)[0]}):
            if role != "worker":
                yield
                return
            watch = Watch(base, shared=shared, listener=listener)
            async with listening(chosen, watch.scraper, watch.probe):
                yield
    finally:
        take_back()


def _sample_pool(base: Database) -> None:
    used, free, most = _pool(base)
    for state, number in (("in_use", used), ("free", free), ("most", most)):
        set_to(POOL, state, value=number)


def _pool(base: Database) -> tuple[int, int, int]:
    """Connections in use, free ones, and how many there may be."""
    pool: Any = base.engine.pool
    if not isinstance(pool, QueuePool):
        return 0, 0, 0
    with suppress(AttributeError):
        return pool.checkedout(), pool.checkedin(), pool.size() + pool._max_overflow
    return pool.checkedout(), pool.checkedin(), pool.size()
