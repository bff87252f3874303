"""One moment of the database, held while it is dumped and counted, so that both tell of the same rows.

Writers are not kept waiting: a snapshot takes no lock but the lightest, which only changes of the schema meet.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from mercery.core.database_address import psycopg_url
from mercery.core.errors import Conflict, MerceryError
from mercery.operations.backing_up.manifest import TableCount
from mercery.operations.backing_up.programs import Programs, connection_of

EMPTIED: Final = {
    "rate_limits": "counts of requests, which pass by themselves",
    "staff_sessions": "sessions of the console: everybody signs in again after a restore",
}
"""Tables whose rows are not dumped, and why."""
_LOCK: Final = 4_207_849_485
"""Key of the advisory lock that lets one backup at a time run; the number means nothing."""
_CHUNK: Final = 1 << 18
_TABLES: Final = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname
"""
_PLAIN: Final = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1"

Connection = psycopg.Connection[tuple[Any, ...]]


class DumpFailed(MerceryError):
    """pg_dump could not write the database."""

    code = "dump_failed"
    status = 500


class BackupRunning(Conflict):
    """Another backup of this database is being made."""

    code = "backup_running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A moment of the database, held open."""

    connection: Connection
    id: str
    taken_at: datetime
    server: str
    database_bytes: int


@contextmanager
def held_snapshot(url: str) -> Iterator[Snapshot]:
    """Hold a snapshot while the block lasts. BackupRunning when somebody else does the same to back this database up."""
    with psycopg.connect(psycopg_url(url), autocommit=True, application_name="mercery backup") as connection:
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("SET statement_timeout = 0")
        if connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() != (True,):
            raise BackupRunning(
                "Another backup is being made.",
                remedy="Wait until it has ended.",
                zh="另一份备份正在进行，请等待其完成。",
            )
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute(
            "SELECT pg_export_snapshot(), transaction_timestamp(), current_setting('server_version'),"
            " pg_database_size(current_database())"
        ).fetchone()
        assert row is not None
        yield Snapshot(
            connection=connection, id=row[0], taken_at=row[1], server=str(row[2]).split()[0], database_bytes=row[3]
        )
        release(connection)


def release(connection: Connection) -> None:
    """Let go of the moment, so that the database can clear away what was deleted since; the lock on backups stays."""
    if connection.info.transaction_status != TransactionStatus.IDLE:
        connection.execute("ROLLBACK")


def server_major(url: str) -> int:
    """The major version of the server at `url`."""
    with psycopg.connect(psycopg_url(url)) as connection:
        return connection.info.server_version // 10_000


def count_tables(connection: Connection) -> dict[str, TableCount]:
    """Rows and digest of every table, in the transaction of `connection`. Reads the whole database once."""
    connection.execute(_PLAIN)
    counted = {}
    for schema, table in connection.execute(_TABLES).fetchall():
        if table in EMPTIED:
            continue
        query = sql.SQL(
            "SELECT count(*), coalesce(sum(('x' || left(md5(one::text), 16))::bit(64)::bigint::numeric), 0)::text"
            " FROM ONLY {} AS one"
        ).format(sql.Identifier(schema, table))
        row = connection.execute(query).fetchone()
        assert row is not None
        counted[table if schema == "public" else f"{schema}.{table}"] = TableCount(rows=row[0], digest=row[1])
    return counted


def dumped(url: str, programs: Programs, snapshot: Snapshot) -> Iterator[bytes]:
    """What pg_dump writes of the snapshot, in its custom format (compressed). DumpFailed with what it said."""
    address, environment = connection_of(url)
    command = [
        programs.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s", "--no-password",
        f"--snapshot={snapshot.id}", f"--dbname={address}",
        *(f"--exclude-table-data={name}" for name in EMPTIED),
    ]  # fmt: skip
    if programs.major >= 17:
        # Extensions belong to whoever runs the server; a restore finds them there or does without.
        command.append("--exclude-extension=*")
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
        assert process.stdout is not None
        try:
            while chunk := process.stdout.read(_CHUNK):
                yield chunk
            code = process.wait()
        finally:
            process.stdout.close()
            process.kill()
            process.wait()
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()
    if code != 0:
        raise DumpFailed(
            f"The database could not be dumped. pg_dump said: {said[-500:]}",
            remedy="Try again; if it is the rights, MERCERY_DATABASE_URL must name the owner of the tables.",
            zh=f"数据库导出失败：{said[-500:]}。请重试；若为权限问题，MERCERY_DATABASE_URL 须使用数据表的所有者。",
        )
