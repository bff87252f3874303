"""`mercery bench load [--streams 200] [--turns 50] [--seconds 600]`: several hosts against one PostgreSQL, under load, while a
web host and a worker are killed, a host loses its cable and the database crashes. `--minutes 60 --turns 2 --kills no` tells
what each process holds after an hour.

Two web hosts and two workers, each with a home folder of its own, in network namespaces of this machine (as root; else, or
with `--apart no`, as processes on loopback). Customers keep streams open and write at a steady rate, from when all hosts are
warm; they are led past hosts that are not ready, as a load balancer does it. Afterwards the database is asked what became of every message, and every stream what it was told. Only addresses made here are spoken to.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mercery.accounts import service as accounts
from mercery.catalog import service as catalog
from mercery.core import event_loop
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.evals.assistant_questions import OrderAsked, talks
from mercery.evals.load_account import account_of, answered_by, counters_of, numbers_of, per_turn, sizes_of
from mercery.evals.load_customers import Customers, delivered
from mercery.evals.load_hosts import PORT_OF_WEB, READY_SECONDS, Host, HostFailed, Role, Server, healthy, network
from mercery.evals.load_shop import small_shop
from mercery.evals.load_watch import Watch
from mercery.evals.load_wire import Balancer
from mercery.evals.registry import Say

SECONDS_PER_CUSTOMER: Final = 12.0
"""How often one customer writes on average, so that a host that is away for some seconds does not leave nobody to write. A
limit of the shop allows twelve messages a minute."""
WARM_SECONDS: Final = 5.0
SETTLE_SECONDS: Final = 150.0
"""A message whose process died is taken up forty seconds later; a worker that died is replaced within thirty-five."""
DOWN_SECONDS: Final = 3.0
_NO_ORDER: Final = OrderAsked(number="-", email="nobody@example.com", piece="-")
PAGES: Final = ("/en", "/zh", "/en/search?q=bag", "/zh/search?q=%E5%8C%85", "/healthz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is asked for."""

    streams: int = 40
    turns: float = 10.0
    """Messages a second, all together."""
    seconds: float = 60.0
    pages: float = 1.0
    """Pages a second beside."""
    webs: int = 2
    workers: int = 2
    apart: bool = True
    kills: bool = True
    demo: bool = True
    """Whether the shop is the demo shop, which takes a minute to make; else a small one."""

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Options:
        """From the command line."""
        no, asked = ("no", "false", "0"), cls()
        return cls(
            streams=int(options.get("streams", asked.streams)),
            turns=float(options.get("turns", asked.turns)),
            seconds=60 * float(options.get("minutes", 0)) or float(options.get("seconds", asked.seconds)),
            pages=float(options.get("pages", asked.pages)),
            webs=int(options.get("webs", asked.webs)),
            workers=int(options.get("workers", asked.workers)),
            apart=options.get("apart", "yes") not in no,
            kills=options.get("kills", "yes") not in no,
            demo=options.get("demo", "yes") not in no,
        )


def run(options: Mapping[str, str], say: Say) -> Mapping[str, object]:
    """The figures: requests by route, what was lost, what streams were told, what each process used."""
    asked = Options.of(options)
    # Told to end, it ends in good order: what it started and made would stay behind otherwise.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="mercery-load-") as folder, ExitStack() as stack:
        Path(folder).chmod(0o755)  # the database's own user enters it
        net = stack.enter_context(network(apart=asked.apart))
        server = Server(home=Path(folder) / "database", network=net)
        stack.callback(server.end)
        server.prepare(say)
        secret = secrets.token_hex(32)
        roles: list[tuple[Role, int]] = [("web", at) for at in range(asked.webs)]
        roles += [("worker", at) for at in range(asked.workers)]
        hosts = [
            Host(name=f"{role}-{place + 1}", role=role, number=number, network=net, home=Path(folder) / f"{role}-{place + 1}",
                 url=server.url, secret=secret)
            for number, (role, place) in enumerate(roles, 1)
        ]  # fmt: skip
        for host in hosts:
            host.home.mkdir()
            _share_models(host.home)
            stack.callback(host.leave)
            stack.callback(host.kill)
            host.join()
        say(f"{'namespaces' if net.apart else 'loopback'}: {', '.join(f'{one.name} {one.address}' for one in hosts)}")
        return event_loop.run(_run(asked, hosts, server, say))


