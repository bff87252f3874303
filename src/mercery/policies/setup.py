"""How far the policies step of the set-up checklist is."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.setup import StepKey, StepState
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.policies.service import coming_policies, policies_in_force

_NEEDED = ("delivery", "returns")
_WARN_DAYS = 90


async def setup_state(session: AsyncSession, shop: Shop, /) -> Mapping[StepKey, StepState]:
    """Done when delivery and returns are ruled."""
    held = await policies_in_force(session, shop.id)
    topics = {policy.topic for policy in held}
    done = all(topic in topics for topic in _NEEDED)
    detail = (
        Words(f"{len(held)} in force.", f"{len(held)} 条生效中。")
        if held
        else Words("None in force.", "暂无生效政策。")
    )
    return {"policies": StepState(done=done, detail=detail)}


async def overview_part(session: AsyncSession, shop: Shop, period: Period, /) -> OverviewPart:
    """Policies that end within ninety days with nothing after them."""
    coming = {policy.key for policy in await coming_policies(session, shop.id)}
    needs = []
    for policy in await policies_in_force(session, shop.id):
        days = (policy.valid_to - now()).days if policy.valid_to else None
        if days is None or days >= _WARN_DAYS or policy.key in coming:
            continue
        needs.append(
            NeedsPerson(
                title=Words(
                    f"{policy.title.text('en')}: {days} days left", f"{policy.title.text('zh')}：还剩 {days} 天"
                ),
                text=Words(
                    "No later version is on file. After its end the assistant no longer states it.",
                    "尚无后续版本。到期后店员将不再引用。",
                ),
                url=f"/console/settings/policies/{policy.key}",
                act=Words("Renew", "续期"),
            )
        )
    return OverviewPart(needs=needs)
