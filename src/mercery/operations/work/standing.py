"""How the queue of the whole installation stands, for checks and figures: a handful of numbers, no job's contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.operations.work.queue import SILENT_SECONDS

_BY_QUEUE: Final = text(
    "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2"
)
# What waits for its own lock, or for its time, is in no queue yet.
_OLDEST: Final = text(
    "SELECT extract(epoch FROM clock_timestamp() - min(greatest(coalesce(j.scheduled_at, '-infinity'), e.at)))"
    " FROM procrastinate_jobs j CROSS JOIN LATERAL"
    " (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = j.id) e"
    " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= clock_timestamp())"
    " AND (j.lock IS NULL OR NOT EXISTS (SELECT 1 FROM procrastinate_jobs d WHERE d.lock = j.lock AND d.status = 'doing'))"
)
_FAILED: Final = text(
    "SELECT j.task_name, count(*) FROM procrastinate_jobs j JOIN LATERAL"
    " (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = j.id) e ON true"
    " WHERE j.status = 'failed' AND e.at > clock_timestamp() - make_interval(hours => :hours) GROUP BY 1 ORDER BY 2 DESC, 1"
)
_STUCK: Final = text(
    "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id WHERE j.status = 'doing'"
    " AND (w.id IS NULL OR w.last_heartbeat < clock_timestamp() - make_interval(secs => :silent))"
)
_OLDEST_OF: Final = text(
    "SELECT extract(epoch FROM clock_timestamp() - min(e.at)) FROM procrastinate_jobs j CROSS JOIN LATERAL"
    " (SELECT min(at) AS at FROM procrastinate_events WHERE job_id = j.id) e"
    " WHERE j.task_name = ANY(:kinds) AND (j.status = 'todo' AND coalesce(j.scheduled_at, '-infinity') <= clock_timestamp())"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The queue at a moment."""

    by_queue: dict[tuple[str, str], int]
    """Jobs by queue and state (`todo`, `doing`, `failed`)."""
    oldest: float
    """Seconds the oldest job has waited that could begin; 0 when none waits."""
    stuck: int
    """Jobs in the hands of workers that are gone."""


async def standing(session: AsyncSession) -> Standing:
    """The queue now."""
    rows = (await session.execute(_BY_QUEUE)).all()
    return Standing(
        by_queue={(queue, state): number for queue, state, number in rows},
        oldest=float(await session.scalar(_OLDEST) or 0.0),
        stuck=int(await session.scalar(_STUCK, {"silent": SILENT_SECONDS}) or 0),
    )


async def failed_lately(session: AsyncSession, *, hours: int = 24) -> list[tuple[str, int]]:
    """Kinds of jobs that failed and were not given back, the most frequent first."""
    return [(kind, number) for kind, number in (await session.execute(_FAILED, {"hours": hours})).all()]


async def oldest_of(session: AsyncSession, *kinds: str) -> float:
    """Seconds since the oldest job of these kinds was put down that waits though its time has come; 0 when none does."""
    return float(await session.scalar(_OLDEST_OF, {"kinds": list(kinds)}) or 0.0)
