"""Where the sales monitor reads from: orders taken apart, and finished days that are added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Select, String, and_, case, cast, false, func, literal, null, or_, select

from mercery.orders.tables import SaleRow, SalesDayPartRow

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which orders are counted."""

    shop_id: str
    currency: str
    channel: str | None = None
    category: str | None = None
    """Handle of a top category, `DELIVERY`, or empty: pieces of none."""
    tax_bps: int | None = None
    """Rate on the net price where an order does not tell its tax; None: not known, margin contains it."""
    zone: str = ""
    """The shop's time zone, by which days are added up; empty: orders alone are read."""


def told_rows(wanted: Wanted, spans: Sequence[Span] | None) -> Select[*tuple[Any, ...]]:
    """The rows of orders placed in these stretches of time; None: whenever they were."""
    net = SaleRow.paid_minor - SaleRow.refund_minor
    bps = wanted.tax_bps or 0
    # In whole units, halves up: numbers with decimals would cost several times as much to add up.
    worked_out = (net * literal(bps, BigInteger) + (10_000 + bps) // 2) // literal(10_000 + bps, BigInteger)
    unknown = and_(SaleRow.tax_minor.is_(None), literal(wanted.tax_bps is None))
    query = select(
        SaleRow.placed_at, SaleRow.channel, SaleRow.sku, SaleRow.order_id, SaleRow.place,
        case((SaleRow.place == 0, 1), else_=0).label("orders"), SaleRow.quantity, SaleRow.returned,
        SaleRow.paid_minor, SaleRow.refund_minor, func.coalesce(SaleRow.tax_minor, worked_out).label("tax"),
        case((unknown, net), else_=0).label("taxless"),
    ).where(SaleRow.shop_id == wanted.shop_id, SaleRow.currency == wanted.currency)  # fmt: skip
    if spans is not None:
        within = (and_(SaleRow.placed_at >= since, SaleRow.placed_at < until) for since, until in spans)
        query = query.where(or_(false(), *within))
    return query if wanted.channel is None else query.where(SaleRow.channel == wanted.channel)


def kept_rows(wanted: Wanted, days: Sequence[date]) -> Select[*tuple[Any, ...]]:
    """The same of days that are added up. Orders are not told apart there."""
    row = SalesDayPartRow
    query = select(
        row.placed_at, row.channel, row.sku, cast(null(), String), row.place, row.orders, row.quantity,
        row.returned, row.paid_minor, row.refund_minor, row.tax_minor, row.taxless_minor,
    ).where(
        row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone, row.day.in_(days)
    )  # fmt: skip
    return query if wanted.channel is None else query.where(row.channel == wanted.channel)
