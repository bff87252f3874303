"""Making a data directory and writing the configuration the server reads.

`initdb` works in a folder of another name that is renamed when complete: a data directory that exists is whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mercery.core.postgres.account import Account
from mercery.core.postgres.binaries import MAJOR, Binaries
from mercery.core.postgres.errors import NotOurs, WrongVersion, explain
from mercery.core.postgres.layout import PORT, Layout

SUPERUSER = "postgres"
ROLE = "mercery"
DATABASE = "mercery"
_UNFINISHED = "data.unfinished"
_TRIES = 20
"""How often what was left is tried to be removed, a tenth of a second apart."""

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "''",
    "port": str(PORT),
    "unix_socket_directories": "'.'",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "'128MB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'64MB'",
    "effective_cache_size": "'512MB'",
    "random_page_cost": "1.1",
    # No replica can follow an embedded server, so the journal need not be written for one.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "'512MB'",
    "autovacuum": "on",
    "idle_in_transaction_session_timeout": "'10min'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    "logging_collector": "on",
    "log_directory": "'log'",
    "log_filename": "'postgresql-%Y%m%dT%H%M%S.log'",
    "log_rotation_size": "'5MB'",
    "log_rotation_age": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "'%m [%p] '",
}
"""Chosen for a machine of 1 to 4 GB that also runs the shop. `ALTER SYSTEM` overrides any of them and is kept."""

NOT_DURABLE: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "'1h'",
}
"""For tests: a power cut may lose the database, and nothing is tidied up meanwhile, since databases are copied and lent."""

LOGS_KEPT = 5


def name_for_server(data: Path, account: Account) -> str:
    """The name by which the server must call its data directory, its working directory.

    A server under another user's name may be unable to enter the folders above its own data directory. It is started
    inside it, so this name reaches it without passing them, and nobody's folders have to be opened.
    """
    return "/proc/self/cwd" if account.dropped and sys.platform == "linux" else str(data)


def clean_environment() -> dict[str, str]:
    """No PG* variable or locale of the caller reaches the server."""
    return {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C"}


def check(layout: Layout, account: Account) -> bool:
    """Whether a usable data directory exists; one that exists and cannot be used is an error that changes nothing."""
    data = layout.data
    try:
        if not data.exists() or not any(data.iterdir()):
            return False
        version = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError as error:
        raise NotOurs(
            f"{data} is not empty, yet it is no PostgreSQL data directory.",
            remedy="Move it away and start again; a new database is then made.",
        ) from error
    except PermissionError as error:
        raise _other_owner(data) from error
    if version != str(MAJOR):
        raise WrongVersion(
            f"{data} was written by PostgreSQL {version}; this Mercery brings PostgreSQL {MAJOR}.",
            remedy=f"Install the Mercery it was made with and run `mercery export`, then move {data} away, start this "
            "version and `mercery import` the export. Or set MERCERY_DATABASE_URL to a server of your own.",
        )
    if data.stat().st_uid != account.uid and not account.dropped:
        raise _other_owner(data)
    return True


def _other_owner(data: Path) -> NotOurs:
    return NotOurs(
        f"{data} belongs to another user.",
        remedy="Start Mercery as the user who made it (root, if it was first started as root), "
        "or set MERCERY_HOME to a folder of your own.",
    )


def initialise(layout: Layout, account: Account, binaries: Binaries) -> None:
    """Make a new, empty data directory. Call with the start lock held."""
    discard_unfinished(layout)
    unfinished = layout.folder / _UNFINISHED
    unfinished.mkdir(mode=0o700)
    if account.dropped:
        os.chown(unfinished, account.uid, account.gid)
    command = [
        binaries.program("initdb"),
        f"--pgdata={name_for_server(unfinished, account)}",
        f"--username={SUPERUSER}",
        "--auth=peer",
        "--encoding=UTF8",
        # Built into PostgreSQL: Unicode-aware case, code-point order, and no index breaks when the system's C library
        # changes its mind about an alphabet. Order shown to people is made where their language is known.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--text-search-config=simple",
    ]
    done = run_as(account, command, cwd=unfinished)
    if done.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise explain(done.stdout, layout.data)
    if layout.data.is_dir():
        layout.data.rmdir()
    unfinished.rename(layout.data)


def discard_unfinished(layout: Layout) -> None:
    """Remove what an `initdb` left that was killed in the middle. A process of it may live on for a moment and remove its
    own files beside us."""
    unfinished = layout.folder / _UNFINISHED
    for _ in range(_TRIES):
        if not unfinished.exists():
            return
        with suppress(OSError):
            shutil.rmtree(unfinished)
            return
        time.sleep(0.1)
    shutil.rmtree(unfinished)


def run_as(account: Account, command: list[str], *, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of PostgreSQL under the server's user; what it says on both channels is in `stdout`."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        start_new_session=True,
        user=account.uid if account.dropped else None,
        group=account.gid if account.dropped else None,
        extra_groups=[] if account.dropped else None,
    )


def configure(layout: Layout, account: Account, *, durable: bool) -> None:
    """Write the three configuration files. They are ours: written at every start, changes by hand are lost."""
    chosen = {**SETTINGS, **({} if durable else NOT_DURABLE)}
    lines = ["# Written by Mercery at every start. To change a setting use ALTER SYSTEM."]
    lines += [f"{name} = {value}" for name, value in chosen.items()]
    _write(layout.data / "postgresql.conf", lines, account)
    # The kernel tells the server who connects (peer), so there is no password to lose. The socket lies in a folder that
    # only the server's user and root can enter, and there is no other way in.
    _write(layout.data / "pg_hba.conf", ["local all all peer map=mercery"], account)
    people = sorted({account.name, "root"})
    _write(
        layout.data / "pg_ident.conf",
        [f'mercery "{person}" {role}' for person in people for role in (ROLE, SUPERUSER)],
        account,
    )


def _write(file: Path, lines: list[str], account: Account) -> None:
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.chmod(0o600)
    if account.dropped:
        os.chown(fresh, account.uid, account.gid)
    fresh.replace(file)


def prune_logs(layout: Layout) -> None:
    """Keep the newest log files only: 5 of 5 MB each."""
    files = sorted(layout.log_folder.glob("postgresql-*.log"))
    for file in files[:-LOGS_KEPT]:
        file.unlink(missing_ok=True)
