"""The job that takes orders from before apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.jobs import Blueprint, enqueue
from mercery.core.runtime import database
from mercery.orders.sales.book import sales_book
from mercery.orders.sales.by_category import days_to_sum, sum_up, take_goods
from mercery.orders.sales.days import DAYS_AT_ONCE, add_up, missing_days, slices, worth_it
from mercery.orders.sales.months import add_up_months, missing_months
from mercery.orders.sales.reading import currencies
from mercery.orders.sales.rebuilding import rebuild, shops_to_build
from mercery.orders.sales.source import Wanted

blueprint = Blueprint()
REBUILD: Final = "sales:rebuild"
DAYS: Final = "sales:add_up_days"


@blueprint.task(name="rebuild")
async def rebuild_sales(shop_id: str) -> None:
    """Take all orders of a shop apart."""
    await rebuild(database(), shop_id)


@blueprint.periodic(cron="*/10 * * * *")
@blueprint.task(name="catch_up", pass_context=False)
async def catch_up(timestamp: int) -> None:
    """Find shops whose orders were brought in by an earlier version, and have them taken apart; and those that sell so much
    that their days should be added up."""
    async with database().session() as session:
        for shop_id in await shops_to_build(session):
            await ask_for_rebuild(session, shop_id)
        for shop in await accounts.all_shops(session):
            if await worth_it(session, shop.id):
                name = f"{DAYS}:{shop.id}"
                await enqueue(session, DAYS, {"shop_id": shop.id}, lock=name, once=name)


@blueprint.task(name="add_up_days")
async def add_up_days(shop_id: str) -> None:
    """Add up the finished days of a shop that are not, some at a time, and the months that are whole; what orders are being written to waits for the next
    round."""
    async with database().session() as session:
        shop = await accounts.shop(session, shop_id)
        book, used = await sales_book(session, shop_id), await currencies(session, shop_id)
    for currency in used:
        wanted = Wanted(shop_id=shop_id, currency=currency, tax_bps=book.tax_bps, zone=shop.timezone)
        await _each(wanted, missing_days, add_up)
        async with database().session() as session:
            await take_goods(session, wanted)
        await _each(wanted, days_to_sum, sum_up)
        await _each(wanted, missing_months, add_up_months, at_once=1)


async def _each(
    wanted: Wanted,
    listed: Callable[[AsyncSession, Wanted], Awaitable[Sequence[date]]],
    work: Callable[[AsyncSession, Wanted, Sequence[date]], Awaitable[bool]],
    at_once: int = DAYS_AT_ONCE,
) -> None:
    """Do this with these days or months, some at a time, as long as no order is being written."""
    async with database().session() as session:
        days = await listed(session, wanted)
    for some in slices(days, at_once):
        async with database().session() as session:
            if not await work(session, wanted, some):
                return


async def ask_for_rebuild(session: AsyncSession, shop_id: str) -> None:
    """Have a shop's orders taken apart once this transaction is committed."""
    name = f"{REBUILD}:{shop_id}"
    await enqueue(session, REBUILD, {"shop_id": shop_id}, lock=name, once=name)
