"""Alembic at work: running migrations, writing them, and finding where tables in the code and in a database differ."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.autogenerate import produce_migrations
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.operations.ops import ExecuteSQLOp, MigrateOperation, MigrationScript, OpContainer
from psycopg import sql
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from mercery.core.database import Base, declared_triggers, psycopg_url, sqlalchemy_url
from mercery.core.database_address import with_database
from mercery.core.errors import MerceryError
from mercery.core.schema import MIGRATIONS, drop_database, import_tables, revisions

NAMES = {"table": "procrastinate_"}
"""Things of others, left alone: by kind, how their names begin."""
PARTITION = "_part_"
"""Stands in the names of partitions, which come and go with the days."""


class NotAdoptable(MerceryError):
    """The tables of an early version could not be turned into those of this one."""

    code = "schema_unknown"
    status = 500


def configuration(url: str) -> Config:
    """Alembic set up for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(url).replace("%", "%%"))
    return config


def migrate(url: str, timeouts: Mapping[str, str] | None = None) -> None:
    """Run the migrations the database has not had, each in a transaction of its own. `timeouts` are settings of PostgreSQL
    (`lock_timeout`, `statement_timeout`) that hold meanwhile."""
    config = configuration(url)
    config.attributes["timeouts"] = dict(timeouts or {})
    command.upgrade(config, "head")


def adopt(url: str) -> None:
    """Turn tables that no migration made into those of the newest revision, all or nothing.

    For databases of the time before the first migration, which were made straight from the tables in the code.
    """
    with _connection(url) as connection:
        operations = Operations(_context(connection))
        try:
            with connection.begin():
                for operation in differences(connection):
                    operations.invoke(operation)
        except SQLAlchemyError as error:
            raise NotAdoptable(
                "This database was made by an early version of Mercery and cannot be brought up to date. "
                f"PostgreSQL said: {str(getattr(error, 'orig', error)).strip().splitlines()[0]}",
                remedy="Export with the version that made it (`mercery export`), start with an empty MERCERY_HOME or "
                "database, and import there.",
            ) from error
    command.stamp(configuration(url), "head")


def differences(connection: Connection) -> list[MigrateOperation]:
    """What would have to be done to the database so that it has the tables and triggers the code declares."""
    import_tables()
    wanted = produce_migrations(_context(connection), Base.metadata).upgrade_ops
    return [*(_flat(wanted) if wanted else ()), *missing_triggers(connection)]


def missing_triggers(connection: Connection) -> list[ExecuteSQLOp]:
    """Statements for triggers that the code declares (`core.database.declare_trigger`) and the database lacks."""
    there = set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
    missing = [trigger for trigger in declared_triggers() if trigger.name not in there]
    functions = dict.fromkeys(trigger.function for trigger in missing)
    return [ExecuteSQLOp(statement) for statement in (*functions, *(trigger.statement for trigger in missing))]


def ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether a thing in the database is ours, and neither the job queue's nor a partition of a table of ours."""
    if kind == "table" and PARTITION in (name or ""):
        return False
    return not (name or "").startswith(NAMES.get(kind, "\0"))


def write_revision(url: str, message: str) -> Path | None:
    """Write the migration that leads from the newest one to the tables in the code; None when they agree.

    Works in an empty database of its own on the server of `url`, so the developer's data do not matter.
    """
    number = f"{int(revisions()[-1]) + 1:04d}" if revisions() else "0001"
    with _empty_database(url) as scratch:
        config = configuration(scratch)
        if revisions():
            command.upgrade(config, "head")
        command.revision(config, message=message, rev_id=number, autogenerate=True)
    return next(iter((MIGRATIONS / "versions").glob(f"v{number}_*.py")), None)


def complete_revision(connection: Connection, script: MigrationScript) -> bool:
    """Add the triggers to a migration just generated; whether it does anything at all."""
    assert script.upgrade_ops is not None
    script.upgrade_ops.ops.extend(missing_triggers(connection))
    return not script.upgrade_ops.is_empty()


def _flat(container: OpContainer) -> Iterator[MigrateOperation]:
    for operation in container.ops:
        if isinstance(operation, OpContainer):
            yield from _flat(operation)
        else:
            yield operation


def _context(connection: Connection) -> MigrationContext:
    options = {"target_metadata": Base.metadata, "compare_type": True, "compare_server_default": True}
    return MigrationContext.configure(connection, opts={**options, "include_name": ours})


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def _empty_database(url: str) -> Iterator[str]:
    name = f"revision_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield with_database(url, name)
        finally:
            drop_database(connection, name)
