"""Clients who tell events to a web process over sockets, and keep account of what was acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import httpx
import psutil
import psycopg

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key, create_shop
from mercery.core.clock import now
from mercery.core.database import Database, psycopg_url
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.interactions.days import keep_days
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import KEPT_DAYS

BATCH: Final = 500
"""Events in a request, or handed in together."""
_READY_SECONDS: Final = 120.0
_LINE: Final = (
    '{{"id":"{id}","at":"{at}","own_visitor":"v{visitor}","kind":"view","surface":"product",'
    '"product_id":"prd_{product}","lang":"en","details":{{"position":{position}}}}}\n'
)


class NotServed(MerceryError):
    """The web process that is to be measured does not answer."""

    code = "bench_not_served"
    status = 500


@dataclass(slots=True)
class Account:
    """What clients sent and what they were told, over all of them."""

    acknowledged: set[str] = field(default_factory=set)
    sent_again: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    """Requests by status; 0: the connection broke."""
    seconds: list[float] = field(default_factory=list)
    """From sending to the acknowledgement, of requests that were acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where events are told."""

    base: str
    key: str


def body_of(ids: list[str]) -> bytes:
    """Lines of JSON."""
    at = datetime.now(UTC).isoformat()
    return "".join(
        _LINE.format(id=one, at=at, visitor=number % 97, product=number % 1013, position=number % 24)
        for number, one in enumerate(ids)
    ).encode()


async def tell(
    client: httpx.AsyncClient,
    door: Door,
    account: Account,
    *,
    prefix: str,
    each: int,
    going: Callable[[], bool],
    stubborn: bool,
) -> None:
    """One client: a request after another while it is `going`. `stubborn`: one that was not acknowledged is sent again, as
    it was, until it is, also after that; else it is given up."""
    for number in count():
        if not going():
            return
        ids = [f"{prefix}-{number}-{place}" for place in range(each)]
        body = body_of(ids)
        while not await _told(client, door, account, body):
            if not stubborn:
                break
            account.sent_again += 1
            await asyncio.sleep(0.2)
        else:
            account.acknowledged.update(ids)


async def _told(client: httpx.AsyncClient, door: Door, account: Account, body: bytes) -> bool:
    headers = {"Authorization": f"Bearer {door.key}", "Content-Type": "application/x-ndjson"}
    started = time.perf_counter()
    try:
        answer = await client.post("/api/v1/events", content=body, headers=headers)
    except httpx.HTTPError:
        account.answers[0] += 1
        return False
    account.answers[answer.status_code] += 1
    if answer.status_code != httpx.codes.OK:
        return False
    account.seconds.append(time.perf_counter() - started)
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Served:
    """A web process over a database, which can be killed and started again at the same address."""

    url: str
    home: Path
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it and wait for its first answer."""
        self._begin()
        deadline = time.monotonic() + _READY_SECONDS
        async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
            while time.monotonic() < deadline:
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(f"{self.base}/healthz")).status_code == httpx.codes.OK:
                        return
                await asyncio.sleep(0.1)
        raise NotServed(f"It says: {(self.home / 'web.log').read_text('utf-8')[-1500:]}")

    def _begin(self) -> None:
        own = {
            "MERCERY_HOME": str(self.home), "MERCERY_DATABASE_URL": self.url, "MERCERY_PORT": str(self.port),
            "MERCERY_LOG_LEVEL": "error", "MERCERY_EMBEDDINGS": "off", "MERCERY_DEMO": "false",
        }  # fmt: skip
        rest = {name: value for name, value in os.environ.items() if not name.startswith("MERCERY_")}
        with (self.home / "web.log").open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mercery.evals.events_door", str(self.port)],
                env=rest | own,
                stdout=out,
                stderr=out,
            )

    def kill(self) -> None:
        """SIGKILL to it and to those that work for it, in the middle of whatever they do."""
        assert self.process is not None
        for one in self.family():
            with contextlib.suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """An orderly end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def family(self) -> list[psutil.Process]:
        """The process and its children, the children first."""
        assert self.process is not None
        with contextlib.suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.process.pid)
            return [*parent.children(recursive=True), parent]
        return []

    def cpu_seconds(self) -> float:
        """What they have used so far."""
        used = 0.0
        for one in self.family():
            with contextlib.suppress(psutil.Error):
                used += one.cpu_times().user + one.cpu_times().system
        return used

    def memory_mb(self) -> float:
        """What they hold."""
        held = 0
        for one in self.family():
            with contextlib.suppress(psutil.Error):
                held += one.memory_info().rss
        return round(held / 1e6, 1)


@contextmanager
def ended(served: Served) -> Iterator[None]:
    """Stop it whatever happens."""
    try:
        yield
    finally:
        served.stop()


@asynccontextmanager
async def serving(url: str, home: Path) -> AsyncIterator[Served]:
    """A web process over the database at `url`."""
    served = Served(url=url, home=home)
    with ended(served):
        await served.start()
        yield served


async def prepared(database: Database) -> tuple[str, str]:
    """A shop with its days, and a key for its programs."""
    async with database.session() as session:
        shop = await create_shop(session, slug="bench", name=Words("Bench"), currency="EUR")
        _, key = await create_api_key(session, shop.id, SYSTEM, name="bench", scopes=[Scope.EVENTS_WRITE.value])
    await keep_days(database, kept_days=KEPT_DAYS)
    return shop.id, key


def _stored(url: str) -> Counter[str]:
    """How often each event stands in the table."""
    with psycopg.connect(psycopg_url(url)) as connection:
        return Counter(str(one) for (one,) in connection.execute("SELECT event_id FROM interactions"))


def account_of(url: str, acknowledged: set[str]) -> dict[str, object]:
    """What the whole thing is about: of the acknowledged, those that are missing, and those that stand there twice."""
    stored = _stored(url)
    return {
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - stored.keys()),
        "twice": sum(count > 1 for count in stored.values()),
    }


def act(number: int, place: int) -> Interaction:
    """An act of somebody, with an id of its own."""
    return Interaction(
        visitor_id=f"vis_{number}_{place % 97}", kind="view", surface="product", product_id=f"prd_{place % 1013}",
        lang="en", details={"position": place % 24}, at=now(), event_id=new_id("evt"),
    )  # fmt: skip


async def tellers(
    door: Door,
    account: Account,
    clients: int,
    going: Callable[[], bool],
    *,
    each: int = BATCH,
    stubborn: bool = True,
) -> None:
    """Several clients at once, each with names of its own for what it tells."""
    # One set of connections for all of them: making a client of its own for each takes longer than what is measured.
    many = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=door.base, trust_env=False, timeout=30, limits=many) as client:
        names = [new_id("c") for _ in range(clients)]
        await asyncio.gather(
            *(tell(client, door, account, prefix=name, each=each, going=going, stubborn=stubborn) for name in names)
        )


def lasting(seconds: float) -> Callable[[], bool]:
    """Whether that time is not over yet."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until
