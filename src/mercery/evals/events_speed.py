"""`mercery bench events [--seconds 8] [--runs 3] [--orders 1000000] [--events 0] [--only in-process,sockets,…]`: events into
PostgreSQL, what becomes of them when processes are killed, and a year of orders asked by DuckDB.

`in-process`: the ingest alone, batches of 500 by 8 producers, and single events by 400, as pages send them. `sockets`: a web
process with the door `/api/v1/events` and nothing else, lines of JSON by 500. `kill`: the web process is killed while clients send, and started
again; clients send again what was not acknowledged, as they are told to. `database`: the same with the database's first
process killed, on a server of its own. `overload`: more clients than the buffer has room for. `year`: made-up orders in the
files of the warehouse. `snapshot`: the day just written, as a file. All of it on this machine, clients and database too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

import httpx
import psutil
import psycopg

from mercery.core.database import psycopg_url
from mercery.evals.event_tellers import (
    BATCH,
    Account,
    Door,
    Served,
    account_of,
    act,
    lasting,
    prepared,
    serving,
    tellers,
)
from mercery.evals.events_killed import CLIENTS, database_killed, web_killed
from mercery.evals.made_year import ask_all, make_year, megabytes
from mercery.evals.registry import Say
from mercery.evals.scratch import scratch_database
from mercery.experiments.warehouse.layout import folder_of
from mercery.experiments.warehouse.snapshot import Source, snapshot
from mercery.interactions.ingest.ingest import Ingest
from mercery.interactions.ingest.row import rows_of

PARTS: Final = ("in-process", "sockets", "kill", "database", "overload", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Events that were handed in for some seconds."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    """Processor time of this process for each event."""
    postgres_cpu_us: float
    """The same of the database's session that wrote them; 0 where it is on another machine."""


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """Figures by part; medians over the runs."""
    seconds, runs = float(options.get("seconds", "8")), int(options.get("runs", "3"))
    wanted = options["only"].split(",") if "only" in options else PARTS
    found: dict[str, object] = {"n": runs, "seconds_each": seconds, "free_cores": _free_cores()}
    parts: Mapping[str, Callable[[], Mapping[str, object]]] = {
        "in-process": lambda: _run(_in_process(seconds, runs, say)),
        "sockets": lambda: _run(_sockets(seconds, runs, say)),
        "kill": lambda: _run(web_killed(seconds, say)),
        "database": lambda: _run(database_killed(seconds, say)),
        "overload": lambda: _run(_overload(seconds, say)),
        "year": lambda: _year(int(options.get("orders", "1000000")), int(options.get("events", "0")), runs, say),
    }
    for name in wanted:
        found[name.replace("-", "_")] = parts[name]()
    return found


def _run(work: Coroutine[Any, Any, Mapping[str, object]]) -> Mapping[str, object]:
    return asyncio.run(work)


def _free_cores() -> float:
    """How much of the machine nobody else uses at the start: figures taken on a busy one are low."""
    return round((os.cpu_count() or 1) * (1 - psutil.cpu_percent(1.0) / 100), 1)


async def _in_process(seconds: float, runs: int, say: Say) -> Mapping[str, object]:
    found: dict[str, object] = {}
    async with scratch_database() as database:
        shop_id, _ = await prepared(database)
        acknowledged: set[str] = set()
        for name, producers, each in (("batches", 8, BATCH), ("single", 400, 1)):
            told = [await _hand_in(database.url, shop_id, producers, each, seconds, acknowledged) for _ in range(runs)]
            found[name] = {
                "events_per_s": round(median(one.per_second for one in told)),
                "ack_p50_ms": round(median(one.p50_ms for one in told), 1),
                "ack_p99_ms": round(median(one.p99_ms for one in told), 1),
                "cpu_us_per_event": round(median(one.cpu_us for one in told), 1),
                "postgres_cpu_us_per_event": round(median(one.postgres_cpu_us for one in told), 1),
            }
            say(f"in process, {name}: {found[name]}")
        found |= account_of(database.url, acknowledged)
        found["snapshot"] = _snapshot(database.url, shop_id)
        say(f"snapshot of that day: {found['snapshot']}")
    return found


async def _hand_in(url: str, shop_id: str, producers: int, each: int, seconds: float, acknowledged: set[str]) -> Told:
    ingest = Ingest(url)
    ingest.start()
    waits, mine = list[float](), list[str]()
    started, cpu = time.perf_counter(), time.process_time()
    end = started + seconds

    async def produce(number: int) -> None:
        while time.perf_counter() < end:
            rows = rows_of(shop_id, [act(number, place) for place in range(each)])
            handed = time.perf_counter()
            await ingest.submit(rows, room_seconds=30)
            waits.append(time.perf_counter() - handed)
            mine.extend(row.event_id for row in rows)

    await asyncio.gather(*(produce(number) for number in range(producers)))
    took, used = time.perf_counter() - started, time.process_time() - cpu
    session = _session_seconds(url)
    await ingest.stop()
    acknowledged.update(mine)
    waits.sort()
    return Told(
        per_second=len(mine) / took,
        p50_ms=median(waits) * 1000,
        p99_ms=waits[int(len(waits) * 0.99)] * 1000,
        cpu_us=used / len(mine) * 1e6,
        postgres_cpu_us=session / len(mine) * 1e6,
    )


