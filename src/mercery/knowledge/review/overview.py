"""What review tells the overview and the menu: how many drafts wait for a yes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.core.i18n import Words
from mercery.knowledge.review.queue import waiting_count


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Drafts that wait. The period does not matter."""
    del period
    waiting = await waiting_count(session, shop.id)
    if not waiting:
        return OverviewPart()
    title = Words(f"{waiting} drafts wait for your yes", f"{waiting} 条草稿待核准")
    if waiting == 1:
        title = Words("A draft waits for your yes", "有 1 条草稿待核准")
    text = Words("Made from the shop's documents; nobody is told them before.", "由店铺文件生成，核准前不会使用。")
    return OverviewPart(
        needs=(NeedsPerson(title=title, text=text, url="/console/review", act=Words("Review", "审核")),)
    )


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """How many drafts wait, beside the menu's entry."""
    waiting = await waiting_count(session, shop.id)
    return {"answers": NavBadge(text=str(waiting))} if waiting else {}
