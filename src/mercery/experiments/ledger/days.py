"""Finished days of the ledger, added up once: a large shop's costs are read from these and not row by row.

A day is added up when every transaction that began before it was half an hour over has ended; the database itself forgets it,
and the days after it, when a cost of it is written later than that
(the trigger `costs_late`). So what is kept is always what the rows
say, without prices: those may change, and are put on when it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    Insert,
    Select,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.experiments.tables import CostDayCountRow, CostDayPartRow, CostDayRow, CostDayThingRow, CostRow
from mercery.ui.formats import zone_named

BACK: Final = timedelta(days=400)
"""So far back days are added up, and things are known to have been there before: a year and a little."""
MANY: Final = 20_000
"""Rows from which on a shop's days are added up; fewer are read as quickly as they are."""
AT_ONCE: Final = timedelta(days=100)
"""Added up in one transaction."""
NEVER: Final = date.min
"""The day before on which a thing had costs, where there is none."""
_DAY: Final = timedelta(days=1)
_QUIET: Final = timedelta(hours=1)
"""A day is left alone so long after its end."""
# Transactions of other sessions that may still write a cost of a day without its being late.
_OPEN: Final = text(
    "SELECT now() < cast(:ended AS timestamptz) + interval '30 minutes' OR EXISTS (SELECT FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    " AND xact_start < cast(:ended AS timestamptz) + interval '30 minutes')"
)
_ALONE: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('cost_days:' || :shop, 0))")


def days_of(shop: Shop, since: date, until: date) -> tuple[list[date], list[datetime]]:
    """The days from `since` to `until`, and when each begins in the shop."""
    zone = zone_named(shop.timezone)
    days = [since + number * _DAY for number in range((until - since).days + 1)]
    return days, [datetime.combine(day, time(), zone) for day in days]


def times(bounds: Sequence[datetime]) -> ColumnElement[Any]:
    """Moments as the database takes them."""
    return cast(list(bounds), ARRAY(DateTime(timezone=True)))


def prefix(subject: Any) -> ColumnElement[str]:
    """How the id of a thing begins; empty: no thing."""
    return func.split_part(func.coalesce(subject, ""), "_", 1)


def told() -> ColumnElement[int]:
    """How much a row tells, as its kind is counted."""
    return case(
        (CostRow.kind == "model", CostRow.tokens), (CostRow.kind.in_(("person", "compute")), CostRow.ms),
        else_=CostRow.units,
    )  # fmt: skip


async def worth_it(session: AsyncSession, shop: Shop, many: int = MANY) -> bool:
    """Whether the shop has so many costs that its days should be added up."""
    some = select(CostRow.id).where(CostRow.shop_id == shop.id).limit(many + 1).subquery()
    return (await session.scalar(select(func.count()).select_from(some)) or 0) > many


async def kept_until(session: AsyncSession, shop: Shop, since: date, until: date) -> date:
    """Every day from `since` to before this one is added up; `since` itself where not even the first is."""
    row, follows = CostDayRow, since
    query = select(row.day).where(
        row.shop_id == shop.id, row.zone == shop.timezone, row.day >= since, row.day < until
    )  # fmt: skip
    for day in await session.scalars(query.order_by(row.day)):
        if day != follows:
            break
        follows += _DAY
    return follows


async def missing(session: AsyncSession, shop: Shop) -> tuple[date, date]:
    """The first finished day that is not added up, and the one after the last."""
    over = (now() - _QUIET).astimezone(zone_named(shop.timezone)).date()
    return await kept_until(session, shop, over - BACK, over), over


async def add_up(session: AsyncSession, shop: Shop, since: date, until: date) -> bool:
    """Add these days up; False, and nothing is done, while a cost of them may still be written."""
    days, bounds = days_of(shop, since, until)
    thing = CostDayThingRow
    if not await session.scalar(_ALONE, {"shop": shop.id}) or await session.scalar(_OPEN, {"ended": bounds[-1]}):
        return False
    for table in (CostDayRow, CostDayPartRow, CostDayThingRow, CostDayCountRow):
        await session.execute(
            delete(table).where(table.shop_id == shop.id, table.zone == shop.timezone, table.day.in_(days[:-1]))
        )
    await session.execute(_parts(shop, since, bounds))
    await session.execute(_things(shop, since, bounds))
    await session.execute(_counts(shop, since, until))
    await session.execute(
        delete(thing).where(thing.shop_id == shop.id, thing.zone == shop.timezone, thing.day < since - BACK)
    )
    of_shop = {"shop_id": shop.id, "zone": shop.timezone}
    await session.execute(insert(CostDayRow), [of_shop | {"day": day} for day in days[:-1]])
    return True


