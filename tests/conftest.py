"""What every test may use.

`database_url`   address of an empty database with the whole schema, as good as a fresh one (`lent.py`).
`database`       `mercery.core.database.Database` on it; `async with database.session() as session: …`
`prepared_shop`  the demo shop as `mercery prepare` makes it, made once: looked at in its place, or copied.
`models`         a folder where the models of meaning are built once.
`home`           an empty folder as MERCERY_HOME, with nothing of the developer's own settings visible.
`browser`        Chromium (async Playwright, one for the session); tests that use it are marked `browser`.
`page`           a new page in its own context; open addresses on 127.0.0.1 only.

The server is our own embedded one; two runs at once get two. Its files lie in memory where `/dev/shm` has room (on a busy
disk a copy took 135 ms, there 14 ms), else under `.mercery/tests`, where the next run finds them again. So do the tests' own.
`MERCERY_TEST_DATABASE_URL` names another server instead, whose role may create databases. Ways to an empty database were
measured (174 tables, 519 indexes): copy and drop 60 ms, on a busy machine twice that; what was written removed again 15 ms.
Rolling back a transaction is faster but shuts out code that commits, opens a second connection or runs in another process,
and such code is what we test.

No test reaches the network: a connection to anything but this machine raises.
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import os
import shutil
import sys
import uuid
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import hypothesis
import psutil
import psycopg
import pytest
from argon2 import PasswordHasher
from playwright.async_api import Browser, Page, async_playwright
from psycopg import sql
from tests.kept import kept
from tests.lent import Lender
from tests.order import LongFirst, long_first
from tests.wired import as_before
from xdist.remote import Producer  # type: ignore[import-untyped]

from mercery.accounts import passwords
from mercery.core.config import settings
from mercery.core.database import Database, psycopg_url
from mercery.core.postgres import ensure_running, leave, postmaster, stop
from mercery.core.postgres.layout import Layout
from mercery.core.postgres.locks import open_lock, try_exclusive
from mercery.core.schema import create_schema, drop_database

if TYPE_CHECKING:
    from tests.prepared import Prepared

ROOT = Path(__file__).parent.parent
NEEDED_MEMORY = 2 << 30
"""Bytes; a run of two workers holds some 200 MB in databases, and 500 MB in files of the tests that run at the moment."""
QUICK_EXAMPLES = 25
"""Of each property, in a run without the slow tests."""
# What is compiled is kept, whatever the machine says: each worker and each process a test starts would do it all again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A model is loaded only by the tests that are about it.
os.environ["MERCERY_EMBEDDINGS"] = "off"
os.environ["MERCERY_DEMO_FILMS"] = "false"
os.environ["MERCERY_DEMO_LIVE"] = "false"
os.environ["MERCERY_LIVE"] = "false"
# Or every twentieth visitor of a test would see nothing of what it looks for; what it does is tested where a share is set.
os.environ["MERCERY_HOLDOUT_SHARE"] = "0"
_LOCKS: list[int] = []
"""Held until the process ends."""
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def _stay_on_this_machine(event: str, args: tuple[object, ...]) -> None:
    """Audit hook: refuse to connect or to look up a name outside this machine."""
    if not event.startswith("socket."):
        # Of every file that is opened and every module too, hundreds of thousands.
        return
    host: object = None
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):
        host = args[1][0]
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str) or host in {"", "localhost", "testserver"}:
        return
    try:
        local = ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        local = False
    if not local:
        raise RuntimeError(f"A test tried to reach {host}. Tests stay on this machine.")


sys.addaudithook(_stay_on_this_machine)


def pytest_configure(config: pytest.Config) -> None:
    _files_in_memory()
    _configure_properties(config)
    # Some of it is wanted while tests are collected.
    same = ExitStack()
    same.enter_context(kept())
    config.add_cleanup(same.close)


def _files_in_memory() -> None:
    """Have `tmp_path` lead into memory where there is room: a server made in it or an index written through takes half as
    long. A test's files go with it (`tmp_path_retention_policy`) unless it failed; the next run removes those, and what a
    killed run has left."""
    if "PYTEST_XDIST_WORKER" in os.environ or "PYTEST_DEBUG_TEMPROOT" in os.environ:
        return
    folder = _in_memory()
    if folder is None or psutil.virtual_memory().available < 2 * NEEDED_MEMORY:
        return
    place, lock = _free_slot(folder / "files")
    _LOCKS.append(lock)
    _empty(place)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(place)


def _configure_properties(config: pytest.Config) -> None:
    """The quick run tries the same few examples of each property every time, whatever the machine does meanwhile; with the
    slow tests there are as many as each test says, and others at every run."""
    # How long an example takes says how busy the machine is, and nothing of the property.
    patient: dict[str, Any] = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
    few: dict[str, Any] = {"max_examples": QUICK_EXAMPLES, "derandomize": True, "database": None}
    hypothesis.settings.register_profile("quick", **patient, **few)
    hypothesis.settings.register_profile("thorough", **patient)
    hypothesis.settings.load_profile("quick" if _is_quick(config) else "thorough")


def _is_quick(config: pytest.Config) -> bool:
    return str(config.getoption("markexpr")) == "not slow"


def _fewer_examples(item: pytest.Item) -> None:
    """A test that asks for more examples of its own has as few in the quick run as the others."""
    test = getattr(item, "obj", None)
    asked = getattr(test, "_hypothesis_internal_use_settings", None)
    if test is not None and asked is not None and asked.max_examples > QUICK_EXAMPLES:
        test._hypothesis_internal_use_settings = hypothesis.settings(asked, max_examples=QUICK_EXAMPLES)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import everything without looking for garbage, and do not look through it ever after: a million objects that stay,
    which every great collection of a run would go through again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LongFirst | None:
    """Which worker gets what, and when."""
    return LongFirst(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, and skip them when there is none."""
    if hasattr(config, "workerinput"):
        long_first(items)
    missing = pytest.mark.skip(reason="no Chromium or Chrome on PATH (set MERCERY_TEST_CHROMIUM)")
    quick = _is_quick(config)
    for item in items:
        if quick:
            _fewer_examples(item)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if _chromium() is None:
                item.add_marker(missing)


