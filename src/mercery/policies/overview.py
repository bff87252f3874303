"""What policies tell the overview and the menu: versions that wait for a second person."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.core.i18n import Words
from mercery.policies.proposals import waiting
from mercery.policies.second_yes import badge


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Each version that waits. The period does not matter."""
    del period
    return OverviewPart(
        needs=tuple(
            NeedsPerson(
                title=Words(
                    f"A policy waits for a second person: {one.draft.title.text('en')}",
                    f"政策待第二人核准：{one.draft.title.text('zh')}",
                ),
                text=Words(
                    f"{one.by_name} wrote it; until then customers are told what was said before.",
                    f"由 {one.by_name} 撰写；核准前仍按原有内容告知顾客。",
                ),
                url=f"/console/settings/policies/waiting/{one.id}",
                act=Words("Review", "审核"),
            )
            for one in await waiting(session, shop.id)
        )
    )


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """How many wait, beside the menu's entry."""
    return badge("policies", len(await waiting(session, shop.id)))
