"""The processes of the installation: each says every fifteen seconds that it lives, on whichever host it runs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.logging import get_logger
from mercery.core.telemetry.running import Role, memory, version

log = get_logger(__name__)
BEAT_SECONDS: Final = 15.0
SILENT_SECONDS: Final = 45.0
"""Three beats missed: the process is gone, or cut off."""
_TOLD_SECONDS: Final = 3600
"""For so long one that went without a word is shown."""
_CLOCK: Final = text("SELECT clock_timestamp()")
_BEAT: Final = text(
    "INSERT INTO installation_processes (id, host, role, pid, version, started_at, seen_at, ahead, figures)"
    " VALUES (:id, :host, :role, :pid, :version, :started, clock_timestamp(), :ahead, CAST(:figures AS jsonb))"
    " ON CONFLICT (id) DO UPDATE SET version = :version, started_at = :started, seen_at = clock_timestamp(),"
    " ahead = :ahead, figures = CAST(:figures AS jsonb)"
)
_FORGET: Final = text(
    "DELETE FROM installation_processes WHERE seen_at < clock_timestamp() - make_interval(secs => :told)"
)
_LEAVE: Final = text("DELETE FROM installation_processes WHERE id = :id")
_READ: Final = text(
    "SELECT id, host, role, pid, version, started_at, seen_at, ahead, figures,"
    " extract(epoch FROM clock_timestamp() - seen_at) AS silent FROM installation_processes ORDER BY host, role, pid"
)
FiguresOf = Callable[[], Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process, as it last told of itself."""

    id: str
    host: str
    role: Role
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime
    silent: float
    """Seconds since then, by the database's clock."""
    ahead: float
    """Seconds its host's clock is ahead of the database's."""
    figures: Json
    """`memory` in bytes; of a web process also `streams`, `connections`, and `key`, a mark of the key it signs with."""

    @property
    def alive(self) -> bool:
        """Whether it was heard of lately."""
        return self.silent <= SILENT_SECONDS


async def processes(session: AsyncSession) -> list[Process]:
    """All that live, and those that went without a word within the last hour."""
    rows = (await session.execute(_READ)).mappings()
    return [Process(**{**row, "silent": float(row["silent"])}) for row in rows if row["silent"] <= _TOLD_SECONDS]


def alive(found: Sequence[Process], role: Role | None = None) -> list[Process]:
    """Those that live, of a role."""
    return [one for one in found if one.alive and role in (None, one.role)]


@asynccontextmanager
async def beating(database: Database, role: Role, figures: FiguresOf = dict) -> AsyncIterator[None]:
    """Say that this process lives for as long as the block runs, and that it left when it ends in order. A database that is
    away stops nothing: it is told again when it is back."""
    beat = _Beat(database, role, figures)
    task = asyncio.create_task(beat.go_on(), name="heartbeat")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        with contextlib.suppress(Exception):
            async with asyncio.timeout(1):
                await beat.leave()


class _Beat:
    def __init__(self, database: Database, role: Role, figures: FiguresOf) -> None:
        self._database, self._role, self._figures = database, role, figures
        self._host, self._started = socket.gethostname()[:120], now()
        self.id = f"{self._host}:{role}:{os.getpid()}"

    async def go_on(self) -> None:
        failed = False
        while True:
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await self.once()
                failed = False
            except Exception as error:
                if not failed:
                    log.warning("heartbeat_not_written", error=type(error).__name__)
                failed = True
            await asyncio.sleep(BEAT_SECONDS)

    async def once(self) -> None:
        async with self._database.session() as session:
            await session.connection()
            before = now()
            clock = await session.scalar(_CLOCK)
            after = now()
            # Half of the way there and back counts as the way there: the error is at most that half.
            ahead = ((before + (after - before) / 2) - clock).total_seconds() if clock else 0.0
            values = {
                "id": self.id, "host": self._host, "role": self._role, "pid": os.getpid(), "version": version()[:60],
                "started": self._started, "ahead": round(ahead, 3), "figures": json.dumps({"memory": memory(), **self._figures()}),
            }  # fmt: skip
            await session.execute(_BEAT, values)
            await session.execute(_FORGET, {"told": _TOLD_SECONDS})

    async def leave(self) -> None:
        async with self._database.session() as session:
            await session.execute(_LEAVE, {"id": self.id})
