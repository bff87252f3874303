"""Taking in what a platform brought: kept before anything else is done, and never lost or taken twice."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.channels import repository
from mercery.channels.arrived import Arrived
from mercery.conversations.channels import Channel
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.jobs import enqueue
from mercery.web.rate_limit import Limit

REQUESTS: Final = Limit(name="platform", burst=1_200, seconds=60)
"""Of one channel; each message of ours comes back as up to four notices of what became of it."""
LEFT_OVER: Final = timedelta(seconds=25)
"""A job takes up what the process that took it in has not finished by then."""


async def arrive(
    database: Database, channel: Channel, arrived: Arrived, *, passive_until: datetime | None = None
) -> tuple[str, bool]:
    """Keep a message that is answered in this process: its id here, and whether it is new. A job stands behind it."""
    async with database.session() as session:
        row, fresh = await repository.add_arrival(session, channel, arrived, passive_until=passive_until)
        if fresh:
            await _enqueue(session, channel, arrived, row.id, at=now() + LEFT_OVER)
        return row.id, fresh


async def arrive_by_job(session: AsyncSession, channel: Channel, arrived: Arrived) -> bool:
    """Keep a message that a worker answers, in the caller's transaction; whether it is new."""
    row, fresh = await repository.add_arrival(session, channel, arrived)
    if fresh:
        await _enqueue(session, channel, arrived, row.id)
    return fresh


async def _enqueue(
    session: AsyncSession, channel: Channel, arrived: Arrived, arrival_id: str, *, at: datetime | None = None
) -> None:
    # One after another for the same customer, so that answers keep the order of questions.
    name = hashlib.sha256(f"{channel.id}:{arrived.address}:{arrived.thread}".encode()).hexdigest()[:24]
    lock = f"arrival:{name}" if at is None else None
    await enqueue(session, "channels:hear", {"arrival_id": arrival_id}, lock=lock, at=at)