def _chromium() -> str | None:
    named = os.environ.get("MERCERY_TEST_CHROMIUM")
    return named or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Real argon2id with little work, because tests make many people; `accounts/test_passwords.py` holds the real work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))
        yield


@pytest.fixture(scope="module", autouse=True)
def _module_wired_as_before() -> Iterator[None]:
    """What the fixtures of a file wire ends with it."""
    with as_before():
        yield


@pytest.fixture(autouse=True)
def _wired_as_before(_module_wired_as_before: None) -> Iterator[None]:
    """What a test wires ends with it."""
    with as_before():
        yield


@dataclass(frozen=True, slots=True)
class _Server:
    url: str
    home: Path | None
    """Where it is one of our own."""

    def superuser(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """A connection that may do everything."""
        assert self.home is not None
        return postmaster.connect(Layout.at(self.home), database)


@pytest.fixture(scope="session")
def _server() -> Iterator[_Server]:
    """A server for this run: the one named by the environment, or a slot nobody else is using."""
    named = os.environ.get("MERCERY_TEST_DATABASE_URL")
    if named:
        yield _Server(psycopg_url(named), None)
        return
    folder = _in_memory()
    home, slot = _free_slot(folder or ROOT / ".mercery" / "tests")
    try:
        yield _Server(ensure_running(home, durable=False).url, home)
    finally:
        # Not again when the process ends: then it may be another run's.
        leave(home)
        stop(home)
        if folder:
            _empty(home)
        os.close(slot)


def _empty(home: Path) -> None:
    """Give the memory back. The lock's file stays: another run may just have opened it, and would hold what nobody sees."""
    for one in home.iterdir():
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        elif one.name != "slot.lock":
            one.unlink(missing_ok=True)


def _in_memory() -> Path | None:
    """A folder of this checkout in memory, where there is room for the databases of a run several times over."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < NEEDED_MEMORY:
        return None
    folder = memory / f"mercery-tests-{os.getuid()}" / hashlib.sha256(bytes(ROOT)).hexdigest()[:8]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder if folder.stat().st_uid == os.getuid() else None


def _free_slot(folder: Path) -> tuple[Path, int]:
    """A home no other run is using, and the lock that keeps it."""
    for number in itertools.count():
        home = folder / str(number)
        home.mkdir(parents=True, exist_ok=True)
        slot = open_lock(home / "slot.lock")
        if try_exclusive(slot):
            return home, slot
        os.close(slot)
    raise AssertionError("unreachable")


@pytest.fixture(scope="session")
def _server_url(_server: _Server) -> str:
    return _server.url


@pytest.fixture(scope="session")
def _template(_server_url: str) -> Iterator[str]:
    """A database with the schema and no rows, copied for each test."""
    run = uuid.uuid4().hex[:8]
    name = f"template_{run}"
    with psycopg.connect(_server_url, autocommit=True) as connection:
        if "MERCERY_TEST_DATABASE_URL" not in os.environ:
            _drop_left_over(connection)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    create_schema(_named(_server_url, name))
    yield name
    with psycopg.connect(_server_url, autocommit=True) as connection:
        drop_database(connection, name)


def _drop_left_over(connection: psycopg.Connection[tuple[str]]) -> None:
    """Databases of an earlier run that was killed."""
    found = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^(template|test)_[0-9a-f]{8}'")
    for (name,) in found.fetchall():
        drop_database(connection, name)


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def _lender(_server: _Server, _template: str) -> Iterator[Lender | None]:
    """Who lends databases; None on a server that is not ours, whose counts we could not trust."""
    if _server.home is None:
        yield None
        return
    lender = Lender(_server.url, _template, _server.superuser)
    yield lender
    lender.close()


@pytest.fixture
def database_url(_server_url: str, _template: str, _lender: Lender | None) -> Iterator[str]:
    """Address of a database with the whole schema that is empty as a new one; nobody's after the test."""
    if _lender is None:
        with copied(_server_url, _template) as url:
            yield url
    else:
        with _lender.lend() as name:
            yield _named(_server_url, name)


@contextmanager
def copied(server_url: str, template: str) -> Iterator[str]:
    """The address of a copy of a database nobody uses at the moment, dropped when the block ends."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        try:
            yield _named(server_url, name)
        finally:
            drop_database(connection, name)


@contextmanager
def empty_database(server_url: str) -> Iterator[str]:
    """A database without any schema on that server, dropped when the block ends."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield _named(server_url, name)
        finally:
            drop_database(connection, name)


@pytest.fixture(scope="session")
def prepared_shop(_server_url: str, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """The demo shop, made once. `order.py` leaves everything that asks for it with one worker.

    After the template, which begins with dropping what an earlier run has left: it would take this one for such."""
    from tests.prepared import prepared

    with prepared(_server_url, tmp_path_factory.mktemp("prepared")) as shop:
        yield shop


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where models of meaning lie once they were built, for all workers: building one takes some five seconds."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "models"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The application's way to a fresh database."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty MERCERY_HOME; no other MERCERY_ variable and no settings file of the developer is seen."""
    for name in [name for name in os.environ if name.startswith("MERCERY_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MERCERY_HOME", str(folder))
    monkeypatch.setenv("MERCERY_EMBEDDINGS", "off")
    monkeypatch.setenv("MERCERY_DEMO_FILMS", "false")
    monkeypatch.setenv("MERCERY_HOLDOUT_SHARE", "0")
    monkeypatch.setenv("MERCERY_DEMO_LIVE", "false")
    monkeypatch.setenv("MERCERY_LIVE", "false")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield folder
    settings.cache_clear()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, started once."""
    async with async_playwright() as playwright:
        # As root, in containers, Chromium cannot make its own sandbox; it sees nothing but our own pages.
        started = await playwright.chromium.launch(
            executable_path=_chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield started
        await started.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of 1440 × 900 with cookies of its own."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(10_000)
    yield await context.new_page()
    await context.close()
