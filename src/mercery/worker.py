"""The worker: runs background jobs of every feature."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import psycopg
from procrastinate import App, Blueprint
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.worker import Worker
from sqlalchemy import text

import mercery
from mercery.assistant.unanswered import answer_unanswered
from mercery.core.config import settings
from mercery.core.events import Listener
from mercery.core.jobs import job_app
from mercery.core.leases import Lease
from mercery.core.logging import get_logger
from mercery.core.runtime import database, open_database
from mercery.experiments.warehouse.every_host import keep_days_renewed
from mercery.inspection.jobs import inspect_what_is_due
from mercery.operations.health.watching import watched_worker
from mercery.operations.work.measuring import measured
from mercery.recommendations.following import follow_orders
from mercery.search.following import follow_indexes
from mercery.wiring import wire_events

log = get_logger(__name__)
_SILENT: Final = 60
"""Seconds without a sign of life after which a worker counts as gone; it gives one every ten."""
_LOOK_EVERY: Final = 10
"""Seconds between rounds of sweeping; what follows is counted in rounds."""
_INSPECT_EVERY: Final = 30
_ALL_EVERY: Final = 360
_LEADS: Final = 35.0
"""Seconds a leader that gives no sign stays leader: three rounds."""
_PAUSE: Final = 1.0
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
    return job_app(database().direct_url, blueprints(), most_of_a_shop=settings().worker_places_per_shop)


async def work() -> None:
    """Run jobs until the process is told to stop. A database that goes away is waited for."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with open_database() as opened:
        wire_events()
        listener = Listener(opened.direct_url)
        listener.start()
        # One worker of all looks after what is left over; when it dies, another one does.
        lease = Lease(opened, "sweeps", seconds=_LEADS)
        beside = [
            asyncio.create_task(_sweep(lease), name="sweeps"),
            asyncio.create_task(follow_indexes(opened, listener), name="search_follower"),
            asyncio.create_task(keep_days_renewed(opened, settings().home), name="warehouse_renewer"),
            asyncio.create_task(follow_orders(opened), name="orders_follower"),
        ]
        try:
            async with watched_worker(opened, listener):
                while not ended.is_set():
                    await _jobs_while_possible(ended)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            with contextlib.suppress(Exception):
                await lease.give_up()
            await listener.stop()


async def _jobs_while_possible(ended: asyncio.Event) -> None:
    """Run jobs until told to stop, or until the database is gone: then a little later again, as a new worker. What the old
    one had in hand is let go at once, so that nobody waits until it counts as silent."""
    app = jobs()
    worker: Any = None  # the package leaves it without types
    try:
        async with app.open_async():
            worker = Worker(
                app,
                # A shop's long work (content, films, values read, its index) takes four places; prices that change and
                # messages must not wait for it.
                concurrency=settings().worker_places,
                install_signal_handlers=False,
                delete_jobs="successful",
                update_heartbeat_interval=10,
                # Nobody is told when a lock is free again; the next message to a messenger must not wait long.
                fetch_job_polling_interval=1,
                worker_middleware=[measured],
            )
            running = asyncio.create_task(worker.run(), name="jobs")
            telling = asyncio.create_task(ended.wait())
            await asyncio.wait({running, telling}, return_when=asyncio.FIRST_COMPLETED)
            telling.cancel()
            worker.stop()
            await running
    except (ConnectorException, psycopg.Error, OSError) as error:
        log.warning(
            "worker_waits_for_database", error=str(error).splitlines()[0] if str(error) else type(error).__name__
        )
    if worker is not None and worker.worker_id is not None:
        await _let_go(worker.worker_id)
    if not ended.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PAUSE):
                await ended.wait()


async def _let_go(worker_id: int) -> None:
    with contextlib.suppress(Exception):
        async with database().session() as session:
            await session.execute(text("DELETE FROM procrastinate_workers WHERE id = :id"), {"id": worker_id})


async def _sweep(lease: Lease) -> None:
    """While this worker leads: jobs of workers that died, messages nobody answers, conversations that fell silent."""
    app, rounds = jobs(), 0
    while True:
        try:
            if await lease.mine():
                await _sweep_once(app, rounds)
                rounds += 1
        except Exception:
            log.exception("not_swept")
        await asyncio.sleep(_LOOK_EVERY)


async def _sweep_once(app: App, rounds: int) -> None:
    """Nobody who wrote while a process died stays without an answer: those of the last minutes are looked for each time,
    older ones at the beginning and once an hour. Conversations that have fallen silent are inspected like closed ones;
    closing one is heard of by its event."""
    rounds_of: tuple[tuple[str, int, Callable[[], Awaitable[object]]], ...] = (
        ("unanswered", 1, lambda: answer_unanswered(database(), all_left=rounds % _ALL_EVERY == 0)),
        ("abandoned_jobs", 3, lambda: _take_up(app)),
        ("ended_conversations", _INSPECT_EVERY, lambda: inspect_what_is_due(database())),
    )
    for name, every, look in rounds_of:
        if rounds % every:
            continue
        try:
            await look()
        except Exception:
            log.exception("not_swept", what=name)


async def _take_up(app: App) -> int:
    async with app.open_async():
        return await take_up_abandoned(app)


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
