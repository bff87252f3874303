"""The visitors of an experiment and what they did, read from the database into arrays.

Where who meets it are customers (`Wanted.order_days`), their orders on file take the place of outcomes that were told: each counts
so many days after a meeting, and those of the year before the first one are what they are known by.

However many visitors there are, it is the same nine statements at most. Columns of visitors travel as bytes, one string a
column, not as rows: that is what keeps a million of them to seconds. Orders, refunds and complaints come as rows; there are
as many as there were orders.

Before the first exposure a visitor is known by orders and views of 28 days. As one number that is orders + ln(1 + views): what
it is worth is fitted by the adjustment itself (CUPED), so its scale does not matter, only its order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.costs import costs_of
from mercery.experiments.earnings import Events, Told, worked_out
from mercery.experiments.values import Units
from mercery.interactions.before import views_before
from mercery.orders.earned import earned
from mercery.orders.of_met import orders_of_met

BEFORE_DAYS: Final = 28
_CUSTOMER_DAYS: Final = 365
_DAY: Final = 86_400.0
_MET: Final = "experiment_met"
_GATHER: Final = text(
    "CREATE TEMP TABLE experiment_met ON COMMIT DROP AS"
    " SELECT (row_number() OVER () - 1)::int AS unit, visitor_id, min(at) AS first,"
    " CASE WHEN min(arm) <> max(arm) THEN 2 WHEN min(arm) = 'treatment' THEN 1 ELSE 0 END::int AS arm"
    " FROM exposures WHERE shop_id = :shop AND feature = :key AND share = :share AND at >= :since AND at < :until"
    " GROUP BY visitor_id"
)
_VISITORS: Final = text(
    "SELECT string_agg(int4send(arm), ''::bytea), string_agg(float8send(extract(epoch FROM first)::float8), ''::bytea)"
    " FROM (SELECT arm, first FROM experiment_met ORDER BY unit) met"
)
_VISITS: Final = text(
    "SELECT string_agg(int4send(unit), ''::bytea), string_agg(float8send(at), ''::bytea) FROM ("
    " SELECT m.unit, extract(epoch FROM e.at)::float8 AS at FROM exposures e"
    " JOIN experiment_met m USING (visitor_id) WHERE e.shop_id = :shop AND e.feature = :key AND e.share = :share"
    " AND e.at >= :since AND e.at < :until) visits"
)
_SESSIONS: Final = text(
    "SELECT string_agg(int4send(unit), ''::bytea), string_agg(float8send(at), ''::bytea) FROM ("
    " SELECT m.unit, extract(epoch FROM o.at)::float8 AS at FROM outcomes o"
    " JOIN experiment_met m USING (visitor_id) WHERE o.shop_id = :shop AND o.kind = 'session'"
    " AND o.at >= m.first AND o.at < :until) sessions"
)
_TOLD: Final = text(
    "SELECT m.unit, extract(epoch FROM o.at)::float8, o.kind, o.minor, o.currency, o.margin_minor, o.subject, o.lines"
    " FROM outcomes o JOIN experiment_met m USING (visitor_id) WHERE o.shop_id = :shop"
    " AND o.kind IN ('order', 'refund', 'return', 'complaint') AND o.at >= m.first AND o.at < :until"
    " ORDER BY o.at, o.id"
)
_ORDERS_BEFORE: Final = text(
    "SELECT m.unit, count(*) FROM outcomes o JOIN experiment_met m USING (visitor_id) WHERE o.shop_id = :shop"
    " AND o.kind = 'order' AND o.at < m.first AND o.at >= m.first - make_interval(days => :days) GROUP BY m.unit"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which visitors are meant: those who met it under this share in this time."""

    key: str
    share: float
    since: datetime
    until: datetime
    visits: bool = False
    """Whether their visits are needed: as many rows as visitors again."""
    order_days: int | None = None
    """Units are customers; their orders on file count that many days after each meeting."""


async def units_of(session: AsyncSession, shop: Shop, wanted: Wanted) -> Units:
    """Read them. A visitor counts from the first exposure under this share on; one seen in both arms is left out."""
    given = {
        "shop": shop.id, "key": wanted.key, "share": wanted.share, "since": wanted.since, "until": wanted.until,
        "days": BEFORE_DAYS,
    }  # fmt: skip
    await session.execute(text("DROP TABLE IF EXISTS experiment_met"))
    await session.execute(_GATHER, given)
    await session.execute(text("ANALYZE experiment_met"))
    arm_bytes, first_bytes = (await session.execute(_VISITORS)).one()
    arm, first = _ints(arm_bytes), _floats(first_bytes)
    visit_unit, visit_at = await _visits(session, given) if wanted.visits else (_ints(None), _floats(None))
    if wanted.order_days is None:
        before = await _before(session, shop, wanted, given, len(arm))
        events = await _events(session, shop, await _told(session, given))
    else:
        before, told = await _of_customers(session, shop, wanted, given, len(arm))
        events = await _events(session, shop, told)
    await session.execute(text("DROP TABLE experiment_met"))
    return _without_mixed(arm, first, before, events, (visit_unit, visit_at), wanted.share)


