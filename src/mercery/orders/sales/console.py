"""The pages of the sales monitor in the console."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.catalog.sku_goods import top_categories
from mercery.core.clock import now
from mercery.core.errors import Invalid
from mercery.core.files.formulas import guarded
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.sales import monitor, reading
from mercery.orders.sales.book import SalesBook, keep_book, read_book, sales_book
from mercery.orders.sales.channels import channel_words
from mercery.orders.sales.jobs import ask_for_rebuild
from mercery.orders.sales.keeping import is_built
from mercery.orders.sales.monitor import SalesPage, category_names
from mercery.orders.sales.orders_page import OrdersPage
from mercery.orders.sales.source import DELIVERY, Wanted
from mercery.orders.sales.weeks import CHOICES, YEAR, Weeks, weeks_until
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

HOME: Final = "/console/sales"
router = APIRouter(prefix=HOME, include_in_schema=False)
_PAGE: Final = 50
_WEEKS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the sales monitor."""

    section: ClassVar[str] = "sales"
    home: ClassVar[str] = HOME


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def owner_of(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))],
    shop: CurrentShop,
) -> Asking:
    """Somebody who may change how sales are read."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Owning = Annotated[Asking, Depends(owner_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for."""

    weeks: int
    currency: str
    channel: str | None
    category: str | None


def filters_of(
    weeks: Annotated[str, Query(max_length=4)] = "",
    currency: Annotated[str, Query(max_length=3)] = "",
    channel: Annotated[str | None, Query(max_length=40)] = None,
    category: Annotated[str | None, Query(max_length=120)] = None,
) -> Filters:
    """What cannot be understood is left out."""
    count = int(weeks) if weeks.isdecimal() and int(weeks) in CHOICES else _WEEKS
    return Filters(weeks=count, currency=currency.upper(), channel=_named(channel), category=_named(category))


def _named(key: str | None) -> str | None:
    """An empty value falls out of an address, so that what has none is asked for as `none`."""
    return "" if key == "none" else key or None


Filtered = Annotated[Filters, Depends(filters_of)]


@router.get("")
async def sales_page(asking: Reading, filters: Filtered) -> Response:
    """Orders, revenue and margin by week, category and channel."""
    page = await _page(asking, filters)
    return page_response("orders/sales.html", page, context=asking.context)


