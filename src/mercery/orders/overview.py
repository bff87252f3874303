"""What orders tell the overview."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import OverviewPart, OverviewRow, Period
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.tables import OrderRow


async def overview(session: AsyncSession, shop: Shop, period: Period) -> OverviewPart:
    """Orders placed and their totals by currency, cancelled ones left out."""
    rows = (
        await session.execute(
            select(OrderRow.currency, func.count(), func.sum(OrderRow.total_minor))
            .where(
                OrderRow.shop_id == shop.id,
                OrderRow.status != "cancelled",
                OrderRow.placed_at.between(period.since, period.until),
            )
            .group_by(OrderRow.currency)
            .order_by(func.count().desc())
        )
    ).all()
    orders = sum(count for _, count, _ in rows)
    worth = [Money(int(total), currency).text() for currency, _, total in rows]
    how = (
        Words(
            f"Brought in, cancelled ones left out: {' and '.join(worth)}, returns not yet deducted",
            f"已导入订单，不含已取消：{'、'.join(worth)}，未扣除退货",
        )
        if worth
        else Words("Orders brought in by import or interface", "经导入或接口带入的订单")
    )
    return OverviewPart(rows=(OverviewRow(label=Words("Orders", "订单"), figure=f"{orders:,}", how=how),))
