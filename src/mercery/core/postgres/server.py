"""The embedded server as the rest of Mercery uses it: make it run, know its address, leave it, stop it."""

from __future__ import annotations

import atexit
import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg import sql

from mercery.core.postgres import cluster, postmaster
from mercery.core.postgres.account import Account, server_account
from mercery.core.postgres.binaries import for_another_user, installed
from mercery.core.postgres.errors import NotOurs, PostgresError, disk_full
from mercery.core.postgres.layout import PORT, Layout, socket_folder
from mercery.core.postgres.locks import SharedLock, exclusive

NEEDED_MB = 300
"""Free space below which a start is refused: journal, temporary files and a checkpoint must fit."""
STOP_SECONDS = 4.0
_START_SECONDS = 90.0

Say = Callable[[str], None]

_places: dict[Path, SharedLock] = {}
"""The homes whose server this process uses."""
_places_guard = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class DatabaseAddress:
    """How to reach the embedded server. It listens on a Unix socket only."""

    socket_folder: Path
    user: str = cluster.ROLE
    database: str = cluster.DATABASE

    @property
    def url(self) -> str:
        """`postgresql://…` as psycopg, libpq's tools and `MERCERY_DATABASE_URL` understand it."""
        return f"postgresql://{self.user}@/{self.database}?host={quote(str(self.socket_folder), safe='')}&port={PORT}"


@dataclass(frozen=True, kw_only=True)
class Status:
    """What can be said about the server without changing anything."""

    state: postmaster.State
    pid: int | None
    data: Path
    free_mb: int


def _quiet(_: str) -> None:
    """Say nothing."""


def ensure_running(
    home: Path, *, durable: bool = True, needed_mb: int = NEEDED_MB, say: Say = _quiet
) -> DatabaseAddress:
    """Make sure that one server runs for this home and answers; return its address.

    This process counts as a user of the server until it ends or calls `leave`; the last user to go stops the server.
    Safe to call at any time and from several processes at once. Creates the data directory at the first call, adopts a
    server that already runs, and recovers from whatever a killed process, a killed server or a reboot left behind.
    Raises a `PostgresError` that names the remedy. `durable=False` is for tests.
    """
    layout = Layout.at(home)
    _make_folder(layout)
    _become_user(layout)
    with exclusive(layout.start_lock, seconds=postmaster.RECOVERY_SECONDS, doing="starting or stopping the database"):
        account = server_account()
        exists = cluster.check(layout, account)
        if not (exists and _adopt(layout, say)):
            _start(layout, account, exists=exists, durable=durable, needed_mb=needed_mb, say=say)
        _create_database(layout)
    return DatabaseAddress(socket_folder=socket_folder(layout))


def leave(home: Path) -> bool:
    """Give up using the server; stops it when nobody else uses it. Happens by itself when the process ends.

    A process that is killed counts as gone, and the server it leaves behind is adopted by the next start.
    """
    with _places_guard:
        place = _places.pop(Layout.at(home).home, None)
    if place is None:
        return False
    try:
        return place.become_last() and stop(home)
    finally:
        place.close()


def stop(home: Path, *, seconds: float = STOP_SECONDS) -> bool:
    """Stop the server, whoever started it. False when none was running. Waits `seconds` before it insists."""
    layout = Layout.at(home)
    if not layout.folder.is_dir():
        return False
    with exclusive(layout.start_lock, seconds=_START_SECONDS, doing="starting or stopping the database"):
        if not postmaster.alive(layout):
            return False
        postmaster.stop(layout, seconds=seconds)
        return True


def status(home: Path) -> Status:
    """Look without touching."""
    layout = Layout.at(home)
    if not layout.folder.is_dir():
        return Status(state="down", pid=None, data=layout.data, free_mb=_free_mb(layout))
    return Status(
        state=postmaster.state(layout),
        pid=postmaster.postmaster_pid(layout),
        data=layout.data,
        free_mb=_free_mb(layout),
    )


def _become_user(layout: Layout) -> None:
    with _places_guard:
        if layout.home not in _places:
            _places[layout.home] = SharedLock(layout.users_lock)


@atexit.register
def _leave_all() -> None:
    """When the process ends. What goes wrong here is mended by the next start."""
    for home in list(_places):
        with suppress(PostgresError, OSError):
            leave(home)


def _make_folder(layout: Layout) -> None:
    try:
        layout.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno == 28:
            raise disk_full(layout.home) from error
        raise NotOurs(
            f"The folder {layout.folder} cannot be made: {error.strerror}.",
            remedy="Set MERCERY_HOME to a folder you can write to.",
        ) from error
    if not os.access(layout.folder, os.W_OK | os.X_OK):
        raise NotOurs(
            f"The folder {layout.folder} cannot be written to.",
            remedy="Start Mercery as the user who made it, or set MERCERY_HOME to a folder of your own.",
        )


def _adopt(layout: Layout, say: Say) -> bool:
    """Use the server that runs already. What is left of a killed one is cleared away."""
    if not postmaster.alive(layout):
        return False
    if postmaster.wait_ready(layout, say=say, seconds=postmaster.RECOVERY_SECONDS):
        return True
    postmaster.stop(layout, seconds=STOP_SECONDS)
    return False


def _start(layout: Layout, account: Account, *, exists: bool, durable: bool, needed_mb: int, say: Say) -> None:
    free_mb = _free_mb(layout)
    if free_mb < needed_mb:
        raise disk_full(layout.folder, free_mb=free_mb, needed_mb=needed_mb)
    binaries = for_another_user() if account.dropped else installed()
    if not exists:
        say("Creating the database.")
        cluster.initialise(layout, account, binaries)
    try:
        cluster.configure(layout, account, durable=durable)
    except OSError as error:
        raise (disk_full(layout.folder) if error.errno == 28 else PostgresError(str(error))) from error
    cluster.prune_logs(layout)
    postmaster.start(layout, account, binaries, say=say, recovery_seconds=postmaster.RECOVERY_SECONDS)


def _create_database(layout: Layout) -> None:
    """Make our role and database when they are missing; pgvector goes into the template, so every database has it.

    The role is no superuser: SQL that goes wrong in the application cannot reach files or programs.
    """
    with postmaster.connect(layout, "postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [cluster.DATABASE]).fetchone()
        if found:
            return
        role, database = sql.Identifier(cluster.ROLE), sql.Identifier(cluster.DATABASE)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [cluster.ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
        with postmaster.connect(layout, "template1") as template:
            template.execute("CREATE EXTENSION IF NOT EXISTS vector")
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def _free_mb(layout: Layout) -> int:
    folder = layout.home
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free // 2**20
