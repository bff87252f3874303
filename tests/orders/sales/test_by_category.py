"""Days summed by category say what their orders say after costs, categories and orders have changed, and are really read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from tests.catalog.builders import SHOP, bag
from tests.orders.sales.test_days import PARIS, add_all_up
from tests.orders.sales.test_reading import NOW, SKU, bring, drawn, order, shop, weeks

from mercery.accounts.actor import SYSTEM
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.product import Product
from mercery.catalog.service import apply_drafts
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.orders.order import Order, Return
from mercery.orders.sales import by_category, reading
from mercery.orders.sales.by_category import EDITION_LASTS, days_to_sum, different, goods_edition, take_goods
from mercery.orders.tables import OrderRow, SalesDayPartRow, SalesDayRow, SalesDaySumRow, SalesGoodsRow

__all__ = ["shop"]
SHOES = (Words("Shoes", "鞋履"),)
_KEPT = (OrderRow, SalesDayRow, SalesDayPartRow, SalesDaySumRow, SalesGoodsRow)


async def offer(database: Database, *goods: Product) -> None:
    async with database.session() as session:
        await apply_drafts(session, SHOP, goods, SYSTEM)


async def cost(database: Database, minor: int | None, sku: str = SKU, currency: str = "EUR") -> None:
    async with database.session() as session:
        await record_costs(session, SHOP.id, [GoodsCost(sku=sku, currency=currency, cost=minor)], SYSTEM)


def gone() -> Product:
    """A piece that was sold before it was in the catalogue."""
    draft = bag("GONE", colours=("only",))
    return replace(draft, variants=(replace(draft.variants[0], sku="GONE"),), category=SHOES)


async def counted_as_orders(database: Database) -> None:
    """The page from sums, with each of its filters, is the page from orders."""
    span = weeks(52)
    async with database.session() as session:
        for category, channel in ((None, None), (None, "live"), ("bags", None), ("shoes", None), ("", None)):
            one = replace(PARIS, category=category, channel=channel)
            plain = await reading.counted(session, replace(one, zone=""), span)
            assert await reading.counted(session, one, span) == plain


CHANGES = ("cost", "no cost", "category", "comes", "refund", "cancelled", "later")


async def change(database: Database, what: str, orders: Sequence[Order]) -> None:
    """Something that makes a finished day say something else."""
    first = orders[0]
    back = Return(sku=first.lines[0].sku, quantity=1, status="refunded")
    changes = {
        "refund": replace(first, returns=(*first.returns, back)),
        "cancelled": replace(first, status="cancelled"),
        "later": replace(first, placed_at=(first.placed_at or NOW) - timedelta(hours=40), channel="live"),
    }
    if what in changes:
        await bring(database, [changes[what]])
    elif what == "category":
        await offer(database, replace(bag("BAG"), category=SHOES))
    elif what == "comes":
        await offer(database, gone())
        await cost(database, 700, sku="GONE")
    else:
        await cost(database, 5_111 if what == "cost" else None)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=drawn(), changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2))
async def test_the_page_from_sums_is_the_page_from_orders_whatever_changed(
    shop: Database, orders: list[Order], changes: list[str]
) -> None:
    async with shop.session() as session:
        for table in _KEPT:
            await session.execute(delete(table))
        await session.execute(text("DELETE FROM products WHERE key = 'GONE'"))
    await offer(shop, bag("BAG"))
    await cost(shop, 4_000)
    await bring(shop, orders)
    await add_all_up(shop)
    for what in changes:
        await change(shop, what, orders)
    await counted_as_orders(shop)
    await add_all_up(shop)
    await counted_as_orders(shop)


@pytest.mark.parametrize("category", [None, "bags"])
async def test_sums_are_read_and_put_right_by_what_differs(shop: Database, category: str | None) -> None:
    await bring(shop, [order("1", 3), order("2", 30), order("3", 370)])
    await add_all_up(shop)
    wanted = replace(PARIS, category=category)
    async with shop.session() as session:
        await session.execute(
            text("UPDATE order_sales_day_sums SET margin_minor = margin_minor + 7 WHERE category = 'bags'")
        )
        found = await reading.counted(session, wanted, weeks(12))
        assert (found.total.margin, found.last_total.margin, found.total.orders) == (12_014, 6_007, 2)
    await cost(shop, 3_000)
    async with shop.session() as session:
        assert [one.sku for one in await different(session, PARIS)] == [SKU]
        assert (await reading.counted(session, wanted, weeks(12))).total.margin == 14_014


async def test_a_new_edition_is_taken_when_the_last_one_is_old_or_too_much_differs(
    shop: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(shop, [order("1", 3)])
    await add_all_up(shop)
    await cost(shop, 3_000)

    async def taken(after: timedelta) -> bool:
        with clock.at(NOW + after):
            async with shop.session() as session:
                before = await goods_edition(session, PARIS)
                assert await take_goods(session, PARIS)
                if taken := await goods_edition(session, PARIS) != before:
                    assert await days_to_sum(session, PARIS)
                return taken

    assert not await taken(timedelta(minutes=10))
    assert await taken(EDITION_LASTS)
    # Nothing differs from the new one, which so stays, however old it is.
    assert not await taken(EDITION_LASTS * 9)
    await cost(shop, 2_000)
    monkeypatch.setattr(by_category, "MOST", 0)
    assert await taken(EDITION_LASTS + timedelta(minutes=1))
    await counted_as_orders(shop)
