"""How many alerts are open, beside the entry of the menu."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.accounts.web import NavBadge
from mercery.operations.alerts.measure import measures
from mercery.operations.alerts.tables import AlertRow


async def badges(session: AsyncSession, shop: Shop) -> Mapping[str, NavBadge]:
    """Those of the shop, in red where one is urgent; those of the machine are for the page."""
    keys = [key for key, one in measures().items() if one.scope == "shop"]
    count, urgent = (
        await session.execute(
            select(func.count(), func.count().filter(AlertRow.severity == "urgent")).where(
                AlertRow.shop_id == shop.id, AlertRow.closed_at.is_(None), AlertRow.measure.in_(keys)
            )
        )
    ).one()
    return {"alerts": NavBadge(text=str(count), tone="stop" if urgent else "quiet")} if count else {}