def _session_seconds(url: str) -> float:
    """Processor time of the session the ingest has written by."""
    with psycopg.connect(psycopg_url(url)) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mercery events'"
        ).fetchone()
    with contextlib.suppress(psutil.Error):
        times = psutil.Process(found[0]).cpu_times() if found else None
        return float(times.user + times.system) if times else 0.0
    return 0.0


def _snapshot(url: str, shop_id: str) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory(prefix="mercery-bench-") as folder:
        started = time.perf_counter()
        done = snapshot(Source(url=url, shop_id=shop_id, timezone="UTC"), Path(folder), until=None)
        took = time.perf_counter() - started
        size = megabytes(Path(folder))
    return {
        "rows": done.rows, "seconds": round(took, 2), "rows_per_s": round(done.rows / took),
        "bytes_per_row": round(size * 1e6 / max(done.rows, 1), 1),
    }  # fmt: skip


async def _sockets(seconds: float, runs: int, say: Say) -> Mapping[str, object]:
    async with scratch_database() as database:
        _, key = await prepared(database)
        with tempfile.TemporaryDirectory(prefix="mercery-bench-") as home:
            async with serving(database.url, Path(home)) as served:
                door = Door(base=served.base, key=key)
                used = served.cpu_seconds()
                whole, rates, p50, p99 = set[str](), list[float](), list[float](), list[float]()
                for _ in range(runs):
                    account = Account()
                    started = time.perf_counter()
                    await tellers(door, account, CLIENTS, lasting(seconds))
                    rates.append(len(account.acknowledged) / (time.perf_counter() - started))
                    waits = sorted(account.seconds)
                    p50.append(median(waits) * 1000)
                    p99.append(waits[int(len(waits) * 0.99)] * 1000)
                    whole |= account.acknowledged
                memory, used = served.memory_mb(), served.cpu_seconds() - used
        found: dict[str, object] = {
            "clients": CLIENTS, "events_per_request": BATCH, "events_per_s": round(median(rates)),
            "ack_p50_ms": round(median(p50), 1), "ack_p99_ms": round(median(p99), 1), "web_mb": memory,
            "web_cpu_us_per_event": round(used / max(len(whole), 1) * 1e6, 1),
        } | account_of(database.url, whole)  # fmt: skip
    say(f"sockets: {found}")
    return found


async def _overload(seconds: float, say: Say) -> Mapping[str, object]:
    """Many more clients than there is room for, who give up what is refused, over a database that is kept from writing three
    quarters of the time; and a page asked meanwhile."""
    async with scratch_database() as database:
        _, key = await prepared(database)
        account = Account()
        with tempfile.TemporaryDirectory(prefix="mercery-bench-") as home:
            async with serving(database.url, Path(home)) as served:
                door = Door(base=served.base, key=key)
                before = served.memory_mb()
                flood = asyncio.create_task(tellers(door, account, 96, lasting(seconds), each=1_000, stubborn=False))
                holding = asyncio.create_task(_hold_up(database.url))
                waits, peak = await _looking(served, flood)
                holding.cancel()
                # Until it is over it may hold the table, and what counts below waits for nobody.
                await asyncio.gather(holding, return_exceptions=True)
        waits.sort()
        asked = sum(account.answers.values())
        found: dict[str, object] = {
            "clients": 96,
            "requests": asked,
            "refused_429": round(account.answers[429] / max(asked, 1), 3),
            "refused_503": round(account.answers[503] / max(asked, 1), 3),
            "broken": account.answers[0],
            "events_per_s": round(len(account.acknowledged) / seconds),
            "web_mb_before": before,
            "web_mb_peak": peak,
            "page_p50_ms": round(median(waits) * 1000, 1),
            "page_p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
        } | account_of(database.url, account.acknowledged)
    say(f"overload: {found}")
    return found


async def _hold_up(url: str) -> None:
    """Keep everybody from writing, for three of each four seconds."""
    async with await psycopg.AsyncConnection.connect(psycopg_url(url)) as connection:
        while True:
            await connection.execute("LOCK TABLE interactions IN ACCESS EXCLUSIVE MODE")
            await asyncio.sleep(3)
            await connection.rollback()
            await asyncio.sleep(1)


async def _looking(served: Served, flood: asyncio.Task[None]) -> tuple[list[float], float]:
    waits, peak = list[float](), 0.0
    async with httpx.AsyncClient(base_url=served.base, trust_env=False, timeout=60) as client:
        while not flood.done():
            started = time.perf_counter()
            await client.get("/healthz")
            waits.append(time.perf_counter() - started)
            peak = max(peak, served.memory_mb())
            await asyncio.sleep(0.1)
    await flood
    return waits, peak


def _year(orders: int, events: int, runs: int, say: Say) -> Mapping[str, object]:
    with tempfile.TemporaryDirectory(prefix="mercery-bench-") as home:
        folder = folder_of(Path(home), "bench")
        started = time.perf_counter()
        rows = make_year(folder, orders=orders, events=events)
        say(f"a year made in {time.perf_counter() - started:.0f} s: {rows}")
        return {"rows": rows, "mb": megabytes(folder), "questions": ask_all(folder, runs=runs, say=say)}


__all__: Sequence[str] = ("run",)
