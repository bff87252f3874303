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
    how = Words("orders brought in, cancelled ones left out", "已导入订单，不含已取消")
    worth = Words("their totals with delivery, returns not yet deducted", "订单金额含运费，未扣除退货")
    listed = [OverviewRow(label=Words("Orders", "订单"), figure=f"{orders:,}", how=how, url="/console/orders")]
    for currency, _, total in rows:
        label = Words(f"Order value, {currency}", f"订单金额，{currency}")
        listed.append(OverviewRow(label=label, figure=Money(int(total), currency).text(), how=worth))
    return OverviewPart(rows=tuple(listed))
