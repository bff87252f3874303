"""The database schema: every feature's tables, brought up to date by Alembic's migrations in `core/migrations`."""

from __future__ import annotations

import importlib
import pkgutil
import time
from pathlib import Path
from typing import LiteralString

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from psycopg import errors, sql
from sqlalchemy import create_engine

import mercery
from mercery.core.database import Base, psycopg_url, sqlalchemy_url

MIGRATIONS = Path(__file__).parent / "migrations"
_DROP_TRIES = 12


def import_tables() -> None:
    """Import each `mercery/<feature>/tables.py`, so that `Base.metadata` knows every table."""
    for module in pkgutil.iter_modules(mercery.__path__):
        if module.ispkg and (Path(mercery.__path__[0]) / module.name / "tables.py").exists():
            importlib.import_module(f"mercery.{module.name}.tables")


def alembic_config(url: str) -> Config:
    """Alembic set up for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("sqlalchemy.url", sqlalchemy_url(url).replace("%", "%%"))
    return config


def newest_revision() -> str | None:
    """The revision this version of Mercery wants."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def current_revision(url: str) -> str | None:
    """The revision the database is at; None before the first migration."""
    with psycopg.connect(psycopg_url(url)) as connection:
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def upgrade(url: str) -> bool:
    """Bring the database to the newest revision. Returns whether anything had to be done."""
    if newest_revision() is None:
        return _create_from_tables(url)
    if current_revision(url) == newest_revision():
        return False
    command.upgrade(alembic_config(url), "head")
    return True


def create_schema(url: str) -> None:
    """Make the schema in an empty database, as a new installation does."""
    upgrade(url)


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


def _create_from_tables(url: str) -> bool:
    """The tables as the code declares them and procrastinate's own, for the time before the first migration."""
    import_tables()
    engine = create_engine(sqlalchemy_url(url))
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
    engine.dispose()
    with psycopg.connect(psycopg_url(url), autocommit=True) as raw:
        if raw.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() != (None,):
            return False
        raw.execute(procrastinate_schema())
    return True


def procrastinate_schema() -> LiteralString:
    """The SQL of the job queue's tables and functions, of the procrastinate version installed."""
    return SchemaManager.get_schema()
