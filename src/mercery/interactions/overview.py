"""What interactions tell the overview."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.interactions.tables import InteractionRow
from mercery.web.visitor import TESTER


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Visitors and how many of them put something into the bag."""
    during = (
        InteractionRow.shop_id == shop.id,
        InteractionRow.at.between(period.since, period.until),
        InteractionRow.visitor_id.not_like(f"{TESTER}\\_%"),
    )
    visitors = await session.scalar(select(func.count(InteractionRow.visitor_id.distinct())).where(*during)) or 0
    added = (
        await session.scalar(
            select(func.count(InteractionRow.visitor_id.distinct())).where(
                *during, InteractionRow.kind == "add_to_cart"
            )
        )
        or 0
    )
    how = Words(
        f"{added} put a piece into the bag. Signed cookies seen on the shop's pages; staff and machines left out",
        f"{added} 位加入购物袋。按签名访客标识计，不含本店员工与自报的爬虫",
    )
    return OverviewPart(rows=(OverviewRow(label=Words("Visitors", "访客"), figure=f"{visitors:,}", how=how),))
