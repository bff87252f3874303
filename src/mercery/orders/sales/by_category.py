"""Finished days summed as the page shows them: by channel and top category, with margin.

Margin and category come from the catalogue as it is now, and the catalogue changes after a day is over. So the sums are made
by an edition of the goods that is kept beside them. What is another now is found when the sums are read, and put right from
the day's parts, SKU by SKU; from time to time a new edition is taken and the days are summed anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Date, Select, String, cast, delete, func, insert, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.sku_goods import goods_of_skus
from mercery.core.clock import now
from mercery.orders.sales.days import BACK, alone, kept_editions, spans_of
from mercery.orders.sales.source import DELIVERY, NO_CATEGORY, Wanted, category_of, one_of, sums_of, told_rows, top_of
from mercery.orders.tables import SalesDayRow, SalesDaySumRow, SalesGoodsRow
from mercery.ui.formats import zone_named

MOST: Final = 5_000
"""SKUs that may differ; with more, the parts are read instead."""
EDITION_LASTS: Final = timedelta(hours=6)
"""How long differences are put right one by one before the days are summed anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Different:
    """A SKU that is not what it was when the days were summed."""

    sku: str
    categories: Collection[str]
    """The top category it was in, and the one it is in."""

    @property
    def moved(self) -> bool:
        """Whether it is in another category."""
        return len(self.categories) > 1


def kept_goods(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    """The goods of the edition, like `catalog.sku_goods`: `sku`, `category` (the top one), `cost`."""
    row = SalesGoodsRow
    query = select(row.sku, row.category, row.cost_minor.label("cost"))
    return query.where(row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.sku != "")


async def goods_edition(session: AsyncSession, wanted: Wanted) -> int | None:
    """The edition that is kept; None: none yet."""
    row = SalesGoodsRow
    return await session.scalar(
        select(row.edition).where(row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.sku == "")
    )


async def different(session: AsyncSession, wanted: Wanted) -> list[Different]:
    """What differs from the edition, at most one more than `MOST`."""
    live = goods_of_skus(wanted.shop_id, wanted.currency).subquery("live")
    kept = kept_goods(wanted).subquery("kept")
    top, was = top_of(live.c.category), func.coalesce(kept.c.category, NO_CATEGORY)
    query = (
        select(func.coalesce(live.c.sku, kept.c.sku), top, was)
        .select_from(live)
        .join(kept, kept.c.sku == live.c.sku, full=True)
        .where((top != was) | live.c.cost.is_distinct_from(kept.c.cost))
        .limit(MOST + 1)
    )
    return [Different(sku=sku, categories={now_in, was_in}) for sku, now_in, was_in in await session.execute(query)]


async def take_goods(session: AsyncSession, wanted: Wanted) -> bool:
    """Take down what goods are now, as a new edition: no day is summed by it yet. Does nothing where the one that is kept
    does still; False, and nothing is done, while an order of the shop is being written."""
    edition = await goods_edition(session, wanted)
    moment = int(now().timestamp())
    if edition is not None:
        differing = len(await different(session, wanted))
        young = moment - edition < EDITION_LASTS.total_seconds()
        if differing == 0 or (young and differing <= MOST):
            return True
    if not await alone(session, wanted.shop_id):
        return False
    row = SalesGoodsRow
    await session.execute(delete(row).where(row.shop_id == wanted.shop_id, row.currency == wanted.currency))
    live = goods_of_skus(wanted.shop_id, wanted.currency).subquery("live")
    same = (literal(wanted.shop_id), literal(wanted.currency))
    # One that begins in the second in which the last one was taken is another one nevertheless.
    taken = literal(max(moment, (edition or 0) + 1), BigInteger)
    columns = ["shop_id", "currency", "sku", "edition", "category", "cost_minor"]
    goods = select(*same, live.c.sku, taken, top_of(live.c.category), live.c.cost)
    itself = select(*same, literal(""), taken, literal(""), cast(null(), BigInteger))
    await session.execute(insert(row).from_select(columns, goods.union_all(itself)))
    return True


async def days_to_sum(session: AsyncSession, wanted: Wanted) -> list[date]:
    """Days that are added up and not summed by the edition that is kept, the latest first."""
    edition = await goods_edition(session, wanted)
    today = now().astimezone(zone_named(wanted.zone)).date()
    kept = await kept_editions(session, wanted, today - BACK, today)
    return [] if edition is None else sorted((day for day, by in kept.items() if by != edition), reverse=True)


async def sum_up(session: AsyncSession, wanted: Wanted, days: Sequence[date]) -> bool:
    """Sum these days by the edition that is kept, of those that are still added up; False, and nothing is done, while an order
    of the shop is being written."""
    if not await alone(session, wanted.shop_id):
        return False
    row = SalesDayRow
    marked = (
        update(row)
        .where(
            row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone,
            row.tax_bps.is_not_distinct_from(wanted.tax_bps), row.day == one_of(days),
        )
        .values(edition=await goods_edition(session, wanted))
        .returning(row.day)
    )  # fmt: skip
    still = list(await session.scalars(marked))
    same = {"shop_id": wanted.shop_id, "currency": wanted.currency, "zone": wanted.zone}
    sums = SalesDaySumRow
    await session.execute(delete(sums).where(sums.day == one_of(days)).filter_by(**same))
    goods = kept_goods(wanted).subquery("goods")
    told = told_rows(wanted, spans_of(still, wanted.zone)).subquery("told")
    day = cast(func.timezone(wanted.zone, told.c.placed_at), Date).label("day")
    category = category_of(goods, told.c.place).label("category")
    found = select(*told.c, goods.c.cost, day, category).outerjoin(goods, goods.c.sku == told.c.sku).subquery("found")
    c = found.c
    orders, *rest = sums_of(found, distinct=False)
    having, *_ = sums_of(found, distinct=True)
    summed = select(
        *(literal(value, String) for value in same.values()), c.day, c.channel, c.category, func.min(c.placed_at), orders,
        having, *(func.coalesce(one, 0) for one in rest),
    ).group_by(c.day, c.channel, c.category)  # fmt: skip
    columns = [
        *same, "day", "channel", "category", "placed_at", "orders", "having", "pieces", "returned", "paid_minor",
        "refund_minor", "goods_minor", "known_minor", "margin_minor", "taxless_minor",
    ]  # fmt: skip
    await session.execute(insert(sums).from_select(columns, summed))
    return True


def summed_rows(wanted: Wanted, days: Sequence[date]) -> Select[*tuple[Any, ...]]:
    """The sums of these days: `placed_at`, `category`, `channel` and what `sums_of` sums, by its place."""
    row = SalesDaySumRow
    told = wanted.category is not None and wanted.category != DELIVERY
    figures = (
        row.having if told else row.orders, row.pieces, row.returned, row.paid_minor, row.refund_minor, row.goods_minor,
        row.known_minor, row.margin_minor, row.taxless_minor,
    )  # fmt: skip
    query = select(
        row.placed_at, row.category, row.channel, *(one.label(f"sum{place}") for place, one in enumerate(figures))
    ).where(
        row.shop_id == wanted.shop_id, row.currency == wanted.currency, row.zone == wanted.zone, row.day == one_of(days)
    )  # fmt: skip
    if wanted.category is not None:
        query = query.where(row.category == wanted.category)
    return query if wanted.channel is None else query.where(row.channel == wanted.channel)
