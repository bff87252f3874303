"""A customer buys a bag, and from then on no page offers her another: each shows what keeps and completes it, and says why. What she
puts away stays away. The order is told by the shop's own system, through the API."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import text
from tests.journeys.conftest import OpenShop

import mercery.accounts.tables  # noqa: F401 - keys name a shop
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import all_product_ids, products
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Lang

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is read and pressed in one language."""

    use: str
    bag: str
    care: str
    completes: str
    in_bag: str
    not_for_me: str
    undo: str


WORDS: dict[Lang, Words] = {
    "en": Words(
        use="Use all my orders", bag="Saddle Bag", care="Sellier Leather Care Set", completes="Completes it",
        in_bag="Goes with what is in your bag", not_for_me="Not for me", undo="Undo",
    ),
    "zh": Words(
        use="参考我的全部订单", bag="马鞍包", care="Sellier 皮具护理套装", completes="与它相配",
        in_bag="与袋中商品相配", not_for_me="不感兴趣", undo="撤销",
    ),
}  # fmt: skip
CUSTOMER = "C0267"
"""Has never ordered anything."""


@pytest.fixture
async def database(shop: OpenShop) -> AsyncIterator[Database]:
    """The running shop's own."""
    found = Database(shop.database_url)
    yield found
    await found.close()


@pytest.mark.parametrize(
    ("lang", "width"),
    [("en", 1440), ("zh", 390), ("en", 390), ("zh", 1440)],
)
async def test_after_a_bag_no_bags_and_the_care_set_first(
    shop: OpenShop, database: Database, page: Page, lang: Lang, width: int
) -> None:
    words, bags = WORDS[lang], await names_of(database, "Bags", lang)
    await page.set_viewport_size({"width": width, "height": 900 if width > 640 else 844})
    await be_customer(shop, page, lang)
    await tell_order(shop, database)
    await page.goto(f"{shop.base}/{lang}")
    await let_orders_be_used(page, words)

    # At home, on the page of another bag, beside what is in the bag, and after the order.
    for path in ("", "/p/saddle-bag", "/p/work-tote", "/orders/77001"):
        await page.goto(f"{shop.base}/{lang}{path}")
        assert not await shown(page) & bags, path
        await no_sideways_scrolling(page)
    await page.goto(f"{shop.base}/{lang}/p/saddle-bag")
    completes = page.get_by_role("region", name=words.completes)
    await expect(completes.locator(".tile-name").first).to_have_text(words.care)
    await expect(completes.locator(".rec-why").first).to_contain_text(words.bag)
    await page.goto(f"{shop.base}/{lang}/p/saddle-bag")
    await page.locator(".buy button").click()
    await page.goto(f"{shop.base}/{lang}/cart")
    await expect(page.get_by_role("region", name=words.in_bag)).to_be_visible()
    assert not await shown(page) & bags

    # The care set comes first at home, and says for which piece.
    await page.goto(f"{shop.base}/{lang}")
    row = page.locator(".rec-row").first
    await expect(row.locator(".tile-name").first).to_have_text(words.care)
    await expect(row.locator(".rec-why").first).to_contain_text(words.bag)

    # Put away by keyboard, at once and after loading again; and taken back.
    put_away = row.get_by_role("button", name=re.compile(f"{words.not_for_me}.*{words.care}"))
    await put_away.focus()
    await page.keyboard.press("Enter")
    undo = page.locator("#recommended").get_by_role("button", name=words.undo)
    await expect(undo).to_be_focused()
    await expect(tile(page, words.care)).to_have_count(0)
    assert await page.locator(".rec-row .tile").count() >= 3, "the row is filled up again"
    for path in ("/p/saddle-bag", ""):
        await page.goto(f"{shop.base}/{lang}{path}")
        await expect(tile(page, words.care)).to_have_count(0)
    other = page.locator(".rec-row").first.locator(".tile").first
    name = await other.locator(".tile-name").inner_text()
    await other.get_by_role("button", name=re.compile(words.not_for_me)).click()
    await expect(tile(page, name)).to_have_count(0)
    await undo.click()
    await expect(tile(page, name)).to_have_count(1)
    await forget(database)


async def forget(database: Database) -> None:
    """What she said goes again, for whoever comes next in the same shop."""
    async with database.session() as session:
        await session.execute(text("DELETE FROM recommendation_said"))


async def be_customer(shop: OpenShop, page: Page, lang: Lang) -> None:
    await page.goto(f"{shop.base}/{lang}/demo/sign-in")
    await page.locator(f"#{CUSTOMER} form button").click()
    await expect(page.locator("h1")).to_contain_text("Camille")


async def tell_order(shop: OpenShop, database: Database) -> None:
    """The shop's own checkout tells Mercery of the order, as the guide for imports says."""
    async with database.session() as session:
        found = await accounts.first_shop(session)
        assert found is not None
        _, secret = await accounts.create_api_key(session, found.id, SYSTEM, name="till", scopes=["orders:write"])
    line = {"sku": "SADDLE-BAG-BORDEAUX", "title": "Saddle Bag", "quantity": 1, "unit_minor": 128_000}
    order = {
        "number": "77001", "placed_at": now().isoformat(), "currency": "EUR", "status": "paid", "total_minor": 128_000,
        "customer_key": CUSTOMER, "lines": [line],
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=shop.base, headers={"authorization": f"Bearer {secret}"}) as client:
        answered = await client.put("/api/v1/orders", json={"orders": [order]})
        assert answered.status_code == 200, answered.text


async def let_orders_be_used(page: Page, words: Words) -> None:
    """Her yes, unless she gave it before."""
    button = page.locator("#recommended").get_by_role("button", name=words.use, exact=True)
    if await button.count():
        await button.click()
        await expect(button).to_have_count(0)


async def names_of(database: Database, category: str, lang: Lang) -> set[str]:
    async with database.session() as session:
        found = await accounts.first_shop(session)
        assert found is not None
        every = await products(session, found.id, await all_product_ids(session, found.id))
        return {
            one.title.text(lang) for one in every if one.category[0].en == category and "Wallet" not in one.title.en
        }


async def shown(page: Page) -> set[str]:
    """The names of the pieces in recommended rows."""
    return set(await page.locator(".rec-row .tile-name").all_inner_texts())


def tile(page: Page, name: str) -> Locator:
    return page.locator(".rec-row .tile").filter(has=page.locator(".tile-name", has_text=name))


async def no_sideways_scrolling(page: Page) -> None:
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
