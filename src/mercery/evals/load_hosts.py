"""Hosts for a load: network namespaces on this machine, joined by a bridge, or processes on loopback where we are not root.

Everything that is made has a name or a number of this process, and nothing else is ever asked, changed or removed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import psutil
from psycopg import sql

from mercery.core.config import settings
from mercery.core.errors import MerceryError
from mercery.core.postgres import ensure_running, leave
from mercery.core.postgres.account import server_account
from mercery.core.postgres.binaries import for_another_user, installed
from mercery.core.postgres.cluster import DATABASE, ROLE
from mercery.core.postgres.layout import PORT, Layout
from mercery.core.postgres.postmaster import RECOVERY_SECONDS, alive, connect, postmaster_pid, processes, start, stop
from mercery.core.schema import create_schema
from mercery.evals.registry import Say

Role = Literal["web", "worker"]
READY_SECONDS: Final = 300.0
PORT_OF_WEB: Final = 8000
_CONNECTIONS: Final = 200


class HostFailed(MerceryError):
    """A host of the load does not answer."""

    code = "bench_host_failed"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Where hosts are: in namespaces behind a bridge, or all on this machine."""

    apart: bool
    name: str
    """Begins the names of bridge and namespaces."""
    subnet: str
    """Three numbers with points, of addresses nobody else on this machine has."""

    @property
    def own(self) -> str:
        """The address of the machine itself: of customers and of the database."""
        return f"{self.subnet}.1"

    @property
    def hosts(self) -> str:
        """The network hosts speak from."""
        return f"{self.subnet}.0/24" if self.apart else "127.0.0.0/8"


@contextlib.contextmanager
def network(*, apart: bool) -> Iterator[Network]:
    """A bridge with room for hosts, gone afterwards with all that was joined to it; loopback where that cannot be made or
    is not wanted."""
    apart = apart and _may_make_namespaces()
    subnet = f"{'10' if apart else '127'}.213.{os.getpid() % 250}"
    made = Network(apart=apart, name=f"mb{os.getpid() % 100_000}", subnet=subnet)
    if not made.apart:
        yield made
        return
    _ip("link", "add", made.name, "type", "bridge")
    try:
        _ip("addr", "add", f"{made.own}/24", "dev", made.name)
        _ip("link", "set", made.name, "up")
        yield made
    finally:
        _ip("link", "del", made.name, check=False)


def _may_make_namespaces() -> bool:
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"mb{os.getpid() % 100_000}try"
    made = _ip("netns", "add", name, check=False)
    _ip("netns", "del", name, check=False)
    return made


def _ip(*words: str, check: bool = True) -> bool:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise HostFailed(f"ip {' '.join(words)}: {done.stderr.strip()}", remedy="Run as root, or as another user.")
    return done.returncode == 0


