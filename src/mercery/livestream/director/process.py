"""`mercery live`: waits until a show is on air and somebody watches, then directs it. One process per installation directs a
show, by its lease; another takes over within seconds when this one is gone. Whatever is heavy is loaded when it is needed."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import text

from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import MerceryError, NotFound
from mercery.core.events import Listener
from mercery.core.logging import get_logger
from mercery.core.memory import few_heaps, give_back, large_apart
from mercery.core.runtime import database, use_database
from mercery.livestream import repository
from mercery.livestream.director import lease, leftovers
from mercery.livestream.director.ahead import Ahead
from mercery.livestream.director.giving import hand_on
from mercery.livestream.ingest.handle import IngestHandle
from mercery.livestream.service import shows as showing
from mercery.livestream.show import Show
from mercery.livestream.showing import forget_watchers

log = get_logger(__name__)
Prepare = Callable[[], None]
"""Fills the doors of lower shelves and wires events, as the web process does: called once, before a show is directed."""
_EVERY: Final = 1.0
_SETTLING_S: Final = 8.0
_FRESH: Final = timedelta(minutes=2)
"""So long a show that was just put on air is directed though nobody watches yet: whoever did it wants to see it."""
_TIDY_EVERY: Final = 60.0
_IDLE_S: Final = 90.0
"""So long after the last show this process starts itself anew, and what was loaded is given back."""
_WATCHED: Final = text(
    "SELECT s.id FROM live_shows s WHERE s.id = ANY(:shows) AND (NOT s.rest_alone"
    " OR EXISTS (SELECT 1 FROM live_watchers w WHERE w.show_id = s.id AND w.seen_at > clock_timestamp() - interval '20 seconds')"
    " OR EXISTS (SELECT 1 FROM live_destinations d WHERE d.show_id = s.id AND d.enabled)"
    " OR EXISTS (SELECT 1 FROM live_commands c WHERE c.show_id = s.id AND c.done_at IS NULL))"
)
_RESTING: Final = text(
    "UPDATE live_status SET seen_at = clock_timestamp(), resting = true, presenter = 'host', beat = '{}', next_lines = '[]'"
    " WHERE show_id = ANY(:shows) AND director = :me"
)


def _ingest() -> IngestHandle:
    chosen = settings()
    return IngestHandle(chosen.live_ingest_host, chosen.live_ingest_port, chosen.home.resolve() / "live")


@dataclass(slots=True)
class Work:
    """What this process directs."""

    prepare: Prepare
    me: str = field(default_factory=lease.own_name)
    tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    resting: set[str] = field(default_factory=set)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when everything is loaded that answers need."""
    preparing: asyncio.Task[None] | None = None
    ingest: IngestHandle = field(default_factory=_ingest)
    directions: dict[str, Any] = field(default_factory=dict)
    """`Direction` by show; its module is loaded when it is needed."""
    busy_at: float = field(default_factory=time.monotonic)
    swept: bool = False
    """Whether engines that were left of shows nobody directs any more were ended."""
    tidied_at: float = field(default_factory=time.monotonic)
    handing: asyncio.Task[None] | None = None
    """Gives recordings to other hosts."""
    handed_at: float = field(default_factory=time.monotonic)
    over: set[str] = field(default_factory=set)
    """Shows that ended while recordings were being given."""
    ahead: Ahead = field(default_factory=Ahead)
    leaving: bool = False
    """Whether engines breathe on for the next director."""


