"""Finished months, added up by SKU from their days: the products that moved most of a year are read from these.

Neither channel nor tax is told there. A month is added up once all of its days are, and goes with a change of any of them, in
the same transaction; so what is kept is always what the orders say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ARRAY, Date, Select, any_, delete, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.orders.sales.days import BACK, alone, kept_days
from mercery.orders.sales.source import Wanted, kept_rows
from mercery.orders.tables import SalesMonthPieceRow, SalesMonthRow
from mercery.ui.formats import zone_named

_DAY: Final = timedelta(days=1)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the month that follows."""
    return month_of(month + 31 * _DAY)


def days_of(month: date) -> list[date]:
    """Every day of a month."""
    return [month + place * _DAY for place in range((after(month) - month).days)]


async def kept_months(session: AsyncSession, wanted: Wanted, first: date, until: date) -> list[date]:
    """The months that begin from `first` to before `until` and are added up, ascending."""
    row = SalesMonthRow
    query = select(row.month).where(
        row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone,
        row.month >= first, row.month < until,
    )  # fmt: skip
    return list(await session.scalars(query.order_by(row.month)))


async def missing_months(session: AsyncSession, wanted: Wanted) -> list[date]:
    """Finished months whose days are all added up and they are not, the latest first."""
    today = now().astimezone(zone_named(wanted.zone)).date()
    first = today - BACK
    days = set(await kept_days(session, wanted, first, today))
    kept = set(await kept_months(session, wanted, month_of(first), today))
    months = {month_of(day) for day in days} - kept
    return sorted((one for one in months if days.issuperset(days_of(one))), reverse=True)


async def add_up_months(session: AsyncSession, wanted: Wanted, months: Sequence[date]) -> bool:
    """Add these months up, of which every day still is; False, and nothing is done, while an order of the shop is being
    written."""
    if not await alone(session, wanted.shop_id):
        return False
    same = {"shop_id": wanted.shop_id, "currency": wanted.currency, "zone": wanted.zone}
    for month in months:
        days = days_of(month)
        if len(await kept_days(session, wanted, month, after(month))) < len(days):
            continue
        for table in (SalesMonthRow, SalesMonthPieceRow):
            await session.execute(delete(table).where(table.month == month).filter_by(**same))
        c = kept_rows(wanted, days).subquery("kept").c
        summed = (
            select(
                *(literal(value) for value in same.values()), literal(month, Date), c.sku,
                func.sum(c.paid_minor - c.refund_minor), func.sum(c.quantity),
            )
            .where(c.place > 0)
            .group_by(c.sku)
        )  # fmt: skip
        await session.execute(
            insert(SalesMonthPieceRow).from_select([*same, "month", "sku", "kept_minor", "quantity"], summed)
        )
        await session.execute(insert(SalesMonthRow).values(month=month, **same))
    return True


def month_rows(wanted: Wanted, months: Sequence[date]) -> Select[*tuple[Any, ...]]:
    """What was sold of each SKU in these months: `sku`, `kept_minor` after refunds, `quantity`."""
    row = SalesMonthPieceRow
    return select(row.sku, row.kept_minor, row.quantity).where(
        row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone,
        row.month == any_(literal(list(months), ARRAY(Date))),
    )  # fmt: skip
