"""The demo shop in a scratch database, run as a merchant runs it: what a benchmark of the running shop asks."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import psutil

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.evals.scratch import scratch_database
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack
from mercery.orders.importing.kinds import register_kinds

Say = Callable[[str], None]
RULES: Final = "one-change-retail"
"""The desk is opened by an e-mail address told, so that a benchmark needs no letter box."""
_READY_SECONDS: Final = 120.0
_LOG: Final = "run.log"


class NotStarted(MerceryError):
    """The shop that is to be measured does not open."""

    code = "bench_not_started"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningShop:
    """A shop that is being served."""

    base: str
    shop: Shop
    database: Database
    web: psutil.Process

    def cpu_seconds(self) -> float:
        """Processor time so far: of the web process with its children and of the database's sessions for it."""
        return sum(_cpu(one) for one in [*self._web(), *self._sessions()])

    def memory_mb(self) -> float:
        """What the web process and its children hold now."""
        held = 0
        for one in self._web():
            with contextlib.suppress(psutil.Error):
                held += one.memory_info().rss
        return round(held / 1e6, 1)

    def _web(self) -> list[psutil.Process]:
        return [self.web, *self.web.children(recursive=True)]

    def _sessions(self) -> list[psutil.Process]:
        """Sessions of a PostgreSQL on this machine name their database; elsewhere there are none to be seen."""
        name = urlsplit(self.database.url).path.strip("/")
        found = []
        for one in psutil.process_iter(["cmdline"]):
            line = " ".join(one.info["cmdline"] or ())
            if line.startswith("postgres:") and name in line:
                found.append(one)
        return found


@asynccontextmanager
async def running_shop(home: Path, say: Say) -> AsyncIterator[RunningShop]:
    """`mercery run` on an empty database: the demo shop, with rules for its desk, and no model that writes."""
    register_kinds()
    async with scratch_database() as database:
        _share_models(home)
        port = _free_port()
        with _whole_shop(home, _environment(home, database.url, port)) as process:
            base = f"http://127.0.0.1:{port}"
            await _answering(base, process, home)
            async with database.session() as session:
                shop = await accounts.first_shop(session)
                assert shop is not None
                await actions.record_rules(session, shop.id, SYSTEM, pack(RULES), reason="bench")
            web = _named("web", process)
            say(f"{shop.name.en} is open at {base} (web process {web.pid})")
            yield RunningShop(base=base, shop=shop, database=database, web=web)


@contextmanager
def _whole_shop(home: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`mercery run`, stopped afterwards; what it prints stands in `run.log`."""
    with (home / _LOG).open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "mercery.cli", "run"], env=dict(environment), stdout=out, stderr=out, cwd=home
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _named(command: str, parent: subprocess.Popen[bytes]) -> psutil.Process:
    """The process `mercery COMMAND` that `parent` started."""
    return next(one for one in psutil.Process(parent.pid).children() if one.cmdline()[-1:] == [command])


def _environment(home: Path, url: str, port: int) -> dict[str, str]:
    """The settings of this process that have to do with meaning, and nothing else of it."""
    chosen = settings()
    own = {
        "MERCERY_HOME": str(home),
        "MERCERY_DATABASE_URL": url,
        "MERCERY_PORT": str(port),
        "MERCERY_LOG_LEVEL": "warning",
        # Each customer of the benchmark comes from an address of its own, as a proxy would report it.
        "MERCERY_TRUSTED_PROXIES": "127.0.0.1",
        "MERCERY_EMBEDDINGS": chosen.embeddings,
        "MERCERY_EMBEDDINGS_URL": chosen.embeddings_url,
        "MERCERY_EMBEDDINGS_MODEL": chosen.embeddings_model,
    }
    if chosen.embeddings_key:
        own["MERCERY_EMBEDDINGS_KEY"] = chosen.embeddings_key.get_secret_value()
    return {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")} | own


def _share_models(home: Path) -> None:
    """The model that finds meaning is built once for the machine, not for each benchmark."""
    models = (settings().home / "models").resolve()
    models.mkdir(parents=True, exist_ok=True)
    (home / "models").symlink_to(models)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answering(base: str, process: subprocess.Popen[bytes], home: Path) -> None:
    """Wait until the shop is seeded and its front page is served."""
    deadline = time.monotonic() + _READY_SECONDS
    async with httpx.AsyncClient(trust_env=False) as client:
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if (await client.get(f"{base}/healthz")).status_code == httpx.codes.OK:
                    return
            await asyncio.sleep(0.2)
    raise NotStarted(f"The shop does not open: {_last_words(home)}")


def _last_words(home: Path) -> str:
    return (home / _LOG).read_text("utf-8")[-2000:]


def _cpu(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
