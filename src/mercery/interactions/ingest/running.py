"""The ingest of a process, found by the database it writes to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakKeyDictionary

from mercery.core.database import Database
from mercery.interactions.ingest.ingest import Ingest, Limits

_running: Final[WeakKeyDictionary[Database, Ingest]] = WeakKeyDictionary()


@asynccontextmanager
async def ingesting(database: Database, limits: Limits | None = None) -> AsyncIterator[Ingest]:
    """Write by batches inside the block; at its end what is held is written first."""
    ingest = Ingest(database.direct_url, limits)
    ingest.start()
    _running[database] = ingest
    try:
        yield ingest
    finally:
        # Still found while it ends: who comes now is told that it does, and waits for nothing.
        await ingest.stop()
        _running.pop(database, None)


def ingest_of(database: Database) -> Ingest | None:
    """The ingest that writes to it; None in commands, jobs and tests, which write in transactions of their own."""
    return _running.get(database)
