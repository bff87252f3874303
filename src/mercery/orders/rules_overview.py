"""What the rules for orders tell the overview and the menu: those that wait for a second person."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.core.i18n import Words
from mercery.orders.actions.rule_proposals import waiting
from mercery.policies.second_yes import badge


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Each proposal that waits. The period does not matter."""
    del period
    return OverviewPart(
        needs=tuple(
            NeedsPerson(
                title=Words(
                    f"Rules for orders wait for a second person: {one.title.en}",
                    f"订单规则待第二人核准：{one.title.zh}",
                ),
                text=Words(
                    f"{one.by_name} wrote it; until then orders are decided as before.",
                    f"由 {one.by_name} 撰写；核准前订单仍按原有规则办理。",
                ),
                url=f"/console/settings/rules/waiting/{one.id}",
                act=Words("Review", "审核"),
            )
            for one in await waiting(session, shop.id)
        )
    )


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """How many wait, beside the menu's entry."""
    return badge("rules", len(await waiting(session, shop.id)))
