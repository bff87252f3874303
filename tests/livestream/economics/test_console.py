"""The comparison on a real database: shows with their orders, what was typed, what platforms told; each order once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update
from tests.accounts.house import Browser, House, console_app, open_shop
from tests.catalog.builders import bag

from mercery.accounts.actor import SYSTEM
from mercery.catalog.costs import GoodsCost, record_costs
from mercery.catalog.service import apply_drafts
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.experiments.ledger.rates import set_rate
from mercery.experiments.service import record_cost, record_outcome
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Interaction
from mercery.livestream.console import console as live_console
from mercery.livestream.economics import console
from mercery.livestream.economics.attributing import ShowSales, sales_of_shows
from mercery.livestream.service import shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.tables import LiveShowRow
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders

PAGE = "/console/live/economics"
SKU = bag("BAG").variants[0].sku
FORM = {
    "kind": "influencer", "name": "Lin", "slot_fee": "500", "commission": "20", "sales_low": "2000", "sales_high": "6000",
    "returns_low": "20", "returns_high": "40", "margin": "50", "source": "Invoice 12", "dated": "2026-10-01",
}  # fmt: skip


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, "house", roles=("owner", "editor", "viewer"))
    app = console_app(database, console.router, live_console.router)
    yield (made := House(app=app, database=database, shop=shop, people=people))
    for browser in made.browsers:
        await browser.http.aclose()


def order(number: str, at: datetime, channel: str = "storefront") -> Order:
    return Order(
        number=number, placed_at=at, currency="EUR", status="delivered", total=Money(10_000, "EUR"), channel=channel,
        lines=(OrderLine(sku=SKU, title="Bag", quantity=1, unit_price=Money(10_000, "EUR")),),
    )  # fmt: skip


async def send(browser: Browser, table: str) -> httpx.Response:
    files = {"file": ("told.csv", table.encode(), "text/csv")}
    return await browser.http.post(f"{PAGE}/told", data={"csrf_token": await browser.token(PAGE)}, files=files)


async def had_shows(house: House) -> datetime:
    """Two shows of an hour, one after the other; a viewer of the second orders, and three orders tell a channel."""
    begins = now() - timedelta(days=5)
    async with house.database.session() as session:
        await apply_drafts(session, house.shop, [bag("BAG")], SYSTEM)
        await record_costs(session, house.shop.id, [GoodsCost(sku=SKU, currency="EUR", cost=4_000)], SYSTEM)
        for number in range(2):
            draft = ShowDraft(title=Words(f"Show {number}", f"直播 {number}"), lang="en", slug=f"show-{number}")
            show = await shows.create(session, house.shop.id, SYSTEM, draft, reason="Test")
            at = begins + timedelta(hours=2 * number)
            await session.execute(
                update(LiveShowRow)
                .where(LiveShowRow.id == show.id)
                .values(started_at=at, ended_at=at + timedelta(hours=1), state="ended")
            )
        seen = Interaction(visitor_id="vis_1", kind="view", surface="live", lang="en", at=begins + timedelta(hours=2.5))
        await interactions.record_all(session, house.shop.id, [seen])
        with clock.at(begins + timedelta(hours=3)):
            await record_outcome(session, house.shop.id, "vis_1", "order", Money(10_000, "EUR"), subject="1")
        placed = [
            order("1", begins + timedelta(hours=3), "live"), order("2", begins + timedelta(hours=1.5), "live"),
            order("3", begins + timedelta(hours=20)), order("4", begins - timedelta(hours=1), "live"),
        ]  # fmt: skip
        await apply_orders(session, house.shop.id, placed, SYSTEM)
        with clock.at(begins):
            await record_cost(session, house.shop.id, "live", kind="compute", ms=7_200_000, subject="lsh_1")
    return begins


async def found(house: House) -> list[ShowSales]:
    async with house.database.session() as session:
        return await sales_of_shows(session, house.shop, window=timedelta(hours=24), tax_bps=None)


async def test_an_order_belongs_to_one_show_and_to_a_viewer_before_a_channel(house: House) -> None:
    await had_shows(house)
    later, earlier = await found(house)
    assert (later.viewers.orders, later.channel.orders) == (1, 0)
    assert (earlier.viewers.orders, earlier.channel.orders) == (0, 1)


async def test_without_anything_the_page_says_what_to_begin_with(house: House) -> None:
    page = (await (await house.as_role("viewer")).get(PAGE)).text
    assert "There is nothing to compare yet" in page and "No show was on air in 90 days." in page
    assert "Nothing was typed yet." in page and "Add a way" not in page


async def test_ours_is_worked_out_once_a_core_hour_has_a_price_and_stands_beside_what_was_typed(house: House) -> None:
    await had_shows(house)
    editor = await house.as_role("editor")
    assert "What was used has no price" in (await editor.get(PAGE)).text
    async with house.database.session() as session:
        await set_rate(session, house.shop, SYSTEM, "compute", "0.05", from_now=False)
    refused = await editor.post(f"{PAGE}/ways", {**FORM, "slot_fee": "much"}, page=PAGE)
    assert refused.status_code == 422 and "cannot be used" in refused.text
    await editor.post(f"{PAGE}/ways", FORM, page=PAGE)
    page = (await editor.get(PAGE)).text
    assert "Our host brings back the most for what it costs" in page and "Invoice 12" in page
    assert "“自有 AI 主播”投入产出最高" in (await editor.get(f"{PAGE}?lang=zh")).text


async def test_what_a_platform_told_counts_only_where_its_orders_are_not_on_record(house: House) -> None:
    await had_shows(house)
    editor = await house.as_role("editor")
    table = "show,platform,orders,sales,refunds\nshow-0,Tmall,3,300.00,20\nshow-1,live,1,100.00,\n"
    await editor.get(PAGE)
    assert (await send(editor, table)).status_code == 303
    later, earlier = await found(house)
    assert (earlier.told_minor, earlier.told_refund) == (30_000, 2_000)
    assert later.told == [] and earlier.channel.orders == 1
    wrong = table.replace("show-1", "show-9")
    refused = await send(editor, wrong)
    assert refused.status_code == 422 and "There is no show &#39;show-9&#39;." in refused.text
