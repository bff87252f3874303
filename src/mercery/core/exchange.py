"""One exchange with PostgreSQL: several statements leave in one packet, with the beginning of the transaction before them and
its end after them where they are due, and what they gave is read.

The driver's cursors do the same at about twice the processor time: each statement gets a cursor, looks its SQL up anew, and
is fetched row by row. Here the driver's inner parts are used as its cursors use them: its way of writing values and reading
them, its account of what is prepared, its waiting. Tests of `statements` fail where a later psycopg has them otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Final, NamedTuple, cast

import psycopg
from psycopg import adapt
from psycopg._preparing import Prepare
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.waiting import WAIT_R, WAIT_RW

Driver = psycopg.AsyncConnection[tuple[Any, ...]]
Row = Callable[[Sequence[object]], Any]
_COMMIT: Final = b"COMMIT"
_BEGIN: Final = b"BEGIN ISOLATION LEVEL READ COMMITTED"


class Query(NamedTuple):
    """A statement with its values in order of their numbers, and what makes a row of what each gives."""

    sql: bytes
    values: Sequence[object]
    row: Row


class _Typed(NamedTuple):
    """By what the driver's account of prepared statements knows one."""

    query: bytes
    types: tuple[int, ...]


class _Written(NamedTuple):
    """A statement with its values as they go over the wire."""

    query: Query
    params: Sequence[Any]
    types: tuple[int, ...]
    formats: Any


class Packet(NamedTuple):
    """Statements that are ready to leave."""

    values: Transformer
    written: Sequence[_Written]


class _Sent(NamedTuple):
    """How a statement was put into the packet."""

    prepare: Prepare
    name: bytes
    noted: _Typed | None
    """Under what the account has noted it just now, until it is known whether that worked."""


def packed(driver: Driver, queries: Sequence[Query]) -> Packet:
    """Write the values before anything leaves, so that one that cannot be written (a NUL sign, half of a letter) leaves the
    connection and its transaction as they were. psycopg.DataError or UnicodeEncodeError then."""
    values: Transformer = cast(Any, adapt.Transformer)(driver)
    return Packet(values, [_write(values, query) for query in queries])


async def exchange(driver: Driver, packet: Packet, *, commit: bool = False, anew: bool = False) -> list[list[Any]]:
    """What each gives. Where one fails, its error: the server passes over all that follows, the end of the transaction too.
    `anew`: the transaction the connection is in ends before them, and another begins."""
    async with driver.lock:
        given = await driver.wait(_exchanged(driver, packet, commit=commit, anew=anew))
        prepared = cast(Any, driver)._prepared
        if prepared._to_flush:
            await driver.wait(prepared.maintain_gen(driver))
    return given


def _exchanged(driver: Driver, packet: Packet, *, commit: bool, anew: bool) -> Generator[Any, Any, list[list[Any]]]:
    raw, inner = cast(Any, driver.pgconn), cast(Any, driver)
    inner._check_connection_ok()
    first = _first(inner, anew=anew)
    raw.enter_pipeline_mode()
    try:
        for command in first:
            raw.send_query_params(command, None)
        sent = [_send(inner, one) for one in packet.written]
        if commit:
            raw.send_query_params(_COMMIT, None)
        raw.pipeline_sync()
        results = yield from _results(raw)
    finally:
        if raw.status != ConnStatus.BAD:
            raw.exit_pipeline_mode()
    return _read(inner, packet, sent, results[len(first) :], failed=_failed(results))


def _first(driver: Any, *, anew: bool) -> list[bytes]:
    """What comes before the statements."""
    idle = driver.pgconn.transaction_status == TransactionStatus.IDLE
    if anew:
        return [_BEGIN] if idle else [_COMMIT, _BEGIN]
    return [driver._get_tx_start_command()] if idle and not driver.autocommit else []


def _failed(results: Sequence[Any]) -> Any:
    return next((one for one in results if one.status == ExecStatus.FATAL_ERROR), None)


def _write(values: Transformer, query: Query) -> _Written:
    params = values.dump_sequence(query.values, [PyFormat.AUTO] * len(query.values))
    return _Written(query, params, values.types or (), values.formats)


def _send(driver: Any, one: _Written) -> _Sent:
    """Put one into the packet; prepared where the connection may prepare, at its first use already."""
    raw = driver.pgconn
    typed = _Typed(one.query.sql, one.types)
    prepare, name = driver._prepared.get(typed, True)
    if prepare is Prepare.NO:
        raw.send_query_params(typed.query, one.params, param_types=typed.types, param_formats=one.formats)
    else:
        if prepare is Prepare.SHOULD:
            raw.send_prepare(name, typed.query, param_types=typed.types)
        raw.send_query_prepared(name, one.params, param_formats=one.formats)
    new = driver._prepared.maybe_add_to_cache(typed, prepare, name) is not None
    return _Sent(prepare, name, typed if new else None)


def _results(raw: Any) -> Generator[Any, Any, list[Any]]:
    """All results up to the end of the packet."""
    while raw.flush():
        if (yield WAIT_RW):
            raw.consume_input()
    found: list[Any] = []
    while True:
        while raw.is_busy():
            if (yield WAIT_R):
                raw.consume_input()
        result = raw.get_result()
        if result is None:
            if raw.status == ConnStatus.BAD:
                # Nothing more will come, the end of the packet neither.
                raise _lost(found, raw)
            continue
        if result.status == ExecStatus.PIPELINE_SYNC:
            return found
        found.append(result)


def _lost(found: Sequence[Any], raw: Any) -> Exception:
    failed = _failed(found)
    return (
        psycopg.OperationalError("The connection is lost.")
        if failed is None
        else error_from_result(failed, raw._encoding)
    )


def _read(
    driver: Any, packet: Packet, sent: Sequence[_Sent], results: Sequence[Any], *, failed: Any
) -> list[list[Any]]:
    left, given = iter(results), []
    for written, one in zip(packet.written, sent, strict=True):
        if one.prepare is Prepare.SHOULD:
            # Where it could not be prepared, it could not be executed either.
            next(left)
        result = next(left)
        if one.noted is not None:
            driver._prepared.validate(one.noted, one.prepare, one.name, [result])
        if failed is None:
            given.append(_rows(packet.values, written.query, result))
    if failed is not None:
        raise error_from_result(failed, encoding=driver.pgconn._encoding)
    return given


def _rows(values: Transformer, query: Query, result: Any) -> list[Any]:
    if result.status != ExecStatus.TUPLES_OK:
        return []
    values.set_pgresult(result)
    return list(values.load_rows(0, result.ntuples, cast(Any, query.row)))
