"""Months that are added up by SKU say what their orders say: at their edges, after late changes, and they are really what is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from tests.catalog.builders import SHOP
from tests.orders.sales.test_days import AHEAD, LONG_AGO, PARIS, add_all_up, same_as_orders
from tests.orders.sales.test_reading import NOW, SKU, bring, euros, order, shop

from mercery.accounts.actor import SYSTEM
from mercery.core import clock
from mercery.core.database import Database
from mercery.orders.order import Order, Return
from mercery.orders.sales import reading
from mercery.orders.sales.days import add_up
from mercery.orders.sales.months import add_up_months, days_of, kept_months, missing_months, month_of
from mercery.orders.service import apply_orders, find_order, save

__all__ = ["shop"]
OCTOBER = (datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC))
"""In Paris, whose clocks go back within it."""
LONG_BEFORE = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 2, tzinfo=UTC))


def at(number: str, moment: datetime, *, minor: int = 10_000, sku: str = SKU) -> Order:
    return order(number, (NOW - moment) / timedelta(days=1), minor=minor, sku=sku)


async def sold(shop: Database, since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """What was kept and how many pieces, by name; the same whether months and days are read or orders."""
    found = []
    async with shop.session() as session:
        for wanted in (PARIS, replace(PARIS, zone="")):
            movers = await reading.movers(session, wanted, (since, until), LONG_BEFORE)
            found.append({one.name.en: (one.now, one.pieces) for one in movers})
    assert found[0] == found[1]
    return found[0]


def test_a_month_has_its_days() -> None:
    assert days_of(date(2024, 2, 1)) == [date(2024, 2, 1) + timedelta(days=place) for place in range(29)]
    assert month_of(date(2026, 12, 31)) == date(2026, 12, 1) and days_of(date(2026, 12, 1))[-1] == date(2026, 12, 31)


async def test_a_month_is_read_where_it_lies_within_a_stretch_whole(shop: Database) -> None:
    begins, ends = OCTOBER
    second = timedelta(seconds=1)
    await bring(
        shop,
        [
            at("before", begins - second, minor=1), at("first", begins, minor=20), at("last", ends - second, minor=300),
            at("after", ends, minor=4_000),
        ],
    )  # fmt: skip
    await add_all_up(shop)
    async with shop.session() as session:
        kept = await kept_months(session, PARIS, LONG_AGO, AHEAD)
        assert kept[-1] == date(2026, 10, 1) and len(kept) == 23
        await session.execute(text("UPDATE order_sales_month_pieces SET kept_minor = kept_minor + 700000"))
        for since, until, whole in (
            (begins, ends, True),
            (begins - second, ends, True),
            (begins - second, ends + second, True),
            (begins + second, ends, False),
            (begins, ends - second, False),
        ):
            movers = await reading.movers(session, PARIS, (since, until), LONG_BEFORE)
            assert (sum(one.now for one in movers) > 700_000) is whole
    await add_all_up(shop)


@pytest.mark.parametrize(
    ("seconds", "minor"), [((0, 0), 320), ((-1, 0), 321), ((0, 1), 4_320), ((1, 0), 300), ((0, -1), 20)]
)
async def test_across_its_edges_it_gives_what_orders_give(shop: Database, seconds: tuple[int, int], minor: int) -> None:
    begins, ends = OCTOBER
    second = timedelta(seconds=1)
    await bring(
        shop,
        [
            at("before", begins - second, minor=1), at("first", begins, minor=20), at("last", ends - second, minor=300),
            at("after", ends, minor=4_000),
        ],
    )  # fmt: skip
    await add_all_up(shop)
    found = await sold(shop, begins + seconds[0] * second, ends + seconds[1] * second)
    assert [one for one, _ in found.values()] == [minor]


async def test_a_late_change_has_the_month_go_at_once_and_come_again(shop: Database) -> None:
    moment = datetime(2026, 9, 9, 9, tzinfo=UTC)
    await bring(shop, [at("1", moment), at("2", moment + timedelta(days=40)), at("3", moment, sku="other")])
    await add_all_up(shop)
    span = (moment - timedelta(days=20), NOW)
    assert sorted((await sold(shop, *span)).values()) == [(10_000, 1), (20_000, 2)]
    async with shop.session() as session:
        found = await find_order(session, SHOP.id, "1")
        assert found is not None
        back = Return(sku=SKU, quantity=1, status="refunded", refund=euros(500))
        await save(session, SHOP.id, replace(found, returns=(back,)))
    assert sorted((await sold(shop, *span)).values()) == [(10_000, 1), (19_500, 2)]
    async with shop.session() as session:
        kept = await kept_months(session, PARIS, LONG_AGO, AHEAD)
        assert date(2026, 9, 1) not in kept and {date(2026, 8, 1), date(2026, 10, 1)} <= set(kept)
    await add_all_up(shop)
    assert sorted((await sold(shop, *span)).values()) == [(10_000, 1), (19_500, 2)]
    # From one month into another.
    await bring(shop, [replace(found, placed_at=datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC), returns=())])
    assert sorted((await sold(shop, *span)).values()) == [(10_000, 1), (20_000, 2)]
    await add_all_up(shop)
    await same_as_orders(shop)


async def test_a_month_waits_for_all_of_its_days_and_for_whoever_writes_an_order(shop: Database) -> None:
    await bring(shop, [order("1", 40)])
    month = date(2026, 10, 1)
    with clock.at(NOW):
        async with shop.session() as session:
            assert await add_up(session, PARIS, days_of(month)[1:])
        async with shop.session() as session:
            assert await missing_months(session, PARIS) == []
            assert await add_up_months(session, PARIS, [month])
            assert await kept_months(session, PARIS, LONG_AGO, AHEAD) == []
        async with shop.session() as session:
            assert await add_up(session, PARIS, days_of(month)[:1])
        async with shop.session() as writing:
            await apply_orders(writing, SHOP.id, [order("2", 3)], SYSTEM)
            async with shop.session() as session:
                assert not await add_up_months(session, PARIS, [month])
        async with shop.session() as session:
            assert await missing_months(session, PARIS) == [month]
            assert await add_up_months(session, PARIS, [month])
            assert await kept_months(session, PARIS, LONG_AGO, AHEAD) == [month]