@dataclass(slots=True, kw_only=True)
class Host:
    """A machine with a home folder of its own and one process of Mercery."""

    name: str
    role: Role
    number: int
    network: Network
    home: Path
    url: str
    secret: str
    process: subprocess.Popen[bytes] | None = None
    used: dict[str, float] = field(default_factory=lambda: {"cpu": 0.0})
    """Processor seconds of processes that are gone."""

    @property
    def address(self) -> str:
        """Its address in the network."""
        return f"{self.network.subnet}.{self.number + 1}"

    @property
    def namespace(self) -> str:
        """What its namespace is called."""
        return f"{self.network.name}h{self.number}"

    def join(self) -> None:
        """Give it a namespace and a cable to the bridge."""
        if not self.network.apart:
            return
        inside, outside = f"{self.network.name}i{self.number}", f"{self.network.name}o{self.number}"
        _ip("netns", "add", self.namespace)
        _ip("link", "add", outside, "type", "veth", "peer", "name", inside)
        _ip("link", "set", inside, "netns", self.namespace)
        _ip("link", "set", outside, "master", self.network.name)
        _ip("link", "set", outside, "up")
        for words in (
            ("addr", "add", f"{self.address}/24", "dev", inside), ("link", "set", inside, "up"), ("link", "set", "lo", "up"),
        ):  # fmt: skip
            _ip("-n", self.namespace, *words)

    def leave(self) -> None:
        """Take both away again."""
        if self.network.apart:
            _ip("netns", "del", self.namespace, check=False)
            _ip("link", "del", f"{self.network.name}o{self.number}", check=False)

    def pull_cable(self, *, out: bool) -> None:
        """Cut it off without a word to anybody, as a machine that lost its power is; or put the cable back."""
        if self.network.apart:
            _ip("link", "set", f"{self.network.name}o{self.number}", "down" if out else "up")

    def begin(self) -> None:
        """Start its process."""
        inside = ["ip", "netns", "exec", self.namespace] if self.network.apart else []
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*inside, sys.executable, "-m", "mercery.cli", self.role],
                env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home,
                start_new_session=True,
            )  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Its settings: those of meaning as they are here, a home of its own, nothing shared but the database."""
        chosen = settings()
        own = {
            "MERCERY_HOME": str(self.home), "MERCERY_DATABASE_URL": self.url, "MERCERY_SECRET_KEY": self.secret,
            "MERCERY_FILES": "database", "MERCERY_HOST": self.address, "MERCERY_PORT": str(PORT_OF_WEB),
            # Each customer comes from an address of its own, as a load balancer would report it.
            "MERCERY_TRUSTED_PROXIES": self.network.own if self.network.apart else "127.0.0.0/8", "MERCERY_LOG_LEVEL": "warning",
            "MERCERY_EMBEDDINGS": chosen.embeddings, "MERCERY_DEMO_FILMS": "false", "MERCERY_DEMO_LIVE": "false",
            "MERCERY_LIVE": "false",
        }  # fmt: skip
        return {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")} | own

    def kill(self) -> None:
        """SIGKILL to it and to those that work for it."""
        for one in self.family():
            with contextlib.suppress(psutil.Error):
                self.used["cpu"] += cpu_of(one)
                one.send_signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(20)
            self.process = None

    def family(self) -> list[psutil.Process]:
        """Its processes that live."""
        if self.process is None:
            return []
        with contextlib.suppress(psutil.Error):
            first = psutil.Process(self.process.pid)
            return [first, *first.children(recursive=True)]
        return []

    async def answering(self) -> None:
        """Wait until its web process answers."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            if await healthy(self.address):
                return
            await asyncio.sleep(0.2)
        raise HostFailed(f"{self.name} does not answer: {self.last_words()}")

    def last_words(self) -> str:
        """The end of what it printed."""
        log = self.home / "log"
        return log.read_text("utf-8", "replace")[-1500:] if log.exists() else ""


@dataclass(slots=True, kw_only=True)
class Server:
    """The one PostgreSQL, reached by TCP over the bridge."""

    home: Path
    network: Network
    password: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def url(self) -> str:
        """Its address for hosts."""
        return f"postgresql://{ROLE}:{self.password}@{self.network.own}:{PORT}/{DATABASE}"

    def prepare(self, say: Say) -> None:
        """A cluster with the schema in it, open to the hosts by password."""
        self.home.mkdir(parents=True, exist_ok=True)
        create_schema(ensure_running(self.home, say=say).url)
        layout = Layout.at(self.home)
        with connect(layout, "postgres") as connection:
            role, password = sql.Identifier(ROLE), sql.Literal(self.password)
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, password))
        stop(layout, seconds=10)
        with (layout.data / "postgresql.conf").open("a") as file:
            file.write(f"listen_addresses = '{self.network.own}'\nmax_connections = {_CONNECTIONS}\n")
        with (layout.data / "pg_hba.conf").open("a") as file:
            file.write(f"host all {ROLE} {self.network.hosts} scram-sha-256\n")
        self.begin()

    def begin(self) -> None:
        """Start it, and wait until it answers; a crash before is recovered from."""
        account = server_account()
        binaries = for_another_user() if account.dropped else installed()
        start(Layout.at(self.home), account, binaries, say=_quiet, recovery_seconds=RECOVERY_SECONDS)

    def crash(self) -> None:
        """SIGQUIT: all sessions end at once, nothing is written out, and the next start has to recover."""
        layout = Layout.at(self.home)
        pid = postmaster_pid(layout)
        if pid is not None:
            os.kill(pid, signal.SIGQUIT)
        deadline = time.monotonic() + 20
        while alive(layout) and time.monotonic() < deadline:
            time.sleep(0.05)

    def family(self) -> list[psutil.Process]:
        """Its processes."""
        return list(processes(Layout.at(self.home)))

    def end(self) -> None:
        """Stop it for good."""
        stop(Layout.at(self.home), seconds=10)
        leave(self.home)


async def healthy(address: str) -> bool:
    """Whether a web process answers there."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection(address, PORT_OF_WEB)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            return b" 200 " in line
    return False


def _quiet(_: str) -> None:
    """Say nothing."""


def cpu_of(process: psutil.Process) -> float:
    """Processor seconds so far; 0 of one that is gone."""
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