def _share_models(home: Path) -> None:
    """The model that finds meaning is built once for the machine."""
    models = (settings().home / "models").resolve()
    models.mkdir(parents=True, exist_ok=True)
    (home / "models").symlink_to(models)


async def _run(asked: Options, hosts: Sequence[Host], server: Server, say: Say) -> Mapping[str, object]:
    webs = [one for one in hosts if one.role == "web"]
    await (_seeded(hosts[0], say) if asked.demo else small_shop(server.url))
    for host in hosts:
        host.begin()
    await asyncio.gather(*(host.answering() for host in webs))
    slug, questions = await _questions(server.url)
    balancer = Balancer([(one.address, PORT_OF_WEB) for one in webs])
    customers = Customers(balancer, slug, questions)
    warm = await balancer.warm(READY_SECONDS)
    say(f"all web hosts are {'ready' if warm else 'NOT ready'}")
    count = max(asked.streams, round(asked.turns * SECONDS_PER_CUSTOMER), 1)
    await customers.come(count)
    customers.follow(asked.streams)
    opened = await customers.followed_by(asked.streams)
    say(f"{count} customers, {asked.streams} streams {'open' if opened else 'NOT all open'}")
    watch, before = Watch(list(hosts), server, say, asked.seconds), counters_of(server.url)
    events: list[str] = []
    try:
        async with _watched(watch):
            began = time.monotonic()
            await _load(asked, customers, hosts, server, events, say)
            lasted = time.monotonic() - began
        await customers.settled(SETTLE_SECONDS)
        waited = await answered_by(server.url, SETTLE_SECONDS)
        say(f"everything answered {waited:.0f} s after the last message was sent")
        await _told_all(customers, server.url)
        told = _figures(asked, customers, watch, server.url, lasted, waited)
        cost = per_turn(before, counters_of(server.url), len(customers.noted.accepted))
        return {"hosts": "namespaces" if server.network.apart else "loopback", "events": events, **told, **cost}
    finally:
        await customers.leave()


@asynccontextmanager
async def _watched(watch: Watch) -> AsyncIterator[None]:
    watch.start()
    try:
        yield
    finally:
        await watch.stop()


async def _seeded(host: Host, say: Say) -> None:
    """The demo shop, made as a merchant makes it: by `mercery run` on an empty database, stopped again."""
    with _whole_shop(host) as process:
        deadline = time.monotonic() + READY_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if await healthy(host.network.own):
                say("the demo shop is seeded")
                return
            await asyncio.sleep(0.3)
    raise HostFailed(f"The demo shop was not seeded: {host.last_words()}")


