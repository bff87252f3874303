"""Days that are added up say what their orders say, at every moment, and are really what is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, text
from tests.catalog.builders import SHOP
from tests.orders.sales.test_reading import NOW, SKU, WANTED, bring, drawn, euros, order, shop, weeks

from mercery.accounts.actor import SYSTEM
from mercery.core import clock
from mercery.core.database import Database
from mercery.orders.order import Order, Return
from mercery.orders.sales import reading
from mercery.orders.sales.by_category import days_to_sum, sum_up, take_goods
from mercery.orders.sales.days import add_up, kept_days, missing_days, worth_it
from mercery.orders.sales.months import add_up_months, missing_months
from mercery.orders.sales.source import DELIVERY, Wanted
from mercery.orders.service import apply_orders, find_order, save
from mercery.orders.tables import OrderRow, SalesDayPartRow, SalesDayRow, SalesMonthRow

__all__ = ["shop"]
PARIS = replace(WANTED, zone="Europe/Paris")
LONG_AGO, AHEAD = date(2000, 1, 1), date(2100, 1, 1)


async def add_all_up(database: Database, wanted: Wanted = PARIS) -> int:
    """Every finished day, by SKU and by category; how many were missing."""
    with clock.at(NOW):
        async with database.session() as session:
            missing = await missing_days(session, wanted)
        async with database.session() as session:
            assert not missing or await add_up(session, wanted, missing)
        async with database.session() as session:
            assert await take_goods(session, wanted)
            left = await days_to_sum(session, wanted)
            assert (not left or await sum_up(session, wanted, left)) and await days_to_sum(session, wanted) == []
        async with database.session() as session:
            months = await missing_months(session, wanted)
            assert await add_up_months(session, wanted, months) and await missing_months(session, wanted) == []
    return len(missing)


async def same_as_orders(database: Database, wanted: Wanted = PARIS) -> None:
    """Sums of days and orders read one by one give the same of everything."""
    span = weeks(52)
    now, before = (NOW - timedelta(days=29.5), NOW), (NOW - timedelta(days=59.5), NOW - timedelta(days=29.5))
    year = ((span.since, span.until), (span.last_since, span.last_until))
    async with database.session() as session:
        for one in (
            wanted,
            replace(wanted, channel="live"),
            replace(wanted, category=""),
            replace(wanted, category=DELIVERY),
            replace(wanted, currency="CNY"),
        ):
            plain = replace(one, zone="")
            assert await reading.counted(session, one, span) == await reading.counted(session, plain, span)
            for two in ((now, before), year):
                assert await reading.movers(session, one, *two) == await reading.movers(session, plain, *two)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=drawn())
async def test_they_say_what_orders_say_also_after_one_was_changed(shop: Database, orders: list[Order]) -> None:
    async with shop.session() as session:
        for table in (OrderRow, SalesDayRow, SalesDayPartRow, SalesMonthRow):
            await session.execute(delete(table))
    await bring(shop, orders)
    await add_all_up(shop)
    await same_as_orders(shop)
    one = orders[0]
    later = replace(one, placed_at=(one.placed_at or NOW) - timedelta(hours=30), status="delivered", channel="live")
    await bring(shop, [later])
    await same_as_orders(shop)
    await add_all_up(shop)
    await same_as_orders(shop)


async def test_what_is_kept_is_read_and_goes_with_a_change_of_that_day_alone(shop: Database) -> None:
    await bring(shop, [order("1", 3), order("2", 30)])
    assert await add_all_up(shop) > 700
    async with shop.session() as session:
        await session.execute(text("UPDATE order_sales_day_sums SET paid_minor = paid_minor + 7 WHERE category = '-'"))
        assert (await reading.counted(session, PARIS, weeks(12))).total.paid == 21_000 + 14
        found = await find_order(session, SHOP.id, "2")
        assert found is not None
        back = Return(sku=SKU, quantity=1, status="refunded", refund=euros(500))
        await save(session, SHOP.id, replace(found, returns=(back,)))
    async with shop.session() as session:
        total = (await reading.counted(session, PARIS, weeks(12))).total
        assert (total.paid, total.refunds) == (21_000 + 7, 500)
    # The day of the order, in whatever zone it is read.
    assert await add_all_up(shop) == 3


async def test_a_day_is_not_added_up_while_an_order_is_being_written(shop: Database) -> None:
    await bring(shop, [order("1", 3)])
    day = (NOW - timedelta(days=3)).date()
    async with shop.session() as writing:
        await apply_orders(writing, SHOP.id, [order("2", 3)], SYSTEM)
        async with shop.session() as session:
            assert not await add_up(session, PARIS, [day])
    async with shop.session() as session:
        assert await add_up(session, PARIS, [day])
        assert await kept_days(session, PARIS, LONG_AGO, AHEAD) == [day]
        assert (await reading.counted(session, PARIS, weeks(4))).total.orders == 2


async def test_another_rate_of_tax_has_them_added_up_anew_and_small_shops_need_none(shop: Database) -> None:
    await bring(shop, [order("1", 3)])
    await add_all_up(shop)
    taxed = replace(PARIS, tax_bps=2_000)
    await same_as_orders(shop, taxed)
    async with shop.session() as session:
        assert await kept_days(session, taxed, LONG_AGO, AHEAD) == []
        assert not await worth_it(session, SHOP.id) and await worth_it(session, SHOP.id, many=1)
    await add_all_up(shop, taxed)
    await same_as_orders(shop, taxed)
