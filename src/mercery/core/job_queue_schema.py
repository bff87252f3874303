"""The job queue's own tables and functions (procrastinate), brought up to date with the package that is installed.

The package brings its schema as a whole and as numbered steps. The last step a database has had is noted in the comment
of the table `procrastinate_jobs`.
"""

from __future__ import annotations

from pathlib import Path
from typing import LiteralString, cast

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

from mercery.core.errors import MerceryError
from mercery.core.fair_jobs import INDEX, INDEX_NAME

_MARK = "Schema step: "


class JobQueueNewer(MerceryError):
    """The job queue's tables were written by a newer Mercery than this one."""

    code = "job_queue_newer"
    status = 500


def update_job_queue(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Create the job queue or bring it up to date; whether anything had to be done. `connection` commits by itself."""
    steps = sorted(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    (exists,) = cast(
        "tuple[str | None]", connection.execute("SELECT to_regclass('procrastinate_jobs')::text").fetchone()
    )
    if exists is None:
        with connection.transaction():
            connection.execute(SchemaManager.get_schema())
            connection.execute(INDEX)
            _note(connection, steps[-1])
        return True
    added = _add_index(connection)
    done = last_step(connection)
    if done is None:
        # Made before steps were noted, by the version that began to note them.
        _note(connection, steps[-1])
        return added
    if done > steps[-1]:
        raise JobQueueNewer(
            f"The job queue was written by a newer Mercery ({done}). Nothing was changed.",
            remedy="Start the newer version, or restore a backup from before the update.",
        )
    missing = [step for step in steps if step > done]
    for step in missing:
        with connection.transaction():
            connection.execute(_statements(step))
            _note(connection, step)
    return added or bool(missing)


def _add_index(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """The index by which workers take jobs fairly."""
    row = connection.execute("SELECT to_regclass(%s)", [INDEX_NAME]).fetchone()
    if row is not None and row[0] is not None:
        return False
    connection.execute(INDEX)
    return True


def last_step(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    """The last step of the job queue's schema that the database has had; None where none was noted."""
    row = connection.execute("SELECT obj_description('procrastinate_jobs'::regclass)").fetchone()
    said = str(row[0] or "") if row else ""
    return said.removeprefix(_MARK) if said.startswith(_MARK) else None


def _note(connection: psycopg.Connection[tuple[object, ...]], step: str) -> None:
    connection.execute(sql.SQL("COMMENT ON TABLE procrastinate_jobs IS {}").format(sql.Literal(_MARK + step)))


def _statements(step: str) -> LiteralString:
    """The package's own SQL, as trusted as its code."""
    return (Path(SchemaManager.get_migrations_path()) / step).read_text("utf-8")