async def direct(prepare: Prepare, *, anew: bool = True) -> None:
    """Direct whatever is on air until the process is told to stop: by SIGTERM with its engines, by SIGHUP without them, so
    that they breathe on for the next director, as they do when this process is killed. `anew`: it may start itself again when all rest."""
    few_heaps()
    large_apart()
    stopping = asyncio.Event()
    leaving = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    loop.add_signal_handler(signal.SIGHUP, _leave, leaving, stopping)
    base = database()
    listener = Listener(base.direct_url)
    listener.start()
    work = Work(prepare)
    hearing = asyncio.create_task(work.ahead.listen(listener), name="studio")
    try:
        while not stopping.is_set():
            await _round(work, base, listener)
            await _make_ready(work, base)
            if anew and _idle(work):
                await _start_anew(work, base, listener)
            with suppress(TimeoutError):
                async with asyncio.timeout(_EVERY):
                    await stopping.wait()
    finally:
        work.leaving = leaving.is_set()
        for direction in work.directions.values():
            direction.ends = not work.leaving
        hearing.cancel()
        # First of all: whoever stops this process waits for a few seconds only, and its tasks may take those.
        await asyncio.gather(*(direction.end_engine() for direction in work.directions.values() if direction.ends))
        await _stop(work, base, listener)


def _leave(leaving: asyncio.Event, stopping: asyncio.Event) -> None:
    leaving.set()
    stopping.set()


async def _round(work: Work, base: Database, listener: Listener) -> None:
    """One look at what is on air."""
    try:
        async with base.session() as session:
            await showing.follow_schedule(session, now())
            if time.monotonic() - work.tidied_at > _TIDY_EVERY:
                work.tidied_at = time.monotonic()
                await forget_watchers(session)
                await asyncio.to_thread(give_back)
            found = await repository.shows_to_direct(session, now())
            ours = [show for show in found if show.state == "on_air" and show.id not in work.tasks]
            mine = [show for show in ours if await lease.take(session, show.shop_id, show.id, work.me)]
            watched = set(await session.scalars(_WATCHED, {"shows": [show.id for show in mine]})) if mine else set()
            rests = [show for show in mine if show.id not in watched and not _fresh(show, work)]
            if rests:
                await session.execute(_RESTING, {"shows": [show.id for show in rests], "me": work.me})
    except Exception as error:
        log.warning("live_shows_not_read", error=type(error).__name__, detail=str(error)[:200])
        return
    if not work.swept:
        work.swept = True
        await leftovers.end_all_but(base, work.me, [show.id for show in found])
    for show in rests:
        if show.id not in work.resting:
            await leftovers.end_left_over(show.shop_id, show.id)
    work.resting = {show.id for show in rests}
    for show in mine:
        if show.id not in work.resting:
            _begin(work, show, base, listener)
    if time.monotonic() - work.handed_at > _TIDY_EVERY:
        _hand_on(work, base)


def _hand_on(work: Work, base: Database, *ended: str) -> None:
    """Give what was recorded here to the other hosts, beside everything else."""
    if work.handing is not None and not work.handing.done():
        work.over.update(ended)
        return
    work.handed_at, over = time.monotonic(), {*work.over, *ended}
    work.over.clear()

    async def give() -> None:
        try:
            await hand_on(base, ended=over)
        except Exception as error:
            log.warning("live_recordings_not_given", error=type(error).__name__, detail=str(error)[:200])

    work.handing = asyncio.create_task(give(), name="hand on recordings")


async def _make_ready(work: Work, base: Database) -> None:
    """Have loaded what answers need where a show is likely to begin, and tell whoever sets it up how that stands."""
    try:
        await work.ahead.look(base)
        if not work.ahead.expects:
            return
        work.busy_at = time.monotonic()
        if work.preparing is None:
            making = await asyncio.to_thread(importlib.import_module, "mercery.livestream.director.making")
            work.preparing = asyncio.create_task(_prepare(work, making.load_assistant))
        await work.ahead.go_on(base, loaded=work.ready.is_set())
    except Exception as error:
        log.warning("live_not_made_ready", error=type(error).__name__, detail=str(error)[:200])


def _fresh(show: Show, work: Work) -> bool:
    return show.started_at is not None and now() - show.started_at < _FRESH


def _begin(work: Work, show: Show, base: Database, listener: Listener) -> None:
    task = asyncio.create_task(_direct_one(work, show, base, listener), name=f"direct {show.id}")
    work.tasks[show.id] = task
    task.add_done_callback(lambda done: _done(work, show, done))


