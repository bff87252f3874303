"""Databases of one server: whether one is there and empty, made, renamed, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from mercery.core.database_address import psycopg_url, with_database
from mercery.core.errors import Conflict, MerceryError
from mercery.core.schema import drop_database

_MAINTENANCE: Final = ("postgres", "template1", "defaultdb")
"""Databases that servers have beside ours; a database cannot be renamed from within."""
Connection = psycopg.Connection[tuple[Any, ...]]


class NoServer(MerceryError):
    """The server cannot be reached."""

    code = "database_unreachable"
    status = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """What stands under a database's name."""

    exists: bool
    tables: int = 0
    rows: bool = False
    """Whether there is a shop or a person in it."""
    shops: tuple[str, ...] = ()
    others: int = 0
    """Sessions of others in it."""
    may_create: bool = False
    """Whether we may make and rename databases."""
    server_major: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost with it."""
        return not self.rows


def name_of(url: str) -> str:
    """The database an address names."""
    found = conninfo_to_dict(psycopg_url(url)).get("dbname")
    return unquote(str(found or ""))


def named(url: str, name: str) -> str:
    """The same server, another database."""
    return with_database(url, name)


@contextmanager
def beside(url: str) -> Iterator[Connection]:
    """A connection (autocommit) to another database of the same server. NoServer where none can be reached."""
    problem: psycopg.Error | None = None
    for name in _MAINTENANCE:
        try:
            connection = psycopg.connect(named(url, name), autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            problem = error
            continue
        with connection:
            yield connection
        return
    raise NoServer(
        f"The database server cannot be reached: {str(problem).strip().splitlines()[-1]}",
        remedy="Start it, or look at MERCERY_DATABASE_URL.",
        zh="无法连接数据库服务器。请启动服务器，或检查 MERCERY_DATABASE_URL。",
    ) from problem


def look(url: str) -> There:
    """What is there now."""
    name = name_of(url)
    with beside(url) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %(name)s),"
            " (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = %(name)s AND backend_type = 'client backend')",
            {"name": name},
        ).fetchone()
        assert row is not None
        major = connection.info.server_version // 10_000
    exists, may_create, others = row
    if not exists:
        return There(exists=False, may_create=bool(may_create), server_major=major)
    with psycopg.connect(psycopg_url(url), autocommit=True) as connection:
        tables, shops, people = _inside(connection)
    return There(
        exists=True, tables=tables, rows=bool(shops or people), shops=shops, others=others, may_create=bool(may_create),
        server_major=major,
    )  # fmt: skip


def _inside(connection: Connection) -> tuple[int, tuple[str, ...], int]:
    (tables,) = connection.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('r', 'p', 'v', 'm') AND nspname = 'public'"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
    ).fetchone() or (0,)
    has_shops = connection.execute("SELECT to_regclass('shops')").fetchone() != (None,)
    if not has_shops:
        # Tables that are not Mercery's are somebody's all the same.
        return tables, (), tables
    shops = tuple(str(slug) for (slug,) in connection.execute("SELECT slug FROM shops ORDER BY created_at, id"))
    (people,) = connection.execute("SELECT count(*) FROM staff").fetchone() or (0,)
    return tables, shops, people


def create(url: str, name: str) -> str:
    """A new, empty database in UTF-8; its address."""
    with beside(url) as connection:
        found = connection.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'")
        usual = found.fetchone() == ("UTF8",)
        how = sql.SQL("") if usual else sql.SQL(" TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + how)
    return named(url, name)


def drop(url: str, name: str) -> None:
    """Drop a database of ours, if it is there."""
    with beside(url) as connection:
        drop_database(connection, name)


def exists(url: str, name: str) -> bool:
    """Whether the server has a database of that name."""
    with beside(url) as connection:
        return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


@contextmanager
def renaming(url: str, changes: list[tuple[str, str]]) -> Iterator[None]:
    """Rename databases, all or none: before the block, and kept only when it ends well.

    Conflict where somebody is in one of them.
    """
    with beside(url) as connection:
        try:
            with connection.transaction():
                for old, new in changes:
                    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                    connection.execute(statement.format(sql.Identifier(old), sql.Identifier(new)))
                yield
        except psycopg.errors.ObjectInUse as error:
            raise Conflict(
                "Somebody uses the database. Nothing was changed.",
                remedy="Stop Mercery everywhere, then try again.",
                zh="数据库正在使用，未作任何改动。请先停止所有 Mercery 进程再试。",
            ) from error
