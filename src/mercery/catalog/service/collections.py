"""Chosen groups of products."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.memberships import collection_ids
from mercery.catalog.product_json import words_from_json
from mercery.catalog.tables import CollectionRow
from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A chosen group of products."""

    handle: str
    name: Words
    description: Words


async def collections(session: AsyncSession, shop_id: str) -> list[Collection]:
    """The shop's collections in its order."""
    rows = await session.scalars(
        select(CollectionRow)
        .where(CollectionRow.shop_id == shop_id)
        .order_by(CollectionRow.position, CollectionRow.handle)
    )
    return [
        Collection(handle=row.handle, name=words_from_json(row.name), description=words_from_json(row.description))
        for row in rows
    ]


async def save_collection(
    session: AsyncSession, shop_id: str, *, handle: str, name: Words, description: Words = Words(""), position: int = 0
) -> None:
    """Create or rename a collection."""
    row = await session.scalar(
        select(CollectionRow).where(CollectionRow.shop_id == shop_id, CollectionRow.handle == handle)
    )
    if row is None:
        await collection_ids(session, shop_id, [handle])
        await save_collection(session, shop_id, handle=handle, name=name, description=description, position=position)
        return
    row.name = {"en": name.en, "zh": name.zh}
    row.description = {"en": description.en, "zh": description.zh}
    row.position = position
    await session.flush()
