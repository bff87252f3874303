"""Finished days, added up once: a large shop's sales are read from these and not order by order.

A day is added up with its orders' transactions shut out for that moment (`alone`), and goes in the transaction in which one of
its orders changes. So what is kept is always what the orders say; what is not kept is read from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Date, cast, delete, func, insert, literal, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core.clock import now
from mercery.orders.sales.source import Wanted, told_rows
from mercery.orders.tables import SaleRow, SalesDayPartRow, SalesDayRow, SalesMonthRow
from mercery.ui.formats import zone_named

BACK: Final = timedelta(days=106 * 7)
"""Two years of weeks and a little: as far back as the monitor looks."""
MANY: Final = 20_000
"""Rows from which on a shop's days are added up; fewer are read as quickly as they are."""
DAYS_AT_ONCE: Final = 7
"""Added up in one transaction: so short that orders hardly wait."""
_DAY: Final = timedelta(days=1)
_LOCK: Final = "hashtextextended('sales_days:' || :shop, 0)"


async def days_changed(session: AsyncSession, shop_id: str, placed: Collection[datetime | None]) -> None:
    """Forget what was added up of the days of these moments, in whatever zone, and of their months, and keep them from being
    added up until this transaction ends."""
    await session.execute(text(f"SELECT pg_advisory_xact_lock_shared({_LOCK})"), {"shop": shop_id})
    days = {one.date() + ahead * _DAY for one in placed if one is not None for ahead in (-1, 0, 1)}
    if days:
        theirs = (SalesDayRow.shop_id == shop_id, SalesDayRow.day.in_(sorted(days)))
        # In one order, whoever does: two that wait for each other would both be refused.
        await session.execute(select(SalesDayRow.day).where(*theirs).order_by(SalesDayRow.day).with_for_update())
        await session.execute(delete(SalesDayRow).where(*theirs))
        await _months_changed(session, shop_id, days)


async def _months_changed(session: AsyncSession, shop_id: str, days: Collection[date]) -> None:
    row, months = SalesMonthRow, sorted({one.replace(day=1) for one in days})
    # In one order too; and in one statement, since hardly an order is of a month that is over.
    key = (row.currency, row.zone, row.month)
    theirs = select(*key).where(row.shop_id == shop_id, row.month.in_(months)).order_by(*key).with_for_update()
    await session.execute(delete(row).where(row.shop_id == shop_id, tuple_(*key).in_(theirs)))


async def alone(session: AsyncSession, shop_id: str) -> bool:
    """Keep orders of the shop from being written until this transaction ends; False while one is."""
    return bool(await session.scalar(text(f"SELECT pg_try_advisory_xact_lock({_LOCK})"), {"shop": shop_id}))


async def undisturbed(session: AsyncSession, shop_id: str) -> bool:
    """Keep days of the shop from being added up until this transaction ends, so that what is read in several statements
    belongs together; False while some are."""
    return bool(await session.scalar(text(f"SELECT pg_try_advisory_xact_lock_shared({_LOCK})"), {"shop": shop_id}))


async def worth_it(session: AsyncSession, shop_id: str, many: int = MANY) -> bool:
    """Whether the shop sells so much that its days should be added up."""
    some = select(SaleRow.place).where(SaleRow.shop_id == shop_id).limit(many + 1).subquery()
    return (await session.scalar(select(func.count()).select_from(some)) or 0) > many


async def missing_days(session: AsyncSession, wanted: Wanted) -> list[date]:
    """Finished days that are not added up at this rate of tax, the latest first."""
    today = now().astimezone(zone_named(wanted.zone)).date()
    first = today - BACK
    kept = set(await kept_days(session, wanted, first, today))
    every = (today - ahead * _DAY for ahead in range(1, BACK.days + 1))
    return [day for day in every if day not in kept]


async def kept_days(session: AsyncSession, wanted: Wanted, first: date, until: date) -> list[date]:
    """The days from `first` to before `until` that are added up, ascending."""
    return list(await kept_editions(session, wanted, first, until))


async def kept_editions(session: AsyncSession, wanted: Wanted, first: date, until: date) -> dict[date, int | None]:
    """The same, with the edition of goods by which a day is summed by category (`by_category`); None: it is not."""
    row = SalesDayRow
    query = select(row.day, row.edition).where(
        row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone,
        row.tax_bps.is_not_distinct_from(wanted.tax_bps), row.day >= first, row.day < until,
    )  # fmt: skip
    return {one.day: one.edition for one in await session.execute(query.order_by(row.day))}


def slices(days: Sequence[date], size: int = DAYS_AT_ONCE) -> Iterable[Sequence[date]]:
    """Some days at a time."""
    return (days[start : start + size] for start in range(0, len(days), size))


async def add_up(session: AsyncSession, wanted: Wanted, days: Sequence[date]) -> bool:
    """Add these days up; False, and nothing is done, while an order of the shop is being written."""
    if not await alone(session, wanted.shop_id):
        return False
    same = {"shop_id": wanted.shop_id, "currency": wanted.currency, "zone": wanted.zone}
    for table in (SalesDayRow, SalesDayPartRow):
        await session.execute(delete(table).where(table.day.in_(days)).filter_by(**same))
    rows = told_rows(wanted, spans_of(days, wanted.zone)).subquery("told")
    c = rows.c
    day = cast(func.timezone(wanted.zone, c.placed_at), Date)
    place = func.least(c.place, 1)
    summed = select(
        *(literal(value) for value in same.values()), day, c.channel, place, c.sku,
        func.min(c.placed_at),
        func.sum(c.orders), func.sum(c.quantity), func.sum(c.returned), func.sum(c.paid_minor), func.sum(c.refund_minor),
        func.sum(c.tax), func.sum(c.taxless),
    ).group_by(day, c.channel, place, c.sku)  # fmt: skip
    columns = [
        "shop_id", "currency", "zone", "day", "channel", "place", "sku", "placed_at", "orders", "quantity", "returned",
        "paid_minor", "refund_minor", "tax_minor", "taxless_minor",
    ]  # fmt: skip
    await session.execute(insert(SalesDayPartRow).from_select(columns, summed))
    await session.execute(insert(SalesDayRow), [same | {"day": one, "tax_bps": wanted.tax_bps} for one in days])
    return True


def span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """From where a day begins to where the next one does."""
    begins, ends = (datetime.combine(one, time(), zone_named(zone)) for one in (day, day + _DAY))
    return begins, ends


def spans_of(days: Collection[date], zone: str) -> list[tuple[datetime, datetime]]:
    """The stretches of time of these days: one for days that follow one another."""
    found: list[tuple[datetime, datetime]] = []
    for begins, ends in (span_of(day, zone) for day in sorted(days)):
        if found and found[-1][1] == begins:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return found
