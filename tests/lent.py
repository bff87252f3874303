"""Databases as if each were new: one that was used is emptied and lent again under another name.

A copy of the template is a matter of 2,600 files, made and removed: 60 ms for every test. Most tests write into five to
twenty tables, which are emptied in a fourth of that. What was written is asked of the server, which counts every row that is
inserted, changed or removed, also by transactions that were taken back and by other processes. Whatever is more than new
rows in tables that were empty leads to a new copy: a change of the schema or of a row of the template, statistics, many
rows. The name is new each time, so that what a test left running finds nothing.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import sql

from mercery.core.schema import drop_database

Connection = psycopg.Connection[tuple[Any, ...]]

MANY: Final = 5_000
"""Rows; to remove more takes as long as a copy."""
OFTEN: Final = 60
"""Times a database is lent: what was removed still takes room in it."""
RESTING: Final = 2
"""Databases that wait before the first of them is lent again: its last session takes a moment to be forgotten by the
server, which would otherwise wait a tenth of a second for it."""
_LEAVING: Final = 1.0
"""Seconds sessions have to leave, once they were told to."""

_COUNTED: Final = """
SELECT oid::bigint, oid::regclass::text, relnamespace = 'pg_catalog'::regnamespace, pg_stat_get_tuples_inserted(oid),
       pg_stat_get_tuples_updated(oid) + pg_stat_get_tuples_deleted(oid), reltuples
FROM pg_class
WHERE relkind = 'r' AND NOT relisshared AND relnamespace <> 'information_schema'::regnamespace
"""
"""Each table of the server's own and of ours: rows inserted, rows changed or removed, and how many the planner expects."""
_NUMBERED: Final = "SELECT oid::bigint, pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S'"
_ITS_SETTINGS: Final = """
SELECT datallowconn, datconnlimit, (SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = d.oid)
FROM pg_database d WHERE datname = current_database()
"""


@dataclass(frozen=True, slots=True)
class _Template:
    """What a new copy holds."""

    filled: frozenset[int]
    """Tables with rows."""
    estimated: Mapping[int, float]
    """How many rows the planner takes each table to have."""
    numbers: Mapping[int, int | None]
    """The last number of each sequence."""
    settings: tuple[object, ...]


@dataclass(slots=True)
class _Used:
    """A database that can be lent again."""

    name: str
    lent: int = 0
    inserted: dict[int, int] = field(default_factory=dict)
    """Rows by table, as of the last time it was emptied."""


class Lender:
    """Lends databases with the schema of a template on a server of our own."""

    def __init__(self, server_url: str, template: str, superuser: Callable[[str], Connection]) -> None:
        """`superuser` connects to a database of that name, each statement by itself."""
        self._template, self._superuser = template, superuser
        self._server: Connection = psycopg.connect(server_url, autocommit=True)
        self._free: list[_Used] = []
        with superuser(template) as connection:
            self._new = _described(connection)

    def close(self) -> None:
        """Drop what is not lent."""
        for one in self._free:
            drop_database(self._server, one.name)
        self._server.close()

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The name of a database nobody else uses; it is nobody's when the block ends."""
        used = self._renamed(self._free.pop(0)) if len(self._free) >= RESTING else self._copied()
        try:
            yield used.name
        finally:
            used.lent += 1
            if used.lent < OFTEN and self._left(used.name) and self._emptied(used):
                self._free.append(used)
            else:
                drop_database(self._server, used.name)

    def _copied(self) -> _Used:
        name = _name()
        self._server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(self._template)
            )
        )
        return _Used(name)

    def _renamed(self, used: _Used) -> _Used:
        before, used.name = used.name, _name()
        self._left(before)
        self._server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(before), sql.Identifier(used.name))
        )
        return used

    def _left(self, name: str) -> bool:
        """Whether nobody is in it any more. Who has left has also told what was written."""
        until = time.monotonic() + _LEAVING
        asked = self._server.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [name],
        )
        while asked.fetchone() != (0,):
            if time.monotonic() > until:
                return False
            time.sleep(0.001)
            asked = self._server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
        return True

    def _emptied(self, used: _Used) -> bool:
        """Whether it is as new again."""
        with self._superuser(used.name) as connection:
            if connection.execute(_ITS_SETTINGS).fetchone() != self._new.settings:
                return False
            written = self._written(connection, used)
            if written is None:
                return False
            _empty(connection, written)
            _number_anew(connection, self._new.numbers)
        return True

    def _written(self, connection: Connection, used: _Used) -> list[str] | None:
        """The tables with new rows; None where more was done."""
        rows, written = 0, []
        for table, name, of_server, inserted, changed, estimated in connection.execute(_COUNTED).fetchall():
            if estimated != self._new.estimated.get(table):
                return None
            if of_server or table in self._new.filled:
                # Nothing of the template is ever touched.
                if inserted or changed:
                    return None
            elif inserted != used.inserted.get(table, 0):
                rows += inserted - used.inserted.get(table, 0)
                used.inserted[table] = inserted
                written.append(name)
        return written if rows <= MANY else None


def _described(connection: Connection) -> _Template:
    counted = connection.execute(_COUNTED).fetchall()
    filled = {
        table
        for table, name, of_server, *_ in counted
        if not of_server and connection.execute(f"SELECT EXISTS (SELECT FROM {name})").fetchone() == (True,)
    }
    settings = connection.execute(_ITS_SETTINGS).fetchone()
    assert settings is not None
    return _Template(
        frozenset(filled),
        {table: estimated for table, *_, estimated in counted},
        dict(connection.execute(_NUMBERED).fetchall()),
        settings,
    )


def _empty(connection: Connection, tables: list[str]) -> None:
    """Remove all rows, without a word to triggers and foreign keys: all of them go."""
    if tables:
        deletes = "; ".join(f"DELETE FROM {table}" for table in tables)
        connection.execute(f"SET session_replication_role = replica; {deletes}")


def _number_anew(connection: Connection, numbers: Mapping[int, int | None]) -> None:
    for sequence, last in connection.execute(_NUMBERED).fetchall():
        was = numbers.get(sequence)
        if last == was:
            continue
        if was is None:
            connection.execute(
                "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence WHERE seqrelid = %s", [sequence]
            )
        else:
            connection.execute("SELECT setval(%s::oid::regclass, %s)", [sequence, was])


def _name() -> str:
    return f"test_{uuid.uuid4().hex[:8]}"
