"""Statements that every message executes: past the library, and several in one trip.

SQLAlchemy takes about 0.4 ms of the process for a statement of which the driver needs a tenth, and every trip wakes two
processes. Here a statement is put into SQL once and then handed to the driver of the session's own connection, within the
session's transaction: what the session has not written yet is written first, and errors are those of the library.

Three ways: `rows` and `first` ask; `read_ahead` asks several in one trip for whoever asks the same next; `later` writes
what nobody waits for, in one trip with whatever is executed next on the connection, at the latest with the commit. And
`begin_anew` ends a transaction that only read in the trip that begins the next one.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Generic, TypeVar, cast

import psycopg
from psycopg.types.json import Jsonb
from sqlalchemy import BindParameter, Connection, Executable, Select, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.sql import ClauseElement
from sqlalchemy.util import greenlet_spawn

from mercery.core.exchange import Driver, Packet, Query, exchange, packed

T = TypeVar("T")
_KEPT: Final = "statements_kept"
_FOUND: Final = "statements_connection"
_DIALECT: Final = cast(Any, PGDialect_psycopg)(paramstyle="numeric_dollar")


def _as_it_is(row: Any) -> Any:
    return row


class Statement(Generic[T]):
    """A statement of the library with named parameters, put into SQL at first use. `read` makes a value of each row, which
    has the columns by name where a SELECT lists them. `columns`: of an INSERT, those that are given a value."""

    def __init__(
        self, query: Executable, read: Callable[[Any], T] = _as_it_is, *, columns: Sequence[str] | None = None
    ) -> None:
        self._query, self.read, self._columns = query, read, columns

    def of(self, **values: object) -> Asked[T]:
        """The statement with its parameters. An object is stored as JSON."""
        return Asked(self, {name: Jsonb(value) if isinstance(value, dict) else value for name, value in values.items()})

    @cached_property
    def sql(self) -> tuple[bytes, tuple[str, ...], dict[str, object]]:
        """What the driver is given, the names of its parameters in order of their numbers, and those that are always the
        same."""
        made = cast(Any, cast(ClauseElement, self._query).compile(dialect=_DIALECT, column_keys=self._columns))
        binds: dict[str, BindParameter[Any]] = getattr(made, "binds", {})
        fixed = {name: one.value for name, one in binds.items() if not one.required}
        return str(made).encode(), tuple(dict.fromkeys(getattr(made, "positiontup", None) or ())), fixed

    @cached_property
    def row(self) -> Callable[[Sequence[object]], Any]:
        """A row as `read` is given it."""
        if not isinstance(self._query, Select):
            return tuple
        named = cast(Any, namedtuple)("Row", list(self._query.selected_columns.keys()), rename=True)
        return cast("Callable[[Sequence[object]], Any]", named._make)

    def of_rows(self, rows: list[Any]) -> list[T]:
        """What is made of the rows."""
        return rows if self.read is _as_it_is else list(map(self.read, rows))


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A statement with its parameters."""

    statement: Statement[T]
    values: dict[str, object]

    @property
    def query(self) -> Query:
        """As the driver is asked."""
        sql, names, fixed = self.statement.sql
        values = {**fixed, **self.values}
        return Query(sql, [values[name] for name in names], self.statement.row)


@dataclass(slots=True)
class _Kept:
    """What a connection has still to write, and what was read for later, in its transaction."""

    waiting: list[Asked[Any]] = field(default_factory=list)
    ahead: list[tuple[Asked[Any], list[Any]]] = field(default_factory=list)
    anew: bool = False
    """Whether the transaction ends before what is executed next, and another begins."""


async def rows(session: AsyncSession, asked: Asked[T]) -> list[T]:
    """What the statement gives."""
    connection = await _connection_of(session)
    ahead = _kept(connection).ahead
    for place, (known, found) in enumerate(ahead):
        if known.statement is asked.statement and known.values == asked.values:
            # Good once: who asks twice in a transaction wants to know whether it has changed.
            del ahead[place]
            return found
    return cast("list[T]", (await _trip(connection, (asked,)))[0])


async def first(session: AsyncSession, asked: Asked[T]) -> T | None:
    """The first value the statement gives; None where there is none."""
    found = await rows(session, asked)
    return found[0] if found else None


async def read_ahead(session: AsyncSession, *asked: Asked[Any]) -> None:
    """Ask all of them in one trip. The same statement with the same parameters is then answered from here, once each, as
    long as the transaction lasts and the library writes nothing in it."""
    connection = await _connection_of(session)
    found = await _trip(connection, asked)
    _kept(connection).ahead = list(zip(asked, found, strict=True))


async def later(session: AsyncSession, *asked: Asked[Any]) -> None:
    """Write this before anything else is executed on the session's connection, at the latest before the commit. Where the
    transaction fails or is taken back, none of it is written."""
    connection = await _connection_of(session)
    if _driver(connection).autocommit:
        await _trip(connection, asked)
    else:
        _kept(connection).waiting.extend(asked)


