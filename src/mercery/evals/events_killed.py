"""Killing what writes events and what keeps them, in the middle of it, and counting afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import httpx

from mercery.core.database import Database
from mercery.core.postgres import Watcher, ensure_running, leave
from mercery.core.postgres.layout import Layout
from mercery.core.postgres.postmaster import postmaster_pid
from mercery.core.schema import create_schema
from mercery.evals.event_tellers import BATCH, Account, Door, Served, account_of, act, ended, prepared, tellers
from mercery.evals.registry import Say
from mercery.evals.scratch import scratch_database
from mercery.interactions.ingest.ingest import Away, Crowded, Ingest
from mercery.interactions.ingest.row import rows_of

KILLS: Final = 3
CLIENTS: Final = 6


async def web_killed(seconds: float, say: Say) -> Mapping[str, object]:
    """The web process dies KILLS times in the middle of its work."""
    async with scratch_database() as database:
        _, key = await prepared(database)
        account = Account()
        with tempfile.TemporaryDirectory(prefix="mercery-bench-") as home:
            served = Served(url=database.url, home=Path(home))
            with ended(served):
                await served.start()
                done = asyncio.Event()
                door = Door(base=served.base, key=key)
                telling = asyncio.create_task(tellers(door, account, CLIENTS, lambda: not done.is_set()))
                for _ in range(KILLS):
                    await _some_more(account, seconds)
                    served.kill()
                    await served.start()
                await _some_more(account, seconds)
                done.set()
                await telling
        found = account_of(database.url, account.acknowledged) | {
            "kills": KILLS,
            "requests_broken": account.answers[0],
            "requests_sent_again": account.sent_again,
        }
    say(f"web process killed {KILLS} times: {found}")
    return found


async def _some_more(account: Account, seconds: float) -> None:
    """Until clients were told ten times more that their events are kept, and into the middle of the next requests."""
    enough = account.answers[httpx.codes.OK] + 10
    await asyncio.sleep(seconds / 4)
    while account.answers[httpx.codes.OK] < enough:  # noqa: ASYNC110 - clients count, and tell nobody
        await asyncio.sleep(0.05)


@contextlib.contextmanager
def _own_server(home: Path) -> Iterator[str]:
    """A durable embedded server that is watched, as `mercery run` has it."""
    url = ensure_running(home).url
    watcher = Watcher(home, interval=0.2)
    watcher.start()
    try:
        create_schema(url)
        yield url
    finally:
        watcher.stop()
        leave(home)


async def database_killed(seconds: float, say: Say) -> Mapping[str, object]:
    """The database's first process is killed while the ingest writes; it is started again and recovers."""
    with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder, _own_server(Path(folder)) as url:
        database = Database(url)
        try:
            shop_id, _ = await prepared(database)
        finally:
            await database.close()
        acknowledged: set[str] = set()
        longest, again = await _through_restarts(url, Path(folder), shop_id, seconds, acknowledged)
        found = account_of(url, acknowledged) | {
            "kills": KILLS, "longest_ack_s": round(longest, 2), "batches_handed_in_again": again,
        }  # fmt: skip
    say(f"database killed {KILLS} times: {found}")
    return found


async def _through_restarts(
    url: str, home: Path, shop_id: str, seconds: float, acknowledged: set[str]
) -> tuple[float, int]:
    ingest = Ingest(url)
    ingest.start()
    done = asyncio.Event()
    longest, again = 0.0, 0

    async def produce(number: int) -> None:
        nonlocal longest, again
        while not done.is_set():
            rows = rows_of(shop_id, [act(number, place) for place in range(BATCH)])
            handed = time.monotonic()
            while True:
                try:
                    await ingest.submit(rows, room_seconds=30)
                    break
                except (Crowded, Away):
                    again += 1
                    await asyncio.sleep(0.2)
            longest = max(longest, time.monotonic() - handed)
            acknowledged.update(row.event_id for row in rows)

    async def some_more() -> None:
        enough = len(acknowledged) + 10 * BATCH
        await asyncio.sleep(seconds / 4)
        while len(acknowledged) < enough:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    producing = [asyncio.create_task(produce(number)) for number in range(4)]
    for _ in range(KILLS):
        await some_more()
        pid = postmaster_pid(Layout.at(home))
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    await some_more()
    done.set()
    await asyncio.gather(*producing)
    await ingest.stop()
    return longest, again
