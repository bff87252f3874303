"""What recommendations tell the overview: whether buyers see what they just bought, and drafts that wait for a look."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.recommendations.asking import DURABLE, LIST
from mercery.recommendations.durable.review import to_review
from mercery.recommendations.shelf import shelf_of
from mercery.recommendations.stale import AFTER_DAYS, DAYS, stale_rate


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """The stale-recommendation rate of the last weeks, whatever the period, since it needs some to say anything."""
    del period
    stale = await stale_rate(session, shop)
    rows: tuple[OverviewRow, ...] = ()
    if stale.rate is not None:
        how = Words(
            f"{stale.stale:,} of {stale.slots:,} places shown to {stale.buyers:,} buyers within {AFTER_DAYS} days of an "
            f"order, in the last {DAYS} days",
            f"近 {DAYS} 天内，{stale.buyers:,} 位买家在下单后 {AFTER_DAYS} 天内所见 {stale.slots:,} 个位置中有 {stale.stale:,} 个",
        )
        label = Words("Shown the kind they had just bought", "向买家重复推荐同类商品")
        rows = (OverviewRow(label=label, figure=f"{stale.rate:.1%}", how=how, url=LIST),)
    return OverviewPart(rows=rows, needs=await _drafts(session, shop))


async def _drafts(session: AsyncSession, shop: Shop) -> tuple[NeedsPerson, ...]:
    shelf = await shelf_of(session, shop)
    waiting = len(await to_review(session, shop, list(shelf.products.values())))
    if not waiting:
        return ()
    title = (
        Words("One piece does not say whether it lasts", "1 件商品未注明是否耐用")
        if waiting == 1
        else Words(f"{waiting} pieces do not say whether they last", f"{waiting} 件商品未注明是否耐用")
    )
    text = Words(
        "Until somebody looks, who bought one may be offered another.", "确认之前，可能仍会向买过的人推荐同类商品。"
    )
    return (NeedsPerson(title=title, text=text, url=DURABLE, act=Words("Look at the drafts", "查看草稿")),)
