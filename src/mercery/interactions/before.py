"""What visitors looked at before a moment of their own, counted in the database."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_NAME: Final = re.compile(r"[a-z_]{1,40}\Z")


async def views_before(
    session: AsyncSession, shop_id: str, met: str, *, since: datetime, until: datetime, days: int
) -> list[tuple[int, int]]:
    """For each row of the temporary table `met` (unit, visitor_id, first) the views in the `days` before `first`: unit and
    how many, only where there are any. `since` and `until` bound all the `first` there are, so that days outside are not
    read. One statement, however many visitors."""
    if not _NAME.match(met):
        raise ValueError(f"'{met}' is no table of ours")
    rows = await session.execute(
        text(
            f"SELECT m.unit, count(*) FROM {met} m JOIN interactions i ON i.visitor_id = m.visitor_id"  # noqa: S608
            " WHERE i.shop_id = :shop AND i.kind = 'view' AND i.at >= :since AND i.at < :until"
            " AND i.at < m.first AND i.at >= m.first - make_interval(days => :days) GROUP BY m.unit"
        ),
        {"shop": shop_id, "since": since - timedelta(days=days), "until": until, "days": days},
    )
    return [(int(unit), int(count)) for unit, count in rows]
