"""What of promotions waits for somebody, beside the entry of the menu."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.promotions.publishing.alarms import open_alarms
from mercery.promotions.publishing.sets import promotion_sets


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """Alarms nobody has settled, in red, with the sets that wait for a second person."""
    alarms = await open_alarms(session, shop.id)
    waiting = len(await promotion_sets(session, shop.id, states=("waiting",)))
    if not alarms + waiting:
        return {}
    return {"promotions": NavBadge(text=str(alarms + waiting), tone="stop" if alarms else "quiet")}
