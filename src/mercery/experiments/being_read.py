"""Having an experiment read in the background: a million visitors take seconds, and nobody should wait for them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.jobs import enqueue
from mercery.experiments.running.experiment import Experiment

READ: Final = "experiments:read_one"
_AT_WORK: Final = text(
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = :task"
    " AND args ->> 'shop_id' = :shop AND args ->> 'key' = :key)"
)


async def ask_to_read(session: AsyncSession, shop_id: str, one: Experiment) -> None:
    """Have it read once this transaction is committed: up to now, or up to its end."""
    name = f"{READ}:{shop_id}:{one.key}"
    await enqueue(
        session, READ, {"shop_id": shop_id, "key": one.key, "phase": one.phase}, lock=name, once=f"{name}:{one.phase}"
    )


async def is_being_read(session: AsyncSession, shop_id: str, key: str) -> bool:
    """Whether a reading waits or is under way."""
    given = {"task": READ, "shop": shop_id, "key": key}
    return bool(await session.scalar(_AT_WORK, given))