@contextmanager
def _whole_shop(host: Host) -> Iterator[subprocess.Popen[bytes]]:
    environment = host.environment() | {"MERCERY_HOST": host.network.own, "MERCERY_PORT": str(PORT_OF_WEB)}
    command = [sys.executable, "-m", "mercery.cli", "run"]
    with (host.home / "log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=host.home)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


async def _questions(url: str) -> tuple[str, list[tuple[str, str]]]:
    """The shop's slug, and questions that stand by themselves, in both languages."""
    database = Database(url, pool_size=2)
    try:
        async with database.session() as session:
            shop = await accounts.first_shop(session)
            assert shop is not None
            ids = await catalog.all_product_ids(session, shop.id)
            titles = [one.title for one in await catalog.products(session, shop.id, ids)]
    finally:
        await database.close()
    held = [one for one in talks(titles, [_NO_ORDER], 300) if one.kind != "orders"]
    return shop.slug, [(one.turns[0], one.lang) for one in held]


async def _load(
    asked: Options, customers: Customers, hosts: Sequence[Host], server: Server, events: list[str], say: Say
) -> None:
    began = time.monotonic()

    def over() -> bool:
        return time.monotonic() - began >= asked.seconds

    working = [
        asyncio.create_task(customers.write(asked.turns, over)),
        asyncio.create_task(customers.read_pages(PAGES, asked.pages, over)),
    ]
    if asked.kills:
        working.append(asyncio.create_task(_disturb(asked, hosts, server, events, say, began)))
    watching = asyncio.create_task(customers.balancer.look_after())
    try:
        await asyncio.gather(*working)
    finally:
        watching.cancel()
        for task in working:
            task.cancel()


async def _disturb(
    asked: Options, hosts: Sequence[Host], server: Server, events: list[str], say: Say, began: float
) -> None:
    """At shares of the time: kill and bring back a web host, a worker, the database; pull a cable."""
    webs = [one for one in hosts if one.role == "web"]
    workers = [one for one in hosts if one.role == "worker"]
    last = webs[-1]

    async def at(share: float, words: str) -> None:
        await asyncio.sleep(max(0.0, began + share * asked.seconds - time.monotonic()))
        events.append(f"{time.monotonic() - began:.1f} s: {words}")
        say(events[-1])

    await at(0.20, f"{webs[0].name} killed (SIGKILL)")
    await asyncio.to_thread(webs[0].kill)
    await at(0.30, f"{webs[0].name} started again")
    webs[0].begin()
    await at(0.40, f"{workers[0].name} killed (SIGKILL)")
    await asyncio.to_thread(workers[0].kill)
    await at(0.50, f"{workers[0].name} started again")
    workers[0].begin()
    await at(0.60, f"database crashed (SIGQUIT), away for {DOWN_SECONDS:g} s and its recovery")
    await asyncio.to_thread(server.crash)
    await asyncio.sleep(DOWN_SECONDS)
    await asyncio.to_thread(server.begin)
    await at(0.60, "database answers again")
    if len(webs) > 1 and webs[0].network.apart:
        await at(0.75, f"{last.name} loses its cable and is killed")
        last.pull_cable(out=True)
        await asyncio.to_thread(last.kill)
        await at(0.85, f"{last.name} has its cable again and is started")
        last.pull_cable(out=False)
        last.begin()


async def _told_all(customers: Customers, url: str, seconds: float = 60.0) -> None:
    """Wait until streams have been told what stands in the database."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        numbers = await asyncio.to_thread(numbers_of, url)
        if not delivered(customers.everybody, numbers)["missing"]:
            return
        await asyncio.sleep(1)


def _figures(
    asked: Options, customers: Customers, watch: Watch, url: str, lasted: float, waited: float
) -> Mapping[str, object]:
    noted = customers.noted
    requests = sum(counter.total() for counter in noted.statuses.values())
    account = account_of(url, set(noted.accepted))
    cpu = sum(group.seconds - group.at_start for name, group in watch.groups.items() if name != "customers")
    return {
        "n": noted.sent,
        "seconds": round(lasted, 1),
        "asked": {
            "streams": asked.streams,
            "turns_per_s": asked.turns,
            "pages_per_s": asked.pages,
            "kills": asked.kills,
        },
        "customers": len(customers.everybody),
        "requests_per_s": round(requests / lasted, 1),
        "turns_per_s": round(len(noted.accepted) / lasted, 2),
        "cpu_ms_per_turn": round(cpu * 1000 / max(1, len(noted.accepted)), 1),
        "messages": account,
        "sent_again": noted.sent_again,
        "not_sent_because_too_many_waited": noted.not_sent,
        "given_up": len(noted.given_up),
        "settled_after_s": round(waited, 1),
        "due_to_answered": _quantiles(noted.late),
        "streams": delivered(customers.everybody, numbers_of(url)),
        "by_route": {
            route: {
                **_quantiles(noted.seconds[route]),
                "by_status": {str(status): count for status, count in sorted(statuses.items())},
            }
            for route, statuses in sorted(noted.statuses.items())
        },
        "by_process": watch.figures(lasted),
        "database": sizes_of(url),
    }


def _quantiles(seconds: Sequence[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0}
    at = {share: ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.95, 0.99)}
    return {
        "n": len(ordered),
        **{f"p{round(share * 100)}_ms": round(value * 1000, 1) for share, value in at.items()},
        "max_ms": round(ordered[-1] * 1000, 1),
    }
