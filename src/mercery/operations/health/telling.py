"""What every process tells of itself: its figures and traces, that it lives, and how its connections stand. Imports no
feature, since the director of shows is kept small."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from mercery.core.config import settings
from mercery.core.database import Database, Json
from mercery.core.telemetry.instruments import POOL
from mercery.core.telemetry.recording import sampled_by, set_to
from mercery.core.telemetry.running import Role, telemetry
from mercery.core.telemetry.sharing import Shared
from mercery.operations.health.processes import beating


@asynccontextmanager
async def telling(
    base: Database,
    role: Role,
    *,
    figures: Callable[[], Json] = dict,
    sample: Callable[[], None] = lambda: None,
) -> AsyncIterator[Shared | None]:
    """For as long as the process works. `figures` go along with each beat; `sample` sets gauges when figures are read."""

    def all_gauges() -> None:
        _sample_pool(base)
        sample()

    take_back = sampled_by(all_gauges)
    try:
        async with (
            telemetry(settings(), role) as shared,
            beating(base, role, lambda: {"connections": pool_of(base)[0], **figures()}),
        ):
            yield shared
    finally:
        take_back()


def pool_of(base: Database) -> tuple[int, int, int]:
    """Connections in use, free ones, and how many there may be."""
    pool: Any = base.engine.pool
    if not hasattr(pool, "checkedout"):
        return 0, 0, 0
    return pool.checkedout(), pool.checkedin(), pool.size() + max(0, getattr(pool, "_max_overflow", 0))


def _sample_pool(base: Database) -> None:
    for state, number in zip(("in_use", "free", "most"), pool_of(base), strict=True):
        set_to(POOL, state, value=number)
