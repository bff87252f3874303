"""Shows on air with the last sign of their directors, for those who watch over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.as_json import read
from mercery.core.i18n import Words
from mercery.livestream.tables import LiveShowRow, LiveStatusRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """A show that should be on."""

    show_id: str
    title: Words
    on_air: bool
    killed: bool
    """The kill switch is down; it stays so until a person lifts it."""
    since: datetime | None
    """When it went on air."""
    seen_at: datetime | None
    """When its director was last heard of; None: never yet."""


async def on_air(session: AsyncSession, shop_id: str) -> list[OnAir]:
    """The shop's shows on air, those with the kill switch down among them."""
    rows = await session.execute(
        select(LiveShowRow, LiveStatusRow.seen_at)
        .outerjoin(LiveStatusRow, LiveStatusRow.show_id == LiveShowRow.id)
        .where(LiveShowRow.shop_id == shop_id, (LiveShowRow.state == "on_air") | LiveShowRow.killed)
        .where(LiveShowRow.state != "ended")
        .order_by(LiveShowRow.id)
    )
    return [
        OnAir(
            show_id=row.id,
            title=read(Words, row.title),
            on_air=row.state == "on_air",
            killed=row.killed,
            since=row.started_at,
            seen_at=seen_at,
        )
        for row, seen_at in rows
    ]
