"""What the desk of search tells the overview: who found nothing, and rules that are about to end."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.search.desk import report, service
from mercery.search.desk.report import Span

_SOON: Final = timedelta(days=3)


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Visitors whose search found nothing, of those who searched; rules that end within three days."""
    sums = await report.totals(session, Span(shop_id=shop.id, since=period.since, until=period.until))
    rows: tuple[OverviewRow, ...] = ()
    if sums.visitors:
        how = Words(
            f"Of {sums.visitors:,} visitors who searched. Counted every ten minutes, staff and machines left out",
            f"共 {sums.visitors:,} 位访客搜索。每十分钟统计一次，不含本店员工与机器",
        )
        label = Words("Searched and found nothing", "搜索无结果的访客")
        rows = (OverviewRow(label=label, figure=f"{sums.nothing:,}", how=how, url="/console/search"),)
    return OverviewPart(rows=rows, needs=await _ending(session, shop))


async def _ending(session: AsyncSession, shop: Shop) -> tuple[NeedsPerson, ...]:
    moment = now()
    ending = [
        one
        for one in await service.rules(session, shop.id)
        if one.standing(moment) == "in_force" and one.ends_at is not None and one.ends_at - moment <= _SOON
    ]
    if not ending:
        return ()
    title = (
        Words("A merchandising rule ends within three days", "有 1 条陈列规则将在三天内结束")
        if len(ending) == 1
        else Words(
            f"{len(ending)} merchandising rules end within three days", f"有 {len(ending)} 条陈列规则将在三天内结束"
        )
    )
    text = Words("The lists then stand as they are ranked.", "届时列表恢复按相关度排列。")
    return (NeedsPerson(title=title, text=text, url="/console/search/rules", act=Words("Look at them", "查看")),)
