"""What stands beside the entry of the menu, and whether a host is on duty."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.core.i18n import Words
from mercery.livestream.tables import LiveShowRow


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """`on air` in red while a show is."""
    on_air = select(func.count()).where(LiveShowRow.shop_id == shop.id, LiveShowRow.state == "on_air")
    if not await session.scalar(on_air):
        return {}
    return {"live": NavBadge(text=Words("on air", "直播中"), tone="stop")}
