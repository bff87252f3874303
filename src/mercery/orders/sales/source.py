"""Where the sales monitor reads from: orders taken apart, and finished days that are added up; and what it sums of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    and_,
    any_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from mercery.orders.sales.figures import Figures
from mercery.orders.tables import SaleRow, SalesDayPartRow

Span = tuple[datetime, datetime]
DELIVERY: Final = "-"
"""The category of what is no piece: delivery and charges."""
NO_CATEGORY: Final = ""


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


def kept_rows(wanted: Wanted, days: Sequence[date], skus: Sequence[str] | None = None) -> Select[*tuple[Any, ...]]:
    """The same of days that are added up; `skus`: of these pieces alone. Orders are not told apart there."""
    row = SalesDayPartRow
    query = select(
        row.placed_at, row.channel, row.sku, cast(null(), String).label("order_id"), row.place, row.orders, row.quantity,
        row.returned, row.paid_minor, row.refund_minor, row.tax_minor.label("tax"), row.taxless_minor.label("taxless"),
    ).where(
        row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone, row.day == one_of(days)
    )  # fmt: skip
    if skus is not None:
        query = query.where(row.place > 0, row.sku == any_(literal(list(skus), ARRAY(String))))
    return query if wanted.channel is None else query.where(row.channel == wanted.channel)


def one_of(days: Sequence[date]) -> Any:
    """Any of these days, in one parameter."""
    return any_(literal(list(days), ARRAY(Date)))


def category_of(goods: Subquery, place: Any) -> ColumnElement[str]:
    """The top category of a row's piece, as `goods` say it."""
    return case((place == 0, DELIVERY), else_=top_of(goods.c.category))


def top_of(handle: Any) -> ColumnElement[str]:
    """The top one of a category's handle, which may be NULL."""
    return func.split_part(func.coalesce(handle, NO_CATEGORY), "/", 1)


def sums_of(rows: Subquery, *, distinct: bool) -> tuple[ColumnElement[Any], ...]:
    """What is summed of `told_rows` with their `cost`, in the order of `figures_of`. `distinct`: orders are counted by their
    ids, since those of one category have no rows of place 0."""
    c = rows.c
    net = c.paid_minor - c.refund_minor
    piece = c.place > 0
    known = and_(piece, c.cost.is_not(None))
    margin = net - c.tax - c.cost * (c.quantity - c.returned)
    orders = func.count(func.distinct(c.order_id)) if distinct else func.sum(c.orders)
    return (
        orders, func.sum(c.quantity), func.sum(c.returned), func.sum(c.paid_minor), func.sum(c.refund_minor),
        func.sum(net).filter(piece), func.sum(net).filter(known), func.sum(margin).filter(known),
        func.sum(c.taxless).filter(known),
    )  # fmt: skip


def figures_of(sums: Any) -> Figures:
    """The sums of one group."""
    orders, pieces, returned, paid, refunds, goods, known, margin, taxless = (int(one or 0) for one in sums)
    return Figures(
        orders=orders, pieces=pieces, returned=returned, paid=paid, refunds=refunds, goods=goods, known=known, margin=margin,
        taxless=taxless,
    )  # fmt: skip
