"""What policies tell the overview."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.policies.service import policies_in_force

_SOON = timedelta(days=14)


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Policies that end within two weeks."""
    ending = [
        policy
        for policy in await policies_in_force(session, shop.id)
        if policy.valid_to and policy.valid_to < period.until + _SOON
    ]
    return OverviewPart(
        needs=tuple(
            NeedsPerson(
                title=Words(f"{policy.title.text('en')} ends soon", f"“{policy.title.text('zh')}”即将到期"),
                text=Words(policy.statement.text("en"), policy.statement.text("zh")),
                url=f"/console/settings/policies/{policy.key}",
                act=Words("Renew", "续期"),
            )
            for policy in ending
        )
    )