def _parts(shop: Shop, since: date, bounds: Sequence[datetime]) -> Insert:
    code = case((CostRow.micros.is_(None), literal("")), else_=CostRow.currency)
    of_rows = select(
        _day(since, bounds).label("day"), CostRow.feature.label("feature"), CostRow.kind.label("kind"),
        prefix(CostRow.subject).label("unit"), code.label("currency"),
        func.coalesce(CostRow.micros, 0).label("micros"), told().label("quantity"),
    ).where(CostRow.shop_id == shop.id, CostRow.at >= bounds[0], CostRow.at < bounds[-1]).subquery("rows").c  # fmt: skip
    keys = (of_rows.day, of_rows.feature, of_rows.kind, of_rows.unit, of_rows.currency)
    summed = select(
        literal(shop.id), literal(shop.timezone), *keys, func.sum(of_rows.micros), func.sum(of_rows.quantity)
    ).group_by(*keys)  # fmt: skip
    names = ["shop_id", "zone", "day", "feature", "kind", "unit", "currency", "micros", "quantity"]
    return insert(CostDayPartRow).from_select(names, summed)


def _things(shop: Shop, since: date, bounds: Sequence[datetime]) -> Insert:
    met = select(
        literal(shop.id), literal(shop.timezone), CostRow.feature, CostRow.subject, _day(since, bounds)
    ).where(
        CostRow.shop_id == shop.id, CostRow.at >= bounds[0], CostRow.at < bounds[-1], CostRow.subject.is_not(None)
    ).distinct()  # fmt: skip
    return insert(CostDayThingRow).from_select(["shop_id", "zone", "feature", "subject", "day"], met)


def _counts(shop: Shop, since: date, until: date) -> Insert:
    """Each thing of these days with the day on which it had costs before, which the table's key finds for each."""
    row, earlier = CostDayThingRow, aliased(CostDayThingRow)
    same = (earlier.shop_id == row.shop_id, earlier.zone == row.zone, earlier.feature == row.feature)
    before = select(func.max(earlier.day)).where(
        *same, earlier.subject == row.subject, earlier.day < row.day, earlier.day >= since - BACK
    ).scalar_subquery()  # fmt: skip
    met = (
        select(row.day, row.feature, prefix(row.subject).label("unit"), func.coalesce(before, NEVER).label("before"))
        .where(row.shop_id == shop.id, row.zone == shop.timezone, row.day >= since, row.day < until)
        .subquery("met")
        .c
    )
    keys = (met.day, met.feature, met.unit, met.before)
    counted = select(literal(shop.id), literal(shop.timezone), *keys, func.count()).group_by(*keys)
    return insert(CostDayCountRow).from_select(
        ["shop_id", "zone", "day", "feature", "unit", "before", "things"], counted
    )


def _day(first: date, bounds: Sequence[datetime]) -> ColumnElement[date]:
    """On which of the days that begin at `bounds`, the first of which is `first`, a cost was."""
    return literal(first, Date) + (func.width_bucket(CostRow.at, times(bounds[:-1])) - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """What a feature used of one kind on a day, by what it was used for and by currency (empty: only how much is known)."""

    day: date
    feature: str
    kind: str
    unit: str
    currency: str
    micros: int
    quantity: int


async def parts(session: AsyncSession, shop: Shop, since: date, until: date) -> list[Part]:
    """What was added up of the days from `since` to before `until`."""
    row = CostDayPartRow
    query = select(row.day, row.feature, row.kind, row.unit, row.currency, row.micros, row.quantity).where(
        row.shop_id == shop.id, row.zone == shop.timezone, row.day >= since, row.day < until
    )  # fmt: skip
    return [Part(*one) for one in await session.execute(query)]


async def things(session: AsyncSession, shop: Shop, since: date, kept: date, until: date) -> dict[tuple[str, str], int]:
    """How many things each feature had costs for on the days from `since` to before `until`, by how their ids begin; the days
    to before `kept` are added up."""
    row, found = CostDayCountRow, dict[tuple[str, str], int]()
    query = select(row.feature, row.unit, func.sum(row.things)).where(
        row.shop_id == shop.id, row.zone == shop.timezone, row.day >= since, row.day < kept, row.before < since
    )  # fmt: skip
    for some in (query.group_by(row.feature, row.unit), _fresh(shop, since, kept, until)):
        for feature, unit, number in await session.execute(some):
            found[feature, unit] = found.get((feature, unit), 0) + int(number)
    return found


def _fresh(shop: Shop, since: date, kept: date, until: date) -> Select[*tuple[Any, ...]]:
    """Things that had costs on the days from `kept` on, and none on those from `since` to before it."""
    begins, ends = (days_of(shop, day, day)[1][0] for day in (kept, until))
    # Each thing once, and those counted: a count of distinct names would sort them all.
    late = (
        select(CostRow.feature, CostRow.subject)
        .where(CostRow.shop_id == shop.id, CostRow.at >= begins, CostRow.at < ends, CostRow.subject.is_not(None))
        .distinct()
        .subquery("late")
        .c
    )
    row = CostDayThingRow
    known = exists().where(
        row.shop_id == shop.id, row.zone == shop.timezone, row.feature == late.feature, row.subject == late.subject,
        row.day >= since, row.day < kept,
    )  # fmt: skip
    by = (late.feature, prefix(late.subject))
    return select(*by, func.count()).where(~known).group_by(*by)
