"""What the knowledge desk tells the overview: answers that had to be held back."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.knowledge import service as answers


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Answers that are not said because their source says otherwise by now. The period does not matter: they wait."""
    del period
    held = sorted(await answers.held(session, shop.id))
    if not held:
        return OverviewPart()
    many = len(held) > 1
    title = (
        Words(f"{len(held)} answers are held back", f"{len(held)} 条答复已暂停使用")
        if many
        else Words("An answer is held back", "有 1 条答复已暂停使用")
    )
    text = Words("The document it stands on says something else by now.", "其所依据的文件内容已变。")
    return OverviewPart(
        needs=(NeedsPerson(title=title, text=text, url="/console/health", act=Words("Look at it", "查看")),)
    )
