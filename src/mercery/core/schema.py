"""The database schema: every feature's tables, brought up to date by Alembic's migrations in `core/migrations`.

Migrations are numbered files, `v0001_….py`, in one line without branches. The job queue's schema comes with its package
and is brought up to date beside ours (`core/job_queue_schema.py`). Alembic is imported only when there is something to do.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import errors, sql

import mercery
from mercery.core.database_address import psycopg_url
from mercery.core.errors import MerceryError

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 4_207_849_484
"""Key of the advisory lock that lets one process at a time change the schema; the number means nothing."""
_LOOK_SECONDS = 0.05
_DROP_TRIES = 12


class SchemaNewer(MerceryError):
    """The database was written by a newer Mercery than this one."""

    code = "schema_newer"
    status = 500

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database was written by a newer Mercery: its schema is {found}, this version knows up to "
            f"{newest_revision()}. Nothing was changed.",
            remedy="Start the newer version, or restore a backup from before the update.",
        )


class SchemaOlder(MerceryError):
    """The database was written by an older Mercery and has not been brought up to date."""

    code = "schema_older"
    status = 500

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database has schema {found}; this version of Mercery needs {newest_revision()}.",
            remedy="Run `mercery upgrade`, or stop Mercery and begin with `mercery run`, which does the same at its start.",
        )


def import_tables() -> None:
    """Import each `tables.py` of a feature and of the parts of a feature, so that `Base.metadata` knows every table."""
    for place in sorted(Path(mercery.__path__[0]).rglob("tables.py")):
        importlib.import_module(".".join(("mercery", *place.relative_to(mercery.__path__[0]).with_suffix("").parts)))


def revisions() -> list[str]:
    """The numbers of all migrations, oldest first."""
    return sorted(path.name[1:5] for path in (MIGRATIONS / "versions").glob("v[0-9][0-9][0-9][0-9]_*.py"))


def newest_revision() -> str:
    """The revision this version of Mercery wants."""
    return revisions()[-1]


def current_revision(url: str) -> str | None:
    """The revision the database is at; None before the first migration."""
    with psycopg.connect(psycopg_url(url)) as connection:
        return _revision(connection)


def upgrade(url: str, timeouts: Mapping[str, str] | None = None) -> bool:
    """Bring our tables and the job queue's to the newest revision. Returns whether anything had to be done. `timeouts`: for
    how long others may be kept waiting (`core.migrating.migrate`).

    SchemaNewer, and nothing is changed, when the database is ahead of this program. Several processes may call it at once.
    """
    from mercery.core.job_queue_schema import update_job_queue

    with _changing_alone(url) as connection:
        found = _revision(connection)
        if found is not None and found not in revisions():
            raise SchemaNewer(found)
        queue_changed = update_job_queue(connection)
        if found == newest_revision():
            return queue_changed
        from mercery.core.migrating import adopt, migrate

        if found is None and _has_tables(connection):
            adopt(url)
        else:
            migrate(url, timeouts)
        return True


def create_schema(url: str) -> None:
    """Make the schema in an empty database, as a new installation does."""
    upgrade(url)


def require_schema(url: str) -> None:
    """Make the schema where there is none yet; SchemaOlder or SchemaNewer when it is not this program's."""
    with psycopg.connect(psycopg_url(url)) as connection:
        found = _revision(connection)
        empty = found is None and not _has_tables(connection)
    if empty:
        upgrade(url)
    elif found != newest_revision():
        raise SchemaNewer(found) if found and found not in revisions() else SchemaOlder(found or "of an early version")


def drop_database(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop a database of ours with whatever sessions of ours are still in it; `connection` (autocommit) is to another one.

    Not `WITH (FORCE)`: that also wants to end autovacuum's workers, which only a superuser may, and fails after large
    writes. A plain DROP asks them to leave and waits for them by itself.
    """
    for tries in range(1, _DROP_TRIES + 1):
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
            [name],
        )
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        except errors.ObjectInUse:
            if tries == _DROP_TRIES:
                raise
            time.sleep(0.05 * tries)
        else:
            return


@contextmanager
def _changing_alone(url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection that holds the lock on the schema; the server frees it even when this process is killed.

    It is asked for again and again rather than waited for: a statement that waits counts as one that reads, and an index built
    concurrently by whoever has the lock would wait for it in turn.
    """
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        while connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() != (True,):
            time.sleep(_LOOK_SECONDS)
        yield connection


def _revision(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    if not _exists(connection, "alembic_version"):
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _has_tables(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    return _exists(connection, "shops")


def _exists(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bool:
    return connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,)
