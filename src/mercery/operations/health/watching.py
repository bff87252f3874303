"""Everything by which a process is watched, put together: figures and traces, its heartbeat, its readiness, its checks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, Literal, cast

from fastapi import FastAPI
from starlette.requests import HTTPConnection

from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.events import Listener
from mercery.core.processes import supervised
from mercery.core.telemetry.instruments import STREAMS
from mercery.core.telemetry.recording import set_to
from mercery.core.telemetry.sharing import Shared
from mercery.operations.health.checks import Looks
from mercery.operations.health.draining import Draining
from mercery.operations.health.listening import listening
from mercery.operations.health.readiness import Probe, readiness_checks
from mercery.operations.health.scraping import Scraper
from mercery.operations.health.telling import telling
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
        self.probe = Probe(
            database, readiness_checks(listener, indexes), draining, warming=lambda: indexes() == "loading"
        )


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
    # `mercery run` waits a few seconds for its processes and no longer.
    draining = Draining(0 if supervised() else chosen.drain_seconds)
    indexes = Indexes(base, warm)

    def streams() -> int:
        return int(app.state.streams.count) if hasattr(app.state, "streams") else 0

    def figures() -> Json:
        return {"streams": streams(), "key": mac("same_key")[:12]}

    try:
        async with telling(base, "web", figures=figures, sample=lambda: set_to(STREAMS, value=streams())) as shared:
            watch = Watch(base, shared=shared, listener=listener, indexes=indexes, draining=draining)
            app.state.watch = watch
            async with listening(chosen, watch.scraper, watch.probe):
                with draining.on_request():
                    yield
    finally:
        indexes.stop()


@asynccontextmanager
async def watched_worker(base: Database, listener: Listener) -> AsyncIterator[None]:
    """For as long as a worker works."""
    async with telling(base, "worker") as shared:
        watch = Watch(base, shared=shared, listener=listener)
        async with listening(settings(), watch.scraper, watch.probe):
            yield
