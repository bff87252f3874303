"""An accident typed in and stopped with its cart; a repair accepted, published by a second person, and met by a visitor."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect
from tests.journeys.conftest import OpenShop
from tests.journeys.test_search_desk import sign_in_on_a_phone

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.catalog.costs import GoodsCost, costs_of, record_costs
from mercery.core.database import Database

PASSWORD = "seven green bolts of cloth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is typed, pressed and read in one language."""

    said: str
    read: str
    take: str
    name: str
    keep: str
    stopped: str
    worst: str
    pays: str
    publish: str
    fault: str


WAYS = {
    "en": Way(
        said="80% off everything", read="Read it", take="Take this rule", name="Clearance", keep="Keep and prove",
        stopped="Clearance cannot be published", worst="The worst cart", pays="Customer pays", publish="Publish",
        fault="Rule at fault",
    ),
    "zh": Way(
        said="全场2折", read="解读", take="采用此规则", name="清仓", keep="保存并证明", stopped="“清仓”不能发布",
        worst="最差订单", pays="顾客实付", publish="发布", fault="责任规则",
    ),
}  # fmt: skip


async def know_costs(shop: OpenShop) -> None:
    """Where nobody has said what goods cost, half their price."""
    database = Database(shop.database_url)
    async with database.session() as session:
        house = await accounts.first_shop(session)
        assert house is not None
        if not any(one.cost for one in (await costs_of(session, house.id, house.currency)).values()):
            products = await catalog.products(session, house.id, await catalog.all_product_ids(session, house.id))
            rows = [
                GoodsCost(sku=variant.sku, currency=house.currency, cost=min(prices) // 2)
                for product in products
                for variant in product.variants
                if (prices := [row.amount.minor for row in variant.prices if row.amount.currency == house.currency])
            ]
            await record_costs(session, house.id, rows, SYSTEM)
    await database.close()


async def hire(shop: OpenShop, email: str, name: str) -> None:
    """Somebody else who may publish."""
    database = Database(shop.database_url)
    async with database.session() as session:
        house = await accounts.first_shop(session)
        assert house is not None
        await accounts.create_staff(session, house.id, email=email, name=name, role="editor", password=PASSWORD)
    await database.close()


async def say(page: Page, shop: OpenShop, way: Way, lang: str, text: str) -> None:
    """Say an offer, confirm it whatever is remarked about it, and have it proved."""
    await page.goto(f"{shop.base}/console/promotions/new?lang={lang}")
    await page.fill("#f-text", text)
    await page.get_by_role("button", name=way.read, exact=True).click()
    take = page.get_by_role("checkbox", name=way.take).first
    await take.check()
    await page.fill("#f-name_en", way.name)
    await page.fill("#f-name_zh", way.name)
    await page.get_by_role("button", name=way.keep, exact=True).click()


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), pytest.param("zh", 390, marks=pytest.mark.slow)])
async def test_an_accident_is_stopped_with_its_cart(shop: OpenShop, page: Page, lang: str, width: int) -> None:
    way = WAYS[lang]
    await know_costs(shop)
    await page.set_viewport_size({"width": width, "height": 900})
    await shop.sign_in(page, lang) if width > 640 else await sign_in_on_a_phone(shop, page, lang)
    await say(page, shop, way, lang, way.said)
    await expect(page.locator("h1")).to_have_text(way.stopped)
    cart = page.locator(".panel").filter(has=page.get_by_role("heading", name=way.worst, exact=True))
    await expect(cart.get_by_role("row").filter(has_text=way.pays)).to_be_visible()
    await expect(cart.locator(".worst-piece").first).to_be_visible()
    await expect(page.get_by_role("heading", name=way.fault)).to_be_visible()
    await expect(page.get_by_role("button", name=way.publish, exact=True)).to_be_disabled()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
async def test_a_repair_is_accepted_and_published_by_a_second_person(
    shop: OpenShop, browser: Browser, page: Page
) -> None:
    way = WAYS["en"]
    await know_costs(shop)
    await hire(shop, "hugo@example.com", "Hugo Blanc")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await shop.sign_in(page, "en")
    await say(page, shop, way, "en", "60% off candles")
    await expect(page.locator("h1")).to_have_text("Clearance cannot be published")
    await page.get_by_role("button", name="Apply and prove again").first.click()
    await expect(page.locator("h1")).to_have_text("Clearance can be published")
    await page.get_by_role("button", name=re.compile("Ask for a second person")).click()
    await expect(page.locator("h1")).to_have_text("Clearance waits for a second person")
    await expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()

    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    other = await context.new_page()
    await other.goto(f"{shop.base}/console?lang=en")
    await other.fill("input[name=email]", "hugo@example.com")
    await other.fill("input[name=password]", PASSWORD)
    await other.press("input[name=password]", "Enter")
    await other.wait_for_selector(".sidebar .side-nav")
    await other.goto(page.url)
    await other.get_by_role("link", name="Look and publish").click()
    await other.fill("#f-reason", "The worst cart keeps its margin")
    await other.get_by_role("button", name="Publish", exact=True).click()
    await expect(other.locator("h1")).to_have_text("Clearance is published")
    await other.goto(f"{shop.base}/console/promotions")
    await expect(other.get_by_role("row").filter(has_text="Clearance").filter(has_text="in force")).to_be_visible()
    await context.close()
