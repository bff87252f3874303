"""Background jobs on the same PostgreSQL (procrastinate).

A feature's `jobs.py` declares tasks on a `Blueprint`; `worker.py` gathers the blueprints. `enqueue` puts a job into the
caller's own transaction, so a job exists exactly when the work it belongs to was committed.
"""

from __future__ import annotations

import json
from copy import copy
from datetime import datetime

from procrastinate import App, Blueprint, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Json, connecting, psycopg_url
from mercery.core.fair_jobs import FairJobs
from mercery.core.telemetry.tracing import CARRIED, traceparent

__all__ = ["Blueprint", "enqueue", "job_app", "take_up"]


def job_app(url: str, blueprints: dict[str, Blueprint], *, most_of_a_shop: int = 6) -> App:
    """A procrastinate app with the tasks of `blueprints`, keyed by feature name. `url` leads to the database itself, past
    any pooler: the queue listens. `most_of_a_shop`: jobs of one shop that a worker has in hand, where there are several."""
    connector = PsycopgConnector(
        conninfo=psycopg_url(url), min_size=1, max_size=4, kwargs=connecting(url, pooled=False)
    )
    app = App(connector=connector)
    app.job_manager = FairJobs(connector, most_of_a_shop=most_of_a_shop)
    for feature, blueprint in blueprints.items():
        app.add_tasks_from(_copied(blueprint), namespace=feature)
    return app


def _copied(blueprint: Blueprint) -> Blueprint:
    """The tasks once more, with the times at which some run by themselves: `add_tasks_from` renames what it takes, so the
    same tasks could not serve a second app."""
    fresh = Blueprint()
    copies = {id(task): copy(task) for task in blueprint.tasks.values()}
    fresh.tasks = {name: copies[id(task)] for name, task in blueprint.tasks.items()}
    for one in blueprint.periodic_registry.periodic_tasks.values():
        fresh.periodic_registry.register_task(
            task=copies[id(one.task)],
            cron=one.cron,
            periodic_id=one.periodic_id,
            configure_kwargs=one.configure_kwargs,
        )
    return fresh


async def enqueue(
    session: AsyncSession,
    task: str,
    args: Json,
    *,
    queue: str = "default",
    lock: str | None = None,
    once: str | None = None,
    at: datetime | None = None,
) -> int | None:
    """Add job `feature:task` to this transaction and return its number.

    `lock`: jobs with the same lock run one after another. `once`: nothing is added while a job of that name waits
    (returns None); that job then begins only after this transaction, so it sees what is committed here. `at`: not before.
    Where traces are sent, the job belongs to the trace of whoever put it down.
    """
    if place := traceparent():
        args = {**args, CARRIED: place}
    if once is not None:
        if await _waits(session, once):
            return None
        # Of two that find none, the second looks again when the first has ended, or the queue would refuse its job.
        await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"job:{once}"})
        if await _waits(session, once):
            return None
    number = await session.scalar(
        text(
            "SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, 0, :lock, :once, CAST(:args AS jsonb), "
            "CAST(:at AS timestamptz))"
            "::procrastinate_job_to_defer_v1]))"
        ),
        {"queue": queue, "task": task, "lock": lock, "once": once, "args": json.dumps(args), "at": at},
    )
    return int(number) if number is not None else None


async def take_up(session: AsyncSession, task: str, shop_id: str, *, most: int) -> list[Json]:
    """Take a shop's jobs `feature:task` that wait off the queue, the oldest first, and return what they were to be done with:
    for a job that does at once what they would do one by one. Where this transaction fails, they wait as before."""
    rows = await session.scalars(
        text(
            "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs WHERE status = 'todo'"
            " AND coalesce(args->>'shop_id', '') = :shop AND task_name = :task ORDER BY priority DESC, id LIMIT :most"
            " FOR UPDATE SKIP LOCKED) RETURNING args"
        ),
        {"shop": shop_id, "task": task, "most": most},
    )
    return list(rows)


async def _waits(session: AsyncSession, once: str) -> bool:
    """Whether such a job waits. It is held until this transaction ends: workers pass over jobs that somebody holds."""
    query = text("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = :once AND status = 'todo' FOR KEY SHARE")
    return await session.scalar(query, {"once": once}) is not None