def _done(work: Work, show: Show, task: asyncio.Task[None]) -> None:
    work.tasks.pop(show.id, None)
    work.busy_at = time.monotonic()
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("live_direction_failed", show=show.id, exc_info=error)


async def _direct_one(work: Work, show: Show, base: Database, listener: Listener) -> None:
    keeping = asyncio.create_task(_keep_lease(work, show, base))
    try:
        # The imports take seconds of a busy machine: the lease is renewed, and other shows go on, meanwhile.
        making = await asyncio.to_thread(importlib.import_module, "mercery.livestream.director.making")
        direction = await making.direction(show, base, listener, work.me, work.ready, work.ingest)
    finally:
        keeping.cancel()
    work.directions[show.id] = direction
    if work.preparing is None:
        work.preparing = asyncio.create_task(_prepare(work, making.load_assistant))
    try:
        outcome = await direction.run()
    finally:
        work.directions.pop(show.id, None)
    log.info("live_direction_over", show=show.id, outcome=outcome)
    if outcome == "ended":
        await work.ingest.forget(show.id)
        await work.ingest.forget(f"{show.id}/face")
        await _ended(show, base)
        _hand_on(work, base, show.id)
    else:
        await work.ingest.leave(show.id)
        await work.ingest.leave(f"{show.id}/face")
        await _end_if_removed(show, base)


async def _prepare(work: Work, load: Callable[[], None]) -> None:
    """In a thread, once a host that is coming up speaks (or cannot): on a busy machine loading takes the time its first lines need."""
    until = time.monotonic() + _SETTLING_S
    while work.tasks and time.monotonic() < until and not any(one.air.handed for one in work.directions.values()):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    await asyncio.to_thread(load)
    await asyncio.to_thread(work.prepare)
    work.ready.set()


async def _keep_lease(work: Work, show: Show, base: Database) -> None:
    while True:
        with suppress(Exception):
            async with base.session() as session:
                await lease.take(session, show.shop_id, show.id, work.me)
        await asyncio.sleep(_EVERY)


async def _ended(show: Show, base: Database) -> None:
    try:
        async with base.session() as session:
            current = await repository.show(session, show.shop_id, show.id)
            if current.state == "on_air":
                await showing.end(session, show.shop_id, SYSTEM, show.id, reason="As asked in the studio")
            await lease.drop(session, [show.id], lease.own_name())
    except MerceryError as error:
        log.warning("live_end_not_kept", show=show.id, error=error.message)


async def _end_if_removed(show: Show, base: Database) -> None:
    """A show that is gone with its shop has no lease to be lost to another director: its engine ends."""
    try:
        async with base.session() as session:
            await repository.show(session, show.shop_id, show.id)
    except NotFound:
        await leftovers.end_left_over(show.shop_id, show.id)
    except Exception as error:
        log.warning("live_show_not_read", show=show.id, error=type(error).__name__)


def _idle(work: Work) -> bool:
    return work.ready.is_set() and not work.tasks and time.monotonic() - work.busy_at > _IDLE_S


async def _start_anew(work: Work, base: Database, listener: Listener) -> None:
    log.info("live_started_anew")
    await _stop(work, base, listener)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "mercery.cli", "live"])  # noqa: S606 - this program


async def _stop(work: Work, base: Database, listener: Listener) -> None:
    tasks = list(work.tasks.values())
    for task in tasks:
        task.cancel()
    directed = [*work.resting, *work.tasks]
    await asyncio.gather(*tasks, return_exceptions=True)
    if not work.leaving:
        # One that was just coming up is in nobody's hands yet.
        await leftovers.end_all_but(base, work.me, ())
    with suppress(Exception):
        async with base.session() as session:
            await lease.drop(session, directed, work.me)
    await work.ahead.stop()
    await work.ingest.close()
    await listener.stop()
    await base.close()
    use_database(None)
