"""One connection to PostgreSQL, and batches written over it: straight by COPY; with care where something may stand there
already, is of a shop that is gone, or cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import psycopg

from mercery.core.database import connecting, psycopg_url
from mercery.core.logging import get_logger
from mercery.interactions.ingest.row import COLUMNS, Row

log = get_logger(__name__)
Fate = Literal["stored", "known", "refused"]
"""`known`: the same event was written before. `refused`: its shop is gone, or the database has no place for a value."""
_ROW: Final = ", ".join(COLUMNS)
_STRAIGHT: Final = f"COPY interactions ({_ROW}) FROM STDIN"
_BESIDE: Final = (
    f"CREATE TEMP TABLE IF NOT EXISTS arrived ON COMMIT DELETE ROWS AS SELECT {_ROW} FROM interactions WITH NO DATA"  # noqa: S608
)
_ARRIVE: Final = f"COPY arrived ({_ROW}) FROM STDIN"
_HOMELESS: Final = (
    "SELECT DISTINCT shop_id FROM arrived WHERE NOT EXISTS (SELECT FROM shops WHERE shops.id = arrived.shop_id)"
)
_KEEP: Final = (
    f"INSERT INTO interactions ({_ROW}) SELECT {_ROW} FROM arrived"  # noqa: S608
    " WHERE EXISTS (SELECT FROM shops WHERE shops.id = arrived.shop_id)"
    " ON CONFLICT DO NOTHING RETURNING shop_id, event_id"
)
_CONNECT_SECONDS: Final = 5


class Writer:
    """Writes batches, each in one transaction. It connects when there is something to write, and again after a failure."""

    def __init__(self, url: str) -> None:
        self._url = psycopg_url(url)
        self._connection: psycopg.AsyncConnection[tuple[str, ...]] | None = None

    async def write(self, rows: Sequence[Row], *, careful: bool = False) -> list[Fate]:
        """What became of each row, committed. `careful`: some may stand there already, as after a commit of which no word
        came back. OperationalError, InterfaceError or OSError when the database is away: then nothing is known."""
        connection = await self._connected()
        try:
            if not careful:
                try:
                    return await _straight(connection, rows)
                except (psycopg.IntegrityError, psycopg.DataError) as error:
                    log.info("events_written_with_care", count=len(rows), error=type(error).__name__)
            return await _careful(connection, rows)
        except BaseException:
            # Lost, or broken off in the middle of a COPY: whatever comes next begins on a fresh connection.
            await self.close()
            raise

    async def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            held, self._connection = self._connection, None
            await held.close()

    async def _connected(self) -> psycopg.AsyncConnection[tuple[str, ...]]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url,
                autocommit=True,
                application_name="mercery events",
                **{**connecting(self._url, pooled=False), "connect_timeout": _CONNECT_SECONDS},
            )
        return self._connection


async def _straight(connection: psycopg.AsyncConnection[tuple[str, ...]], rows: Sequence[Row]) -> list[Fate]:
    async with connection.transaction(), connection.cursor().copy(_STRAIGHT) as copy:
        await copy.write(b"".join(row.line for row in rows))
    return ["stored"] * len(rows)


async def _careful(connection: psycopg.AsyncConnection[tuple[str, ...]], rows: Sequence[Row]) -> list[Fate]:
    """Each row by itself as far as is needed: one that cannot be taken keeps no other one back."""
    try:
        return await _kept(connection, rows)
    except (psycopg.IntegrityError, psycopg.DataError) as error:
        if len(rows) == 1:
            log.warning("event_refused", shop=rows[0].shop_id, event_id=rows[0].event_id, error=type(error).__name__)
            return ["refused"]
    half = len(rows) // 2
    return await _careful(connection, rows[:half]) + await _careful(connection, rows[half:])


async def _kept(connection: psycopg.AsyncConnection[tuple[str, ...]], rows: Sequence[Row]) -> list[Fate]:
    await connection.execute(_BESIDE)
    async with connection.transaction():
        async with connection.cursor().copy(_ARRIVE) as copy:
            await copy.write(b"".join(row.line for row in rows))
        homeless = {shop for (shop,) in await (await connection.execute(_HOMELESS)).fetchall()}
        fresh = {(shop, event) for shop, event in await (await connection.execute(_KEEP)).fetchall()}
    fates: list[Fate] = []
    for row in rows:
        key = (row.shop_id, row.event_id)
        # Of two that are the same in one batch, the first was stored and the second is known.
        fates.append("refused" if row.shop_id in homeless else "stored" if key in fresh else "known")
        fresh.discard(key)
    return fates
