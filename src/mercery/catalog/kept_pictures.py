"""The copies of pictures that products name, for whoever looks whether they are all there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.tables import MediaRow


async def picture_paths(session: AsyncSession) -> list[str]:
    """Paths below the folder `media`, of every shop."""
    found = await session.scalars(select(MediaRow.path).where(MediaRow.path.is_not(None)).distinct())
    return [path for path in found if path]
