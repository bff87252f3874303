"""The server's processes: found, started, stopped.

A process id alone proves nothing, since another program may have it by now. The proof is a lock that every process of
the server inherits (`Layout.server_lock`): the kernel frees it when the last of them is gone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import psutil
import psycopg

from mercery.core.postgres.account import Account
from mercery.core.postgres.binaries import Binaries
from mercery.core.postgres.cluster import SUPERUSER, clean_environment, name_for_server
from mercery.core.postgres.errors import PostgresError, StartFailed, explain
from mercery.core.postgres.layout import PORT, Layout, socket_folder
from mercery.core.postgres.locks import is_free, open_lock, try_exclusive

State = Literal["ready", "starting", "silent", "down"]
"""`starting` also while recovering; `silent`: processes exist but no answer came; `down`: nothing there to answer."""

_children: dict[Path, subprocess.Popen[bytes]] = {}
"""Servers started by this process, so that they are reaped."""

_STARTING = ("starting up", "not yet accepting", "in recovery mode", "shutting down")
RECOVERY_SECONDS = 300.0


def connect(layout: Layout, database: str, *, seconds: int = 5) -> psycopg.Connection[tuple[object, ...]]:
    """Connect as the superuser. Raises `psycopg.OperationalError`."""
    return psycopg.connect(
        host=str(socket_folder(layout)),
        port=PORT,
        user=SUPERUSER,
        dbname=database,
        connect_timeout=seconds,
        autocommit=True,
    )


def state(layout: Layout) -> State:
    """Ask the server itself, by a real connection."""
    try:
        with connect(layout, "postgres") as connection:
            connection.execute("SELECT 1")
        return "ready"
    except psycopg.OperationalError as error:
        said = str(error)
    if "too many" in said or "remaining connection slots" in said:
        return "ready"
    if any(words in said for words in _STARTING):
        return "starting"
    return "silent" if alive(layout) else "down"


def alive(layout: Layout) -> bool:
    """Whether any process of the server exists."""
    child = _children.get(layout.data)
    if child is not None and child.poll() is not None:
        del _children[layout.data]
    return not is_free(layout.server_lock)


def postmaster_pid(layout: Layout) -> int | None:
    """The id of the server's first process, when it is really that process."""
    try:
        pid = int((layout.data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        return pid if _serves(process, layout) else None
    except (OSError, ValueError, psutil.Error):
        return None


def processes(layout: Layout) -> Iterator[psutil.Process]:
    """All processes of this server, orphans of a killed one included."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if _serves(process, layout):
                yield process


def _serves(process: psutil.Process, layout: Layout) -> bool:
    if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
        return False
    return Path(process.cwd()) == layout.data


def start(
    layout: Layout, account: Account, binaries: Binaries, *, say: Callable[[str], None], recovery_seconds: float
) -> None:
    """Start a server and wait until it answers. Call with the start lock held and no server alive."""
    (layout.data / "postmaster.pid").unlink(missing_ok=True)
    lock = open_lock(layout.server_lock)
    try:
        if not try_exclusive(lock):
            raise StartFailed("Another server is still using this data directory.", remedy="Wait a moment, then retry.")
        with layout.startup_log.open("wb") as log:
            child = subprocess.Popen(
                [binaries.program("postgres"), "-D", name_for_server(layout.data, account)],
                cwd=layout.data,
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(lock,),
                # Ctrl-C in the terminal reaches us, not the database: it is stopped by us, after its last client.
                start_new_session=True,
                user=account.uid if account.dropped else None,
                group=account.gid if account.dropped else None,
                extra_groups=[] if account.dropped else None,
            )
    except PermissionError as error:
        raise explain(f"error: {error}: Permission denied", layout.data) from error
    finally:
        os.close(lock)
    _children[layout.data] = child
    _wait_until_ready(layout, child, say=say, seconds=recovery_seconds)


def _wait_until_ready(
    layout: Layout, child: subprocess.Popen[bytes], *, say: Callable[[str], None], seconds: float
) -> None:
    began = time.monotonic()
    told = False
    while (now := state(layout)) != "ready":
        if child.poll() is not None:
            _children.pop(layout.data, None)
            raise explain(recent_log(layout), layout.data)
        waited = time.monotonic() - began
        if waited > seconds:
            raise StartFailed(
                f"PostgreSQL has not answered for {waited:.0f} seconds ({now}).",
                remedy=f"See {layout.log_folder}. If it is still recovering, start again later: it goes on by itself.",
            )
        if waited > 3 and not told:
            say("The database is recovering from an unclean stop.")
            told = True
        time.sleep(0.02)


def wait_ready(layout: Layout, *, say: Callable[[str], None], seconds: float) -> bool:
    """Wait for a server somebody else started. False when it died meanwhile."""
    end = time.monotonic() + seconds
    told = False
    while (now := state(layout)) != "ready":
        if now == "down":
            return False
        # Processes without their first one are the rest of a killed server; they never answer again.
        if now == "silent" and postmaster_pid(layout) is None:
            return False
        if time.monotonic() > end:
            raise PostgresError(
                f"The database server runs but has not answered for {seconds:.0f} seconds.",
                remedy=f"See {layout.log_folder}; `make stop` ends it, then start again.",
            )
        if not told and time.monotonic() > end - seconds + 3:
            say("Waiting for the database, which is starting or recovering.")
            told = True
        time.sleep(0.05)
    return True


def stop(layout: Layout, *, seconds: float) -> None:
    """End the server: ask it to close in good order, then at once, then kill what is left.

    Each way keeps what was committed; the later ones cost a recovery at the next start.
    """
    for number, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 3.0)):
        pid = postmaster_pid(layout)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        # Without a first process the others notice and end by themselves, unless they are busy.
        if _gone(layout, patience if pid is not None else 0.5):
            return
    for process in processes(layout):
        with suppress(psutil.Error):
            process.kill()
    if not _gone(layout, 5.0):
        raise PostgresError(
            f"The database server of {layout.data} could not be ended.",
            remedy=f"Another container or machine may be running it. See who holds {layout.server_lock}.",
        )


def _gone(layout: Layout, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while alive(layout):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    child = _children.pop(layout.data, None)
    if child is not None:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
    return True


def recent_log(layout: Layout) -> str:
    """What the server said last: before its log was open, and the end of its newest log file."""
    said = layout.startup_log.read_text(errors="replace") if layout.startup_log.exists() else ""
    with suppress(OSError):
        newest = max(layout.log_folder.glob("postgresql-*.log"), default=None)
        if newest is not None and newest.stat().st_mtime >= layout.startup_log.stat().st_mtime - 1:
            said += newest.read_text(errors="replace")[-20_000:]
    return said
