"""Vectors that one machine worked out and the others take: a vector belongs to a text, wherever that stands."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.database import Database
from mercery.search.shipped.tables import SearchVectorRow
from mercery.search.stored.rows import Rows
from mercery.search.stored.vectors import open_vectors, put, read_contents
from mercery.search.stored.versions import reading

_AT_ONCE: Final = 2_000


def _signed(contents: NDArray[np.uint64]) -> list[int]:
    return [int(one) for one in contents.view(np.int64)]


async def give(
    session: AsyncSession, shop_id: str, model: str, contents: NDArray[np.uint64], found: NDArray[np.float32]
) -> None:
    """Keep what was worked out, for the machines that have the same texts."""
    rows = {content: row.astype("<f2").tobytes() for content, row in zip(_signed(contents), found, strict=True)}
    if rows:
        made = [{"shop_id": shop_id, "model": model, "content": one, "vector": row} for one, row in rows.items()]
        await session.execute(insert(SearchVectorRow).values(made).on_conflict_do_nothing())


async def take(database: Database, shop_id: str, folder: Path) -> int:
    """Fill in what other machines have worked out for rows of this version; returns how many."""
    async with database.session() as session:
        models = list(
            await session.scalars(select(SearchVectorRow.model).where(SearchVectorRow.shop_id == shop_id).distinct())
        )
    return sum([await _take(database, shop_id, folder, model) for model in models])


async def _take(database: Database, shop_id: str, folder: Path, model: str) -> int:
    numbers, contents = await asyncio.to_thread(_missing, folder, model)
    taken = 0
    for first in range(0, len(numbers), _AT_ONCE):
        some = contents[first : first + _AT_ONCE]
        async with database.session() as session:
            rows = await session.execute(
                select(SearchVectorRow.content, SearchVectorRow.vector).where(
                    SearchVectorRow.shop_id == shop_id,
                    SearchVectorRow.model == model,
                    SearchVectorRow.content.in_(_signed(some)),
                )
            )
            known = {int(content): np.frombuffer(vector, dtype="<f2") for content, vector in rows}
        have = [(int(number), known[content]) for number, content in zip(numbers[first:], _signed(some), strict=False) if content in known]  # fmt: skip
        if have:
            matrix = np.stack([vector for _, vector in have]).astype(np.float32)
            await asyncio.to_thread(put, folder, model, [number for number, _ in have], matrix)
        taken += len(have)
    return taken


def _missing(folder: Path, model: str) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The rows that have no vector yet, and the numbers of their texts."""
    with reading(folder):
        wanted = ~Rows(folder).gone
    contents = read_contents(folder)
    wanted = wanted[: len(contents)]
    vectors = open_vectors(folder, model)
    if vectors is not None:
        known = vectors.known[: len(wanted)]
        wanted[: len(known)] &= ~known
    numbers = np.flatnonzero(wanted)
    return numbers, contents[numbers]


async def drop_unused(session: AsyncSession, shop_id: str, folder: Path) -> None:
    """Remove the vectors of texts that no product of the shipped version has."""
    contents: Sequence[int] = _signed(await asyncio.to_thread(read_contents, folder))
    await session.execute(
        delete(SearchVectorRow).where(SearchVectorRow.shop_id == shop_id, SearchVectorRow.content.not_in(contents))
    )
