"""From where the figures of some stretches of time are read: what is summed, what is added up, and what is left of orders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Numeric, Select, Subquery, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.orders.sales.by_category import MOST, Different, different, goods_edition
from mercery.orders.sales.days import kept_editions, span_of, undisturbed
from mercery.orders.sales.months import after, kept_months, month_of, month_rows
from mercery.orders.sales.source import Span, Wanted, kept_rows, told_rows

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Each moment is in one of the four."""

    months: Sequence[date] = ()
    """Months by SKU."""
    summed: Sequence[date] = ()
    """Days by category and channel."""
    parts: Sequence[date] = ()
    """Days by SKU and channel."""
    orders: Sequence[Span] = ()
    differing: Sequence[Different] = field(default=())
    """What has to be put right in `summed`."""

    def rows(self, wanted: Wanted) -> Subquery:
        """All but `summed` and `months`."""
        told = told_rows(wanted, self.orders)
        return (union_all(told, kept_rows(wanted, self.parts)) if self.parts else told).subquery("source")

    def by_sku(self, wanted: Wanted, *, now: bool) -> list[Select[*tuple[Any, ...]]]:
        """All but `summed`, by SKU: `now` or `before` is what was kept of money, and `pieces` are those of now. Days and orders
        apart, so that each is summed as it is read."""
        found = []
        if self.months:
            c = month_rows(wanted, self.months).subquery("months").c
            found.append(_labelled(c.sku, func.sum(c.kept_minor), func.sum(c.quantity), now=now))
        for name, rows in (("told", told_rows(wanted, self.orders)), ("kept", kept_rows(wanted, self.parts))):
            c = rows.subquery(name).c
            net = func.sum(c.paid_minor - c.refund_minor)
            found.append(_labelled(c.sku, net, func.sum(c.quantity), now=now).where(c.place > 0))
        return found


def _labelled(sku: Any, net: Any, pieces: Any, *, now: bool) -> Select[*tuple[Any, ...]]:
    nothing = literal(0, Numeric)
    sums = (net, nothing, pieces) if now else (nothing, net, nothing)
    labelled = (one.label(column) for one, column in zip(sums, ("now", "before", "pieces"), strict=True))
    return select(sku, *labelled).group_by(sku)


async def reach(session: AsyncSession, wanted: Wanted, spans: Sequence[Span]) -> Reach:
    """For figures by week, category and channel. Days cannot be added up until this transaction ends, so that the statements
    that follow belong together."""
    if not wanted.zone or not await undisturbed(session, wanted.shop_id):
        return await reach_by_sku(session, wanted, spans)
    kept, edition = await _kept(session, wanted, spans), await goods_edition(session, wanted)
    summed = {day for day, by in kept.items() if edition is not None and by == edition}
    differing = await different(session, wanted) if summed else []
    if not _to_be_put_right(differing, wanted):
        summed, differing = set(), []
    # Of one category orders are counted one by one, which days by SKU do not tell.
    usable = set(kept) if wanted.category is None else summed
    used, left = _laid_out(usable, spans, wanted.zone)
    return Reach(
        summed=[day for day in used if day in summed], parts=[day for day in used if day not in summed], orders=left,
        differing=differing,
    )  # fmt: skip


async def reach_by_sku(session: AsyncSession, wanted: Wanted, spans: Sequence[Span], *, orders: bool = True) -> Reach:
    """For figures by SKU; `orders`: by channel, and orders are counted too, which months do not tell."""
    if not wanted.zone or (orders and wanted.category is not None):
        return Reach(orders=spans)
    months, left = list[date](), spans
    if not orders and wanted.channel is None:
        begins, ends = _reaching(spans)
        months, left = _laid_out(
            await kept_months(session, wanted, month_of(begins), ends), spans, wanted.zone, until=after
        )
    used, left = _laid_out(await _kept(session, wanted, spans), left, wanted.zone)
    return Reach(months=months, parts=used, orders=left)


async def _kept(session: AsyncSession, wanted: Wanted, spans: Sequence[Span]) -> Mapping[date, int | None]:
    return await kept_editions(session, wanted, *_reaching(spans))


def _reaching(spans: Sequence[Span]) -> tuple[date, date]:
    """From before the first day of these stretches to after the last, in whatever zone."""
    return min(since.date() for since, _ in spans) - _DAY, max(until.date() for _, until in spans) + _DAY


def _to_be_put_right(differing: Sequence[Different], wanted: Wanted) -> bool:
    """Whether the sums can be: orders with something of a category cannot where pieces moved into or out of it."""
    if len(differing) > MOST:
        return False
    return wanted.category is None or not any(one.moved and wanted.category in one.categories for one in differing)


def _next(day: date) -> date:
    return day + _DAY


def _laid_out(
    days: Collection[date], spans: Sequence[Span], zone: str, until: Callable[[date], date] = _next
) -> tuple[list[date], list[Span]]:
    """Of these days the ones that lie within a stretch whole, and what is left of the stretches; or of whatever else begins
    with these days and ends where the day `until` tells begins."""
    used, left = list[date](), list[Span]()
    ordered = [(day, span_of(day, zone)[0], span_of(until(day), zone)[0]) for day in sorted(days)]
    for since, end in spans:
        at = since
        for day, begins, ends in ordered:
            if at <= begins and ends <= end:
                used.append(day)
                left += [(at, begins)] if at < begins else []
                at = ends
        left += [(at, end)] if at < end else []
    return used, left
