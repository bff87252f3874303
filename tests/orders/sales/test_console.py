"""The page of sales: empty, with a short history and with a year behind it; its list, its file and its choices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.accounts.house import House, console_app, open_shop

from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.orders.order import Order, OrderLine
from mercery.orders.sales import console
from mercery.orders.sales.book import SalesBook, sales_book
from mercery.orders.service import apply_orders

PAGE = "/console/sales"


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, "house", roles=("owner", "viewer"))
    made = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


def order(number: str, days: int, *, channel: str = "storefront", minor: int = 128_000) -> Order:
    return Order(
        number=number, placed_at=now() - timedelta(days=days), currency="EUR", status="delivered",
        total=Money(minor, "EUR"), channel=channel,
        lines=(OrderLine(sku="bag", title="Bag", quantity=1, unit_price=Money(minor, "EUR")),),
    )  # fmt: skip


async def bring(house: House, *orders: Order) -> None:
    async with house.database.session() as session:
        await apply_orders(session, house.shop.id, orders, SYSTEM)


async def test_without_orders_the_page_says_what_it_waits_for(house: House) -> None:
    page = await (await house.as_role("viewer")).get(PAGE)
    assert page.status_code == 200 and "Sales begin with the first order" in page.text


async def test_a_short_history_is_not_held_against_a_year_nobody_has_seen(house: House) -> None:
    await bring(house, order("1", 2), order("2", 9, channel="Tmall"))
    browser = await house.as_role("viewer")
    page = (await browser.get(PAGE)).text
    assert "2 orders brought €2,560 in 12 weeks; there is no whole year before" in page
    assert "no figures for last year" in page and "Tmall" in page and "no costs on record" in page
    chinese = (await browser.get(f"{PAGE}?lang=zh")).text
    assert "近 12 周 2 笔订单，净销售额 €2,560，尚无完整上年数据可比" in chinese and "无上年数据" in chinese
    narrowed = (await browser.get(f"{PAGE}?channel=Tmall&weeks=4&lang=en")).text
    assert "One order brought €1,280 in 4 weeks" in narrowed


async def test_a_year_behind_it_gives_the_change(house: House) -> None:
    await bring(house, order("0", 500), order("1", 2), order("2", 366, minor=64_000))
    page = (await (await house.as_role("viewer")).get(PAGE)).text
    assert "One order brought €1,280 in 12 weeks, 100% more than a year before" in page


async def test_the_orders_beneath_and_the_file_to_take_along(house: House) -> None:
    await bring(house, order("1001", 2), replace(order("=1002", 2), channel="=cmd"))
    browser = await house.as_role("viewer")
    listed = (await browser.get(f"{PAGE}/orders?channel=storefront")).text
    assert "One order, Online shop" in listed and "1001" in listed and "=1002" not in listed
    file = (await browser.get(f"{PAGE}/export.csv")).text
    assert file.startswith("\ufeffweek,category") and "1280.00" in file and "'=cmd" in file


async def test_only_an_owner_says_how_the_shop_counts(house: House) -> None:
    await bring(house, order("1", 2))
    owner, viewer = await house.as_role("owner"), await house.as_role("viewer")
    assert (await viewer.post(f"{PAGE}/settings", {"week_start": "6"}, page=PAGE)).status_code == 403
    refused = await owner.post(f"{PAGE}/settings", {"week_start": "6", "tax": "lots"}, page=PAGE)
    assert refused.status_code == 422 and "a rate from 0 to 100" in refused.text
    await owner.post(f"{PAGE}/settings", {"week_start": "6", "tax": "19,5"}, page=PAGE)
    async with house.database.session() as session:
        assert await sales_book(session, house.shop.id) == SalesBook(week_start=6, tax_bps=1_950)
    assert "Weeks begin on Sunday" in (await owner.get(PAGE)).text
