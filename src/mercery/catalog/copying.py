"""PostgreSQL's COPY for many rows at once: about twenty times the speed of INSERT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import psycopg
from sqlalchemy.ext.asyncio import AsyncSession

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_BLOCK = 2_000

Cell = str | int | float | bool | None


async def raw_connection(session: AsyncSession) -> psycopg.AsyncConnection[tuple[object, ...]]:
    """The psycopg connection under `session`, inside the same transaction."""
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    return cast("psycopg.AsyncConnection[tuple[object, ...]]", raw.driver_connection)


async def copy_rows(session: AsyncSession, table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write `rows` into `table` and return their number. Names are ours, never input."""
    connection = await raw_connection(session)
    total = 0
    async with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy,
    ):
        block: list[str] = []
        for row in rows:
            block.append("\t".join([_cell(value) for value in row]))
            total += 1
            if len(block) >= _BLOCK:
                await copy.write("\n".join(block) + "\n")
                block.clear()
        if block:
            await copy.write("\n".join(block) + "\n")
    return total


def _cell(value: Cell) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        if "\\" not in value and value.isprintable():
            return value
        return value.translate(_ESCAPES).replace("\x00", "")
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)
