"""How much is on air in the whole installation, for figures and checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_READ: Final = text(
    "SELECT (SELECT count(*) FROM live_shows WHERE state = 'on_air'),"
    " (SELECT count(*) FROM live_watchers WHERE seen_at > clock_timestamp() - interval '20 seconds')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """Shows and viewers now."""

    shows: int
    viewers: int


async def shows_on_air(session: AsyncSession) -> OnAir:
    """Of all shops together."""
    shows, viewers = (await session.execute(_READ)).one()
    return OnAir(shows=shows, viewers=viewers)
