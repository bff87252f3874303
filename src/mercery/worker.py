"""The worker: runs background jobs of every feature."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Final

from procrastinate import App, Blueprint
from procrastinate.jobs import Status

import mercery
from mercery.app import wire_events
from mercery.assistant.unanswered import answer_unanswered
from mercery.core.jobs import job_app
from mercery.core.logging import get_logger
from mercery.core.runtime import database, open_database
from mercery.inspection.jobs import inspect_what_is_due

log = get_logger(__name__)
_SILENT: Final = 120
"""Seconds without a sign of life after which a worker counts as gone."""
_LOOK_EVERY: Final = 30
_INSPECT_EVERY: Final = 300
_MOST_ATTEMPTS: Final = 3


def blueprints() -> dict[str, Blueprint]:
    """Each feature's jobs, by feature name: every `jobs.py` of a feature, or of a part of one, has a `blueprint`."""
    found: dict[str, Blueprint] = {}
    for place in sorted(Path(mercery.__path__[0]).rglob("jobs.py")):
        parts = place.relative_to(mercery.__path__[0]).parent.parts
        if parts != ("core",):
            found[parts[-1]] = importlib.import_module(".".join(("mercery", *parts, "jobs"))).blueprint
    return found


def jobs() -> App:
    """The job queue with every feature's tasks."""
    return job_app(database().url, blueprints())


async def work() -> None:
    """Run jobs until the process is told to stop."""
    async with open_database():
        wire_events()
        app = jobs()
        async with app.open_async():
            watching = asyncio.create_task(_watch_abandoned(app))
            answering = asyncio.create_task(_watch_unanswered())
            inspecting = asyncio.create_task(_watch_ended())
            try:
                await app.run_worker_async(
                    # A shop's long work (content, films, values read, its index) takes four places; prices that change
                    # and messages must not wait for it.
                    concurrency=8,
                    install_signal_handlers=True,
                    delete_jobs="successful",
                    update_heartbeat_interval=10,
                    # Nobody is told when a lock is free again; the next message to a messenger must not wait long.
                    fetch_job_polling_interval=1,
                )
            finally:
                watching.cancel()
                answering.cancel()
                inspecting.cancel()


async def _watch_abandoned(app: App) -> None:
    while True:
        try:
            await take_up_abandoned(app)
        except Exception:
            log.exception("abandoned_jobs_not_taken_up")
        await asyncio.sleep(_LOOK_EVERY)


async def _watch_unanswered() -> None:
    """At the start and from then on: nobody who wrote while a process died stays without an answer."""
    while True:
        try:
            await answer_unanswered(database())
        except Exception:
            log.exception("unanswered_not_taken_up")
        await asyncio.sleep(_LOOK_EVERY)


async def _watch_ended() -> None:
    """Conversations that have fallen silent are inspected like closed ones; closing one is heard of by its event."""
    while True:
        try:
            await inspect_what_is_due(database())
        except Exception:
            log.exception("ended_conversations_not_inspected")
        await asyncio.sleep(_INSPECT_EVERY)


async def take_up_abandoned(app: App) -> int:
    """Put jobs of workers that were killed back into the queue, and return how many. Each would keep its lock else, and
    with it every later job of that lock. A job that was abandoned again and again is given up."""
    taken = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_SILENT):
        if job.attempts < _MOST_ATTEMPTS:
            await app.job_manager.retry_job(job)
            taken += 1
        else:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        log.warning("job_abandoned", job=job.id, task=job.task_name, attempts=job.attempts)
    return taken