@router.get("/orders")
async def orders_page(
    asking: Reading,
    filters: Filtered,
    week: Annotated[str, Query(max_length=10)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The orders beneath a figure."""
    book = await sales_book(asking.session, asking.shop.id)
    wanted, weeks = _wanted(asking, filters, book), _weeks(asking, filters, book)
    since, until = _stretch(weeks, week)
    found, total = await reading.sold_orders(
        asking.session, wanted, since, until, offset=(page - 1) * _PAGE, limit=_PAGE
    )
    names = category_names(await top_categories(asking.session, asking.shop.id))
    shown = OrdersPage(
        orders=found, total=total, page=page, last=max(1, -(-total // _PAGE)), currency=wanted.currency, since=since,
        until=until, channel=filters.channel, category=filters.category,
        category_name=names.get(filters.category or "", Words(filters.category or "")),
    )  # fmt: skip
    return page_response("orders/sold.html", shown, context=asking.context)


@router.get("/export.csv")
async def export(asking: Reading, filters: Filtered) -> Response:
    """Every week by category and channel, of this year and the one before, to take along."""
    book = await sales_book(asking.session, asking.shop.id)
    wanted, weeks = _wanted(asking, filters, book), _weeks(asking, filters, book)
    names = category_names(await top_categories(asking.session, asking.shop.id))
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ("week", "category", "channel", "currency", "orders", "pieces", "returned", "paid", "refunds", "revenue",
         "goods", "goods_of_known_cost", "margin")
    )  # fmt: skip
    for last, place, category, channel, one in await reading.by_all(asking.session, wanted, weeks):
        start = weeks.starts[place] - (YEAR if last else timedelta())
        amounts = (one.paid, one.refunds, one.revenue, one.goods, one.known, one.margin)
        rows.writerow(
            [
                start.isoformat(), guarded(names.get(category, Words(category)).text(asking.lang)),
                guarded(channel_words(channel).text(asking.lang)), wanted.currency,
                # An order is counted once, beside its delivery; pieces of several categories would count it again.
                one.orders if category == DELIVERY or wanted.category is not None else "",
                one.pieces, one.returned, *(str(Money(minor, wanted.currency).major) for minor in amounts),
            ]
        )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="sales-{wanted.currency}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/settings")
async def settings(
    asking: Owning,
    filters: Filtered,
    week_start: Annotated[str, Form(max_length=2)] = "0",
    tax: Annotated[str, Form(max_length=12)] = "",
) -> Response:
    """Keep where weeks begin and which tax prices contain."""
    try:
        await keep_book(asking.session, asking.shop.id, asking.staff.actor, read_book(week_start, tax))
    except Invalid as error:
        typed = {"week_start": week_start, "tax": tax}
        page = await _page(asking, filters, errors=form_errors(error, asking.lang), typed=typed)
        return page_response("orders/sales.html", page, context=asking.context, status=error.status)
    said = Words("Kept. The figures are worked out anew.", "已保存，数据已重新计算。")
    return redirect_with_flash(asking.request, f"{HOME}#reading", said.text(asking.lang))


async def _page(
    asking: Asking, filters: Filters, *, errors: FormErrors | None = None, typed: Mapping[str, str] | None = None
) -> SalesPage:
    session, shop = asking.session, asking.shop
    book = await sales_book(session, shop.id)
    built = await is_built(session, shop.id)
    if not built:
        await ask_for_rebuild(session, shop.id)
    wanted, weeks = _wanted(asking, filters, book), _weeks(asking, filters, book)
    counted = await reading.counted(session, wanted, weeks)
    first = await reading.first_sale(session, shop.id, wanted.currency)
    zone = zone_named(shop.timezone)
    reaches = first is not None and first < weeks.last_until
    partly = reaches and first is not None and first.astimezone(zone).date() > weeks.starts[0] - YEAR
    lines = monitor.week_lines(counted, weeks, first.astimezone(zone).date() if first else None)
    before, against = _against(weeks, whole=reaches and not partly)
    names = category_names(await top_categories(session, shop.id))
    total, last = counted.total, counted.last_total if reaches else None
    used = await reading.currencies(session, shop.id)
    return SalesPage(
        currency=wanted.currency, currencies=sorted({*used, shop.currency}), weeks=weeks, choices=CHOICES,
        channel=filters.channel, category=filters.category,
        category_name=names.get(filters.category or "", Words(filters.category or "")), total=total, last=last,
        last_partly=partly, since_ever=first, week_lines=lines,
        category_lines=monitor.keyed_lines(
            counted.categories, counted.last_categories, names, compared=reaches and not partly
        ),
        channel_lines=monitor.keyed_lines(counted.channels, counted.last_channels, {}, compared=reaches and not partly),
        movers=await reading.movers(session, wanted, (weeks.since, weeks.until), before), movers_against=against,
        chart=monitor.revenue_chart(lines, wanted.currency, asking.lang),
        undated=await reading.undated(session, shop.id, wanted.currency),
        cancelled=await reading.cancelled(session, shop.id, wanted.currency, weeks.since, weeks.until), book=book,
        may_change=asking.may(Permission.MANAGE_SETTINGS), building=not built, errors=errors or FormErrors(),
        typed=typed or {"week_start": str(book.week_start), "tax": book.tax_text},
    )  # fmt: skip


def _against(weeks: Weeks, *, whole: bool) -> tuple[tuple[datetime, datetime], Words]:
    """What the period's products are held against: last year where it is known, else the weeks just before."""
    if whole:
        return (weeks.last_since, weeks.last_until), Words("the same weeks a year before", "上年同期")
    back = timedelta(weeks=weeks.count)
    return (weeks.since - back, weeks.until - back), Words(
        f"the {weeks.count} weeks before", f"之前的 {weeks.count} 周"
    )


def _wanted(asking: Asking, filters: Filters, book: SalesBook) -> Wanted:
    currency = filters.currency if len(filters.currency) == 3 and filters.currency.isalpha() else asking.shop.currency
    return Wanted(
        shop_id=asking.shop.id, currency=currency, channel=filters.channel, category=filters.category, tax_bps=book.tax_bps,
        zone=asking.shop.timezone,
    )  # fmt: skip


def _weeks(asking: Asking, filters: Filters, book: SalesBook) -> Weeks:
    zone = zone_named(asking.shop.timezone)
    return weeks_until(now(), zone, count=filters.weeks, week_start=book.week_start)


def _stretch(weeks: Weeks, week: str) -> tuple[datetime, datetime]:
    """The week that begins on that day, else the whole period."""
    for place, start in enumerate(weeks.starts):
        if start.isoformat() == week:
            return weeks.bounds[place], weeks.bounds[place + 1]
    return weeks.since, weeks.until
