"""How much is on air in the whole installation, for figures and checks, and where the programme of a show is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_READ: Final = text(
    "SELECT (SELECT count(*) FROM live_shows WHERE state = 'on_air'),"
    " (SELECT count(*) FROM live_watchers WHERE seen_at > clock_timestamp() - interval '20 seconds')"
)
_ADDRESS: Final = text(
    "SELECT address FROM live_status WHERE show_id = :show AND shop_id = :shop"
    " AND seen_at > clock_timestamp() - interval '60 seconds'"
)
"""Of a show that was directed within the last minute: so long its last pieces are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """Shows and viewers now."""

    shows: int
    viewers: int


async def shows_on_air(session: AsyncSession) -> OnAir:
    """Of all shops together."""
    shows, viewers = (await session.execute(_READ)).one()
    return OnAir(shows=shows, viewers=viewers)


async def programme_at(session: AsyncSession, shop_id: str, show_id: str) -> str:
    """The address of the machine whose folders hold what is on air of the show; empty where it names none."""
    return await session.scalar(_ADDRESS, {"show": show_id, "shop": shop_id}) or ""
