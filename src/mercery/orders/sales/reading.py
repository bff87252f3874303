"""The queries of the sales monitor, grouped in the database: over the rows of `order_sales`, or over days that are summed."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Select,
    String,
    Subquery,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product_json import words_from_json
from mercery.catalog.sku_goods import goods_of_skus
from mercery.core.i18n import Words
from mercery.orders.sales.by_category import kept_goods, summed_rows
from mercery.orders.sales.figures import NOTHING, Figures
from mercery.orders.sales.reaching import reach, reach_by_sku
from mercery.orders.sales.source import (
    DELIVERY,
    Span,
    Wanted,
    category_of,
    figures_of,
    kept_rows,
    sums_of,
    told_rows,
)
from mercery.orders.sales.weeks import Weeks
from mercery.orders.tables import OrderRow, SaleRow

_Key = tuple[bool, int, str, str]
"""Whether of the year before, week (the oldest 0), category, channel."""
_CURRENCIES: Final = text(
    "WITH RECURSIVE found AS ((SELECT currency FROM order_sales WHERE shop_id = :shop ORDER BY currency LIMIT 1)"
    " UNION ALL SELECT (SELECT o.currency FROM order_sales o WHERE o.shop_id = :shop AND o.currency > found.currency"
    " ORDER BY o.currency LIMIT 1) FROM found WHERE found.currency IS NOT NULL)"
    " SELECT currency FROM found WHERE currency IS NOT NULL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A period beside the one a year before."""

    weeks: Mapping[int, Figures] = field(default_factory=dict)
    """By place, the oldest 0."""
    last_weeks: Mapping[int, Figures] = field(default_factory=dict)
    categories: Mapping[str, Figures] = field(default_factory=dict)
    last_categories: Mapping[str, Figures] = field(default_factory=dict)
    channels: Mapping[str, Figures] = field(default_factory=dict)
    last_channels: Mapping[str, Figures] = field(default_factory=dict)

    @property
    def total(self) -> Figures:
        """All of the period."""
        return sum(self.weeks.values(), NOTHING)

    @property
    def last_total(self) -> Figures:
        """All of the year before."""
        return sum(self.last_weeks.values(), NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A product that sold more or less than before. Amounts in minor units."""

    product_id: str
    """Empty: a SKU that is in the catalogue no more."""
    name: Words
    now: int
    before: int
    pieces: int

    @property
    def difference(self) -> int:
        """How much more."""
        return self.now - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOrder:
    """An order in the list beneath a figure; with a category, only what it has of that."""

    number: str
    placed_at: datetime
    channel: str
    status: str
    pieces: int
    paid: int
    refunds: int


async def counted(session: AsyncSession, wanted: Wanted, weeks: Weeks) -> Counted:
    """Both periods by week, by category and by channel: summed in the database by all three at once, and those few sums here.
    An order is of one week and one channel, so that what is counted of orders adds up too."""
    found = Counted(weeks={}, last_weeks={}, categories={}, last_categories={}, channels={}, last_channels={})
    parts: dict[bool, tuple[Any, Any, Any]] = {
        False: (found.weeks, found.categories, found.channels),
        True: (found.last_weeks, found.last_categories, found.last_channels),
    }
    for last, place, category, channel, figures in await by_all(session, wanted, weeks):
        for part, key in zip(parts[last], (place, category, channel), strict=True):
            part[key] = part.get(key, NOTHING) + figures
    return found


async def by_all(session: AsyncSession, wanted: Wanted, weeks: Weeks) -> list[tuple[bool, int, str, str, Figures]]:
    """Whether of the year before, week, category, channel and what was sold of these, for an export."""
    at = await reach(session, wanted, _spans(weeks))
    live = goods_of_skus(wanted.shop_id, wanted.currency).subquery("goods")
    found: dict[_Key, Figures] = {}
    if at.parts or at.orders:
        found = await _grouped(session, wanted, weeks, at.rows(wanted), live)
    if at.summed:
        _take(found, await _summed(session, wanted, weeks, at.summed))
    if at.differing:
        kept = kept_goods(wanted).subquery("goods")
        theirs = kept_rows(wanted, at.summed, [one.sku for one in at.differing]).subquery("source")
        _take(found, await _grouped(session, wanted, weeks, theirs, live))
        _take(found, await _grouped(session, wanted, weeks, theirs, kept), gone=True)
    return [(*key, found[key]) for key in sorted(found) if found[key] != NOTHING]


def _take(into: dict[_Key, Figures], more: Mapping[_Key, Figures], *, gone: bool = False) -> None:
    for key, figures in more.items():
        into[key] = into.get(key, NOTHING) + (-figures if gone else figures)


async def _grouped(
    session: AsyncSession, wanted: Wanted, weeks: Weeks, source: Subquery, goods: Subquery
) -> dict[_Key, Figures]:
    """Summed of rows of SKUs, with category and cost of these goods."""
    rows = _rows(wanted, weeks, source, goods)
    keys = (rows.c.last, rows.c.bucket, rows.c.category, rows.c.channel)
    query = select(*keys, *sums_of(rows, distinct=wanted.category is not None)).group_by(*keys)
    return _by_key(await session.execute(query))


async def _summed(session: AsyncSession, wanted: Wanted, weeks: Weeks, days: Sequence[date]) -> dict[_Key, Figures]:
    """Of days that are summed."""
    row = summed_rows(wanted, days).subquery("summed").c
    source = select(*_places(row.placed_at, weeks), *row).subquery("rows")
    c = source.c
    keys = (c.last, c.bucket, c.category, c.channel)
    sums = (func.sum(one) for name, one in c.items() if name.startswith("sum"))
    return _by_key(await session.execute(select(*keys, *sums).group_by(*keys)))


def _by_key(rows: Any) -> dict[_Key, Figures]:
    return {
        (bool(last), int(bucket) - 1, str(category), str(channel)): figures_of(sums)
        for last, bucket, category, channel, *sums in rows
    }


async def movers(
    session: AsyncSession,
    wanted: Wanted,
    now: tuple[datetime, datetime],
    before: tuple[datetime, datetime],
    limit: int = 6,
) -> list[Mover]:
    """The products whose revenue differs most between two stretches of time."""
    goods = goods_of_skus(wanted.shop_id, wanted.currency).subquery("goods")
    # By SKU first: what stands behind one is then looked up once.
    sums = [
        one
        for span, is_now in ((now, True), (before, False))
        for one in (await reach_by_sku(session, wanted, [span], orders=False)).by_sku(wanted, now=is_now)
    ]
    c = union_all(*sums).subquery("sums").c
    columns = ("now", "before", "pieces")
    by_sku = select(c.sku, *(func.sum(c[name]).label(name) for name in columns)).group_by(c.sku).subquery("by_sku")
    amount, earlier, pieces = (
        func.coalesce(func.sum(one), 0) for one in (by_sku.c.now, by_sku.c.before, by_sku.c.pieces)
    )
    key = func.coalesce(goods.c.product_id, by_sku.c.sku)
    query = (
        select(
            key, func.max(goods.c.product_id), func.min(cast(goods.c.title, String)), func.min(by_sku.c.sku), amount,
            earlier, pieces,
        )
        .select_from(by_sku)
        .outerjoin(goods, goods.c.sku == by_sku.c.sku)
        .where(*_of_category(wanted, goods, literal(1)))
        .group_by(key)
        .having(amount != earlier)
        .order_by(func.abs(amount - earlier).desc(), key)
        .limit(limit)
    )  # fmt: skip
    return [
        Mover(
            product_id=str(product or ""), name=_title(title, str(sku)), now=int(now_minor), before=int(then), pieces=int(pieces)
        )
        for _, product, title, sku, now_minor, then, pieces in await session.execute(query)
    ]  # fmt: skip


async def sold_orders(
    session: AsyncSession, wanted: Wanted, since: datetime, until: datetime, *, offset: int = 0, limit: int = 50
) -> tuple[list[SoldOrder], int]:
    """The orders of a stretch of time, the newest first, and how many there are."""
    which = _orders_of(wanted, since, until)
    total = await session.scalar(select(func.count()).select_from(which.subquery()))
    one_page = which.order_by(SaleRow.placed_at.desc(), SaleRow.order_id).offset(offset).limit(limit).subquery("page")
    goods = goods_of_skus(wanted.shop_id, wanted.currency).subquery("goods")
    # One order on the page at a time, by its key: the rows of the others are not looked at.
    query = (
        select(
            OrderRow.number, OrderRow.status, one_page.c.placed_at, one_page.c.channel, func.sum(SaleRow.quantity),
            func.sum(SaleRow.paid_minor), func.sum(SaleRow.refund_minor),
        )
        .select_from(one_page)
        .join(OrderRow, OrderRow.id == one_page.c.order_id)
        .join(SaleRow, SaleRow.order_id == one_page.c.order_id)
        .outerjoin(goods, goods.c.sku == SaleRow.sku)
        .where(*_only(wanted, goods))
        .group_by(OrderRow.number, OrderRow.status, one_page.c.order_id, one_page.c.placed_at, one_page.c.channel)
        .order_by(one_page.c.placed_at.desc(), one_page.c.order_id)
    )  # fmt: skip
    found = [
        SoldOrder(
            number=number, placed_at=placed_at, channel=channel, status=status, pieces=int(pieces), paid=int(paid),
            refunds=int(refunds),
        )
        for number, status, placed_at, channel, pieces, paid, refunds in await session.execute(query)
    ]  # fmt: skip
    return found, int(total or 0)


def _orders_of(wanted: Wanted, since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    """The orders of a stretch of time that have something of what is wanted, each once: by their rows of place 0, unless a
    category is wanted."""
    columns = (SaleRow.order_id, SaleRow.placed_at, SaleRow.channel)
    if wanted.category is None or wanted.category == DELIVERY:
        query = select(*columns).where(SaleRow.place == 0)
        own = replace(wanted, category=None)
        goods = goods_of_skus(wanted.shop_id, wanted.currency).subquery("unused")
        return query.where(*_only(own, goods), _between(since, until))
    goods = goods_of_skus(wanted.shop_id, wanted.currency).subquery("goods_of_page")
    query = select(*columns).select_from(SaleRow).outerjoin(goods, goods.c.sku == SaleRow.sku)
    return query.where(*_only(wanted, goods), _between(since, until)).distinct()


async def first_sale(session: AsyncSession, shop_id: str, currency: str) -> datetime | None:
    """When the oldest order on record in that currency was placed."""
    query = select(func.min(SaleRow.placed_at)).where(SaleRow.shop_id == shop_id, SaleRow.currency == currency)
    return await session.scalar(query)


async def undated(session: AsyncSession, shop_id: str, currency: str) -> int:
    """Orders nobody told the time of: they belong to no week."""
    query = select(func.count()).where(
        SaleRow.shop_id == shop_id, SaleRow.currency == currency, SaleRow.placed_at.is_(None), SaleRow.place == 0
    )
    return await session.scalar(query) or 0


async def cancelled(session: AsyncSession, shop_id: str, currency: str, since: datetime, until: datetime) -> int:
    """Orders of that time that were cancelled, which are in no figure."""
    query = select(func.count()).where(
        OrderRow.shop_id == shop_id, OrderRow.placed_at >= since, OrderRow.placed_at < until,
        OrderRow.currency == currency, OrderRow.status == "cancelled",
    )  # fmt: skip
    return await session.scalar(query) or 0


async def currencies(session: AsyncSession, shop_id: str) -> list[str]:
    """Currencies orders were paid in."""
    return [str(one) for one in await session.scalars(_CURRENCIES, {"shop": shop_id})]


async def of_orders(session: AsyncSession, wanted: Wanted, numbers: Sequence[str]) -> Figures:
    """What these orders brought, by their numbers."""
    if not numbers:
        return NOTHING
    goods = goods_of_skus(wanted.shop_id, wanted.currency).subquery("goods")
    rows = (
        told_rows(wanted, None)
        .add_columns(goods.c.cost)
        .join(OrderRow, OrderRow.id == SaleRow.order_id)
        .outerjoin(goods, goods.c.sku == SaleRow.sku)
        .where(OrderRow.shop_id == wanted.shop_id, OrderRow.number == any_(literal(list(numbers), ARRAY(String))))
        .subquery("rows")
    )
    sums = sums_of(rows, distinct=wanted.category is not None)
    return figures_of((await session.execute(select(*sums))).one())


def _rows(wanted: Wanted, weeks: Weeks, source: Subquery, goods: Subquery) -> Subquery:
    """The rows of both periods with what they are grouped by. A subquery, so that each bound is one parameter and not two."""
    c = source.c
    query: Select[Any] = (
        select(*_places(c.placed_at, weeks), category_of(goods, c.place).label("category"), *c, goods.c.cost)
        .select_from(source)
        .outerjoin(goods, goods.c.sku == c.sku)
        .where(*_of_category(wanted, goods, c.place))
    )
    return query.subquery("rows")


def _places(placed_at: Any, weeks: Weeks) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Whether a moment lies in the year before, and its week, the first 1."""
    bucket = case(
        (placed_at >= weeks.since, func.width_bucket(placed_at, _times(weeks.bounds[:-1]))),
        else_=func.width_bucket(placed_at, _times(weeks.last_bounds[:-1])),
    )
    return (placed_at < weeks.since).label("last"), bucket.label("bucket")


def _spans(weeks: Weeks) -> list[Span]:
    return [(weeks.last_since, weeks.last_until), (weeks.since, weeks.until)]


def _only(wanted: Wanted, goods: Subquery) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = [SaleRow.shop_id == wanted.shop_id, SaleRow.currency == wanted.currency]
    if wanted.channel is not None:
        found.append(SaleRow.channel == wanted.channel)
    found += _of_category(wanted, goods, SaleRow.place)
    return tuple(found)


def _of_category(wanted: Wanted, goods: Subquery, place: Any) -> list[ColumnElement[bool]]:
    return [] if wanted.category is None else [category_of(goods, place) == wanted.category]


def _between(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(SaleRow.placed_at >= since, SaleRow.placed_at < until)


def _title(kept: str | None, sku: str) -> Words:
    return words_from_json(json.loads(kept)) if kept else Words(sku, sku)


def _times(bounds: Sequence[datetime]) -> ColumnElement[Any]:
    return cast(list(bounds), ARRAY(DateTime(timezone=True)))


async def numbers_by_channel(
    session: AsyncSession, shop_id: str, channels: Collection[str], since: datetime, until: datetime
) -> dict[str, str]:
    """Numbers of the orders of that time that were won through one of these channels, with the channel."""
    rows = await session.execute(
        select(OrderRow.number, OrderRow.channel).where(
            OrderRow.shop_id == shop_id, OrderRow.placed_at >= since, OrderRow.placed_at < until,
            OrderRow.channel.in_(list(channels)), OrderRow.status != "cancelled",
        )
    )  # fmt: skip
    return {str(number): str(channel) for number, channel in rows}