async def _visits(session: AsyncSession, given: Mapping[str, Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Sessions where the shop's system tells them, else the days on which a visitor met it."""
    units, at = (await session.execute(_SESSIONS, given)).one()
    if units is None:
        units, at = (await session.execute(_VISITS, given)).one()
    return _ints(units), _floats(at)


async def _before(
    session: AsyncSession, shop: Shop, wanted: Wanted, given: Mapping[str, Any], count: int
) -> NDArray[np.float64]:
    orders, views = np.zeros(count), np.zeros(count)
    for unit, number in await session.execute(_ORDERS_BEFORE, given):
        orders[unit] = number
    looked = await views_before(session, shop.id, _MET, since=wanted.since, until=wanted.until, days=BEFORE_DAYS)
    for unit, number in looked:
        views[unit] = number
    return orders + np.log1p(views)


async def _of_customers(
    session: AsyncSession, shop: Shop, wanted: Wanted, given: Mapping[str, Any], count: int
) -> tuple[NDArray[np.float64], list[Told]]:
    """Orders of the year before the first meeting, and those that follow a meeting closely enough."""
    units, at = (await session.execute(_VISITS, given)).one()
    order = np.lexsort((_floats(at), _ints(units)))
    unit, met = _ints(units)[order], _floats(at)[order]
    before, told = np.zeros(count), list[Told]()
    placed = await orders_of_met(session, shop.id, _MET, until=wanted.until, days_before=_CUSTOMER_DAYS)
    for one in placed:
        if one.before:
            before[one.unit] += 1
            continue
        first, last = np.searchsorted(unit, [one.unit, one.unit + 1])
        latest = first + int(np.searchsorted(met[first:last], one.at, side="right")) - 1
        if latest >= first and one.at < met[latest] + (wanted.order_days or 0) * _DAY:
            told.append(Told(unit=one.unit, at=one.at, kind="order", subject=one.number))
    return before, told


async def _told(session: AsyncSession, given: Mapping[str, Any]) -> list[Told]:
    rows = await session.execute(_TOLD, given)
    return [
        Told(
            unit=unit, at=at, kind=kind, minor=minor, currency=currency, margin=margin, subject=subject,
            pieces=None if lines is None else _pieces(lines),
        )
        for unit, at, kind, minor, currency, margin, subject, lines in rows
    ]  # fmt: skip


async def _events(session: AsyncSession, shop: Shop, told: Sequence[Told]) -> Events:
    if not told:
        return worked_out((), {}, {}, shop.currency)
    numbers = {one.subject for one in told if one.kind == "order" and one.subject}
    records = await earned(session, shop.id, numbers)
    known = await costs_of(session, shop.id, shop.currency)
    costs = {sku: one.cost for sku, one in known.items() if one.cost is not None}
    return worked_out(told, records, costs, shop.currency)


def _pieces(lines: Sequence[Mapping[str, Any]]) -> Sequence[tuple[str, int]]:
    return tuple((str(line["sku"]), int(line.get("quantity", 1))) for line in lines)


def _without_mixed(
    arm: NDArray[np.int64], first: NDArray[np.float64], before: NDArray[np.float64], events: Events,
    visits: tuple[NDArray[np.int64], NDArray[np.float64]], share: float,
) -> Units:  # fmt: skip
    """Leave out who was seen in both arms, and number the rest anew."""
    kept = arm != 2
    place = np.cumsum(kept) - 1
    mine, came = kept[events.unit], kept[visits[0]]
    return Units(
        treated=arm[kept] == 1,
        first=first[kept],
        before=before[kept],
        events=Events(
            unit=place[events.unit[mine]], at=events.at[mine], orders=events.orders[mine], margin=events.margin[mine],
            unknown=events.unknown[mine], returned=events.returned[mine], complaints=events.complaints[mine],
        ),
        visit_unit=place[visits[0][came]],
        visit_at=visits[1][came],
        share=share,
        mixed=int((~kept).sum()),
    )  # fmt: skip


def _ints(sent: bytes | None) -> NDArray[np.int64]:
    """Four-byte integers as PostgreSQL sends them."""
    return np.frombuffer(sent or b"", dtype=">i4").astype(np.int64)


def _floats(sent: bytes | None) -> NDArray[np.float64]:
    """Eight-byte floats as PostgreSQL sends them."""
    return np.frombuffer(sent or b"", dtype=">f8").astype(np.float64)
