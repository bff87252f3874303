"""The sales monitor on a real database: parts add up, last year is last year, and nothing is counted that was not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from tests.catalog.builders import SHOP, add_shop, bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.service import apply_drafts
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.orders.order import Order, OrderLine, Return
from mercery.orders.sales import reading
from mercery.orders.sales.figures import NOTHING, Figures
from mercery.orders.sales.keeping import is_built
from mercery.orders.sales.rebuilding import rebuild
from mercery.orders.sales.source import DELIVERY, Wanted
from mercery.orders.sales.weeks import YEAR, Weeks, weeks_until
from mercery.orders.service import apply_orders, find_order, save
from mercery.orders.tables import OrderRow, SaleRow, SalesBookRow

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
WANTED = Wanted(shop_id=SHOP.id, currency="EUR")
SKU = bag("BAG").variants[0].sku


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def order(number: str, days: float, *, sku: str = SKU, channel: str = "storefront", minor: int = 10_000) -> Order:
    """One piece and a parcel, so many days ago."""
    return Order(
        number=number, placed_at=NOW - timedelta(days=days), currency="EUR", status="delivered", channel=channel,
        total=euros(minor + 500), shipping=euros(500),
        lines=(OrderLine(sku=sku, title=sku, quantity=1, unit_price=euros(minor)),),
    )  # fmt: skip


def weeks(count: int = 4) -> Weeks:
    return weeks_until(NOW, PARIS, count=count, week_start=0)


@pytest.fixture
async def shop(database: Database) -> Database:
    await add_shop(database)
    async with database.session() as session:
        await apply_drafts(session, SHOP, [bag("BAG")], SYSTEM)
        await record_costs(session, SHOP.id, [GoodsCost(sku=SKU, currency="EUR", cost=4_000)], SYSTEM)
    return database


async def bring(database: Database, orders: Sequence[Order], came: str = "") -> None:
    async with database.session() as session:
        await apply_orders(session, SHOP.id, orders, SYSTEM, came=came)  # type: ignore[arg-type]


async def count(database: Database, wanted: Wanted = WANTED, number: int = 4) -> reading.Counted:
    async with database.session() as session:
        return await reading.counted(session, wanted, weeks(number))


async def test_this_year_beside_last_by_week_category_and_channel(shop: Database) -> None:
    year = YEAR / timedelta(days=1)
    await bring(
        shop, [order("1", 1), order("2", 8, channel="Tmall"), order("3", 1 + year, minor=6_000), order("4", 60)]
    )
    found = await count(shop)
    assert [found.weeks[place].revenue for place in sorted(found.weeks)] == [10_500, 10_500]
    assert found.last_weeks[3].revenue == 6_500 and set(found.last_weeks) == {3}
    top = next(key for key in found.categories if key != DELIVERY)
    assert found.categories[top].pieces == 2 and found.categories[DELIVERY].revenue == 1_000
    assert {key: one.orders for key, one in found.channels.items()} == {"storefront": 1, "Tmall": 1}
    assert found.total.margin == 2 * (10_000 - 4_000) and found.total.without_cost == 0


async def test_what_has_no_known_cost_is_in_no_margin_and_its_share_is_told(shop: Database) -> None:
    await bring(shop, [order("1", 1), order("2", 1, sku="GONE", minor=30_000)])
    total = (await count(shop)).total
    assert total.margin == 6_000 and total.without_cost == pytest.approx(0.75)
    assert total.taxless == 10_000


async def test_tax_is_taken_off_the_margin_where_it_is_told_or_the_shop_says_the_rate(shop: Database) -> None:
    await bring(shop, [replace(order("1", 1), tax=euros(1_750)), order("2", 1)])
    told = (await count(shop)).total
    assert told.margin == (10_000 - 1_667 - 4_000) + (10_000 - 4_000) and told.taxless == 10_000
    at_a_fifth = (await count(shop, replace(WANTED, tax_bps=2_000))).total
    assert at_a_fifth.margin == 2 * (10_000 - 1_667 - 4_000) and at_a_fifth.taxless == 0


async def test_a_return_comes_off_its_own_week_and_a_cancelled_order_is_gone(shop: Database) -> None:
    await bring(shop, [order("1", 9), order("2", 9)])
    async with shop.session() as session:
        held = await find_order(session, SHOP.id, "1")
        assert held is not None
        back = Return(sku=SKU, quantity=1, status="refunded", refund=euros(10_000), requested_at=NOW)
        await save(session, SHOP.id, replace(held, status="returned", returns=(back,)))
        other = await find_order(session, SHOP.id, "2")
        assert other is not None
        await save(session, SHOP.id, replace(other, status="cancelled"))
    found = await count(shop)
    assert {place: (one.orders, one.revenue, one.returned) for place, one in found.weeks.items()} == {2: (1, 500, 1)}
    assert found.total.margin == 0
    async with shop.session() as session:
        assert await reading.cancelled(session, SHOP.id, "EUR", weeks().since, weeks().until) == 1


async def test_orders_without_a_channel_are_counted_by_how_they_came_in_and_keep_what_they_had(shop: Database) -> None:
    await bring(shop, [order("1", 1, channel=""), order("2", 1, channel="live")], came="file")
    await bring(shop, [order("1", 1, channel=""), replace(order("2", 1, channel=""), note="again")], came="api")
    assert set((await count(shop)).channels) == {"file", "live"}


async def test_orders_from_before_are_taken_apart_by_the_rebuild(shop: Database) -> None:
    await bring(shop, [order(str(number), number % 20) for number in range(25)])
    before = await count(shop)
    async with shop.session() as session:
        await session.execute(delete(SaleRow))
        await session.execute(delete(SalesBookRow))
        assert not await is_built(session, SHOP.id)
    assert await rebuild(shop, SHOP.id, limit=10) == 25
    assert await count(shop) == before
    async with shop.session() as session:
        assert await is_built(session, SHOP.id)


async def test_movers_and_the_orders_beneath_a_figure(shop: Database) -> None:
    await bring(shop, [order("1", 1), order("2", 30, minor=25_000), order("3", 2, sku="GONE", channel="Tmall")])
    async with shop.session() as session:
        found = await reading.movers(
            session, WANTED, (NOW - timedelta(days=7), NOW), (NOW - timedelta(days=40), NOW - timedelta(days=7))
        )
        assert [(one.name.en == "GONE", one.now, one.before) for one in found] == [
            (False, 10_000, 25_000),
            (True, 10_000, 0),
        ]
        orders, total = await reading.sold_orders(session, replace(WANTED, channel="Tmall"), weeks().since, NOW)
        assert ([one.number for one in orders], total) == (["3"], 1)
        assert await reading.currencies(session, SHOP.id) == ["EUR"]
        assert (await reading.of_orders(session, WANTED, ["1", "3"])).orders == 2


@st.composite
def drawn(draw: st.DrawFn) -> list[Order]:
    """Orders of two years with returns, in two currencies."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        minor, currency = draw(st.integers(0, 50_000)), draw(st.sampled_from(("EUR", "EUR", "CNY")))
        quantity = draw(st.integers(1, 3))
        sku = draw(st.sampled_from((SKU, "GONE")))
        refund = draw(st.one_of(st.none(), st.integers(0, minor * quantity)))
        returns = (
            () if refund is None else (Return(sku=sku, quantity=1, status="refunded", refund=Money(refund, currency)),)
        )
        found.append(
            Order(
                number=str(number), currency=currency, placed_at=NOW - timedelta(hours=draw(st.integers(1, 24 * 400))),
                status=draw(st.sampled_from(("delivered", "cancelled", "paid"))), total=Money(minor * quantity + 500, currency),
                shipping=Money(500, currency), channel=draw(st.sampled_from(("storefront", "live", ""))), returns=returns,
                lines=(OrderLine(sku=sku, title=sku, quantity=quantity, unit_price=Money(minor, currency)),),
            )
        )  # fmt: skip
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=drawn())
async def test_weeks_categories_and_channels_each_add_up_to_the_orders(shop: Database, orders: list[Order]) -> None:
    async with shop.session() as session:
        await session.execute(delete(OrderRow))
    await bring(shop, orders)
    found = await count(shop, number=52)

    def total(part: dict[str, Figures] | dict[int, Figures]) -> Figures:
        return sum(part.values(), NOTHING)

    span = weeks(52)
    mine = [
        one for one in orders
        if one.currency == "EUR" and one.status != "cancelled" and one.placed_at and span.since <= one.placed_at < span.until
    ]  # fmt: skip
    paid = sum(one.total.minor for one in mine)
    refunds = sum(back.refund.minor for one in mine for back in one.returns if back.refund)
    assert (found.total.orders, found.total.paid, found.total.refunds) == (len(mine), paid, refunds)
    for part in (found.categories, found.channels):
        assert replace(total(dict(part)), orders=0) == replace(found.total, orders=0)
    assert total(dict(found.channels)).orders == found.total.orders
    async with shop.session() as session:
        rows = await reading.by_all(session, WANTED, span)
    assert sum((one for last, *_, one in rows if not last), NOTHING) == found.total
