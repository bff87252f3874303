"""What content tells the overview: what is published, what a change has overtaken, what waits."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.studio import repository
from mercery.studio.kept import PieceFilter

_NAMED = 2


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Pieces customers see, and how many were rendered anew in this time; those that need their owner."""
    by_status, stale, blocked = await repository.counts(session, shop.id)
    if not by_status:
        return OverviewPart()
    _, live = await repository.listed(session, shop.id, PieceFilter(live=True), offset=0, limit=1)
    anew = await repository.acts_between(session, shop.id, "refresh", period.since, period.until)
    how = Words(
        f"Each stands on facts in force at this moment. {anew} rendered anew because a fact changed",
        f"均以此刻有效的事实为准。因资料变动重新生成 {anew} 次",
    )
    row = OverviewRow(
        label=Words("Pieces of content published", "已发布的内容稿"),
        figure=f"{live:,}",
        how=how,
        url="/console/content",
    )
    needs = [*await _stale(session, shop, stale)]
    if blocked:
        title = Words(
            "A piece has a sentence nothing bears out"
            if blocked == 1
            else f"{blocked} pieces have sentences nothing bears out",
            f"有 {blocked} 篇内容稿含无据之句",
        )
        text = Words("They are not published until it is put right.", "修正之前不会发布。")
        needs.append(
            NeedsPerson(title=title, text=text, url="/console/content?blocked=1", act=Words("Look at them", "查看"))
        )
    return OverviewPart(rows=(row,), needs=tuple(needs))


async def _stale(session: AsyncSession, shop: Shop, many: int) -> list[NeedsPerson]:
    if not many:
        return []
    found, _ = await repository.listed(session, shop.id, PieceFilter(stale=True), offset=0, limit=_NAMED)
    named = {lang: ("、" if lang == "zh" else ", ").join(one.title for one in found) for lang in ("en", "zh")}
    title = (
        Words("A change of facts reached a piece", "资料变动影响了 1 篇内容稿")
        if many == 1
        else Words(f"A change of facts reached {many} pieces", f"资料变动影响了 {many} 篇内容稿")
    )
    text = Words(f"{named['en']}. Customers see only what holds.", f"{named['zh']}。顾客只看到仍成立的内容。")
    return [NeedsPerson(title=title, text=text, url="/console/content/changes", act=Words("Look at it", "查看"))]
