"""The categories and collections products stand in, made on the way when a product is the first to name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product_json import words_to_json
from mercery.catalog.slug import category_handle
from mercery.catalog.tables import CategoryRow, CollectionRow
from mercery.core.i18n import Words
from mercery.core.ids import new_id


async def category_ids(
    session: AsyncSession, shop_id: str, paths: Mapping[tuple[str, ...], tuple[Words, ...]]
) -> dict[tuple[str, ...], str]:
    """The id of each category path, made where missing, parents first; a missing translation is filled in."""
    rows = {row.handle: row for row in await session.scalars(select(CategoryRow).where(CategoryRow.shop_id == shop_id))}
    position = max((row.position for row in rows.values()), default=-1)
    found: dict[tuple[str, ...], str] = {}
    for names, steps in paths.items():
        above: str | None = None
        for depth, step in enumerate(steps, start=1):
            handle = category_handle(names[:depth])
            row = rows.get(handle)
            if row is None:
                position += 1
                row = CategoryRow(
                    id=new_id("cat"), shop_id=shop_id, parent_id=above, handle=handle,
                    name=words_to_json(step), position=position,
                )  # fmt: skip
                session.add(row)
                await session.flush()
                rows[handle] = row
            elif added := {lang: word for lang, word in words_to_json(step).items() if lang not in row.name}:
                row.name = row.name | added
            above = row.id
        if above:
            found[names] = above
    await session.flush()
    return found


async def collection_ids(session: AsyncSession, shop_id: str, handles: Sequence[str]) -> dict[str, str]:
    """The id of each collection handle, made where missing."""
    rows = {
        row.handle: row.id
        for row in await session.execute(
            select(CollectionRow.handle, CollectionRow.id).where(CollectionRow.shop_id == shop_id)
        )
    }
    for place, handle in enumerate(handles):
        if handle not in rows:
            rows[handle] = new_id("col")
            name = handle.replace("-", " ").strip().capitalize()
            session.add(
                CollectionRow(
                    id=rows[handle], shop_id=shop_id, handle=handle, name={"en": name}, description={}, position=place
                )
            )
    await session.flush()
    return rows
