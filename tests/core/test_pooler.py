"""Behind a pooler that lends connections by transaction (PgBouncer), with a direct way beside it for what listens."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from mercery.core.database import Database, read_as_one
from mercery.core.events import Listener, announce
from mercery.core.jobs import enqueue
from mercery.core.leases import Lease
from mercery.evals.load_hosts import Network, Server
from mercery.web.rate_limit import Limit, RateLimiter

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="no pgbouncer on PATH"),
]


@pytest.fixture(scope="module")
def pooled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database behind a pooler with three connections, which many sessions share."""
    folder = tmp_path_factory.mktemp("pooler")
    server = Server(
        home=folder / "database", network=Network(apart=False, name="-", subnet=f"127.214.{os.getpid() % 250}")
    )
    server.prepare(lambda _: None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        ["pgbouncer", *(["-u", "nobody"] if os.geteuid() == 0 else []), str(configured(folder, server, port))],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = server.url.partition("@")
    try:
        answering(port)
        yield Database(f"{address[0]}@127.0.0.1:{port}/mercery", pool_size=12, direct_url=server.url)
    finally:
        process.terminate()
        process.wait(10)
        server.end()


def configured(folder: Path, server: Server, port: int) -> Path:
    place = Path(folder)
    for one in (place, *place.parents[:2]):
        one.chmod(0o755)
    users, config = place / "users.txt", place / "pgbouncer.ini"
    users.write_text(f'"mercery" "{server.password}"\n')
    config.write_text(
        f"[databases]\nmercery = host={server.network.own} port=5432\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nauth_type = plain\nauth_file = {users}\npool_mode = transaction\n"
        "default_pool_size = 3\nmax_client_conn = 100\nunix_socket_dir =\n"
    )
    return config


def answering(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the pooler does not listen")


async def test_many_sessions_over_few_connections_say_the_same_things_again_and_again(pooled: Database) -> None:
    """What was prepared on one connection would be asked for on another."""

    async def work(number: int) -> int:
        total = 0
        for _ in range(12):
            async with pooled.session() as session:
                if number % 3 == 0:
                    await read_as_one(session)
                total += int(await session.scalar(text("SELECT :n + 1"), {"n": number}) or 0)
        return total

    assert await asyncio.gather(*(work(number) for number in range(20))) == [12 * (n + 1) for n in range(20)]


async def test_notices_jobs_leases_and_limits_work_as_without_one(pooled: Database) -> None:
    listener, limiter = Listener(pooled.direct_url), RateLimiter(pooled.url, pooled=pooled.pooled)
    listener.start()
    few = Limit(name="few", burst=3, seconds=60)
    try:
        async with listener.subscribe("t") as heard:
            for _ in range(50):
                async with pooled.session() as session:
                    await announce(session, "t", {"n": 1})
                    await enqueue(session, "test:job", {}, once="one")
                with suppress(TimeoutError):
                    await asyncio.wait_for(heard.get(), 0.1)
                    break
            else:
                raise AssertionError("nothing was heard")
        async with pooled.session() as session:
            assert await session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 1
        assert sum(await asyncio.gather(*(Lease(pooled, "w", seconds=9).mine() for _ in range(5)))) == 1
        for _ in range(3):
            await limiter.take_all((few, ("a",)))
    finally:
        await listener.stop()
        await limiter.close()
        await pooled.close()
