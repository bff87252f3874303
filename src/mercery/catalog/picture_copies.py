"""Our own copies of products' pictures: which source has one, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.tables import MediaRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureCopy:
    """A file below the media folder, named by its content."""

    path: str
    mime: str
    width: int
    height: int


async def record_copies(session: AsyncSession, shop_id: str, copies: Mapping[str, PictureCopy]) -> None:
    """Note the copies by the pictures' sources; pages show them from now on."""
    for source, copy in copies.items():
        await session.execute(
            update(MediaRow)
            .where(MediaRow.shop_id == shop_id, MediaRow.source == source)
            .values(path=copy.path, mime=copy.mime, width=copy.width, height=copy.height, problem=None)
        )