async def begin_anew(session: AsyncSession) -> None:
    """After a transaction that only read as at one moment (`read_as_one`): end it, and begin another, in which each statement
    sees what is committed by then, in one trip with whatever is executed next. To the session and its caller it stays one;
    what the session has read it lets go of, since that may have changed. In a savepoint nothing of this is done, as nothing
    there was read as at one moment."""
    if session.in_nested_transaction():
        return
    connection = await _connection_of(session)
    kept = _kept(connection)
    if kept.waiting:
        await _trip(connection, ())
    kept.ahead, kept.anew = [], True
    session.expunge_all()


async def rows_on(connection: AsyncConnection, asked: Asked[T]) -> list[T]:
    """What the statement gives on a connection that has no session."""
    assert connection.sync_connection is not None
    return cast("list[T]", (await _trip(connection.sync_connection, (asked,)))[0])


def keep_in_order(engine: AsyncEngine) -> None:
    """Have everything the library executes find what waits already written."""
    sync = engine.sync_engine

    @event.listens_for(sync, "before_cursor_execute")
    def before(connection: Connection, _cursor: object, _sql: str, _values: object, context: Any, _many: bool) -> None:
        if (kept := connection.info.get(_KEPT)) is not None:
            _send(connection)
            if context is None or context.isinsert or context.isupdate or context.isdelete or context.is_text:
                kept.ahead = []

    for name in ("savepoint", "release_savepoint"):
        event.listen(sync, name, _ends)
    event.listen(sync, "commit", _committed)
    for name in ("rollback", "rollback_savepoint"):
        event.listen(sync, name, _taken_back)
    event.listen(sync, "checkin", lambda _, record: record.info.pop(_KEPT, None))


def _ends(connection: Connection, *_: object) -> None:
    _send(connection)
    connection.info.pop(_KEPT, None)


def _committed(connection: Connection) -> None:
    """The library commits after this, and finds it done where something was waiting."""
    _send(connection, commit=True)
    connection.info.pop(_KEPT, None)


def _taken_back(connection: Connection, *_: object) -> None:
    # One that is gone has taken with it what was kept.
    if not connection.invalidated:
        connection.info.pop(_KEPT, None)


def _kept(connection: Connection) -> _Kept:
    kept: _Kept | None = connection.info.get(_KEPT)
    if kept is None:
        kept = connection.info[_KEPT] = _Kept()
    return kept


def _driver(connection: Connection) -> Driver:
    return cast(Driver, connection.connection.driver_connection)


async def _connection_of(session: AsyncSession) -> Connection:
    """The connection of the session's transaction, with nothing of the session left to be written."""
    if session.new or session.dirty or session.deleted:
        await session.flush()
    known: tuple[object, Connection] | None = session.info.get(_FOUND)
    if known is not None and known[0] is _innermost(session) and not known[1].closed:
        return known[1]
    found = (await session.connection()).sync_connection
    assert found is not None
    session.info[_FOUND] = (_innermost(session), found)
    return found


def _innermost(session: AsyncSession) -> object:
    """A savepoint is made only when the session is asked for its connection in it, so each has to ask once."""
    return session.sync_session.get_nested_transaction() or session.sync_session.get_transaction()


async def _trip(connection: Connection, asked: Sequence[Asked[Any]]) -> list[list[Any]]:
    """Execute what waits and then these, in one trip."""
    driver = _driver(connection)
    waiting, anew, packet = _taken(connection, asked)
    try:
        given = await exchange(driver, packet, anew=anew)
    except psycopg.Error as error:
        if driver.closed:
            # Asked once more by the library, which learns from it that all connections of its pool are gone.
            await greenlet_spawn(connection.exec_driver_sql, "SELECT 1")
        raise _as_the_library(error) from error
    return [one.statement.of_rows(rows) for one, rows in zip(asked, given[waiting:], strict=True)]


def _send(connection: Connection, *, commit: bool = False) -> None:
    """Execute what waits, with the end of the transaction where `commit`; from within the library. The server passes over all
    that follows a statement that failed, so nothing is committed then."""
    kept: _Kept | None = connection.info.get(_KEPT)
    if kept is None or (not kept.waiting and not (kept.anew and not commit)):
        return
    _, anew, packet = _taken(connection)

    async def send(driver: Driver) -> None:
        await exchange(driver, packet, commit=commit, anew=anew)

    try:
        cast(Any, connection.connection.dbapi_connection).run_async(send)
    except psycopg.Error as error:
        if _driver(connection).closed:
            connection.exec_driver_sql("SELECT 1")
        raise _as_the_library(error) from error


def _taken(connection: Connection, asked: Sequence[Asked[Any]] = ()) -> tuple[int, bool, Packet]:
    """How many statements wait, whether a transaction begins anew before them, and they and then these, ready to leave. Where
    a value cannot be written they wait on: whoever takes that for an answer and commits loses none of them."""
    kept: _Kept | None = connection.info.get(_KEPT)
    waiting, anew = ([], False) if kept is None else (kept.waiting, kept.anew)
    try:
        packet = packed(_driver(connection), [one.query for one in (*waiting, *asked)])
    except psycopg.Error as error:
        raise _as_the_library(error) from error
    if kept is not None:
        kept.waiting, kept.anew = [], False
    return len(waiting), anew, packet


def _as_the_library(error: psycopg.Error) -> BaseException:
    return DBAPIError.instance(None, None, error, psycopg.Error, hide_parameters=True)
