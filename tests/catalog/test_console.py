"""The pages about products and imports, through the real application."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tests.accounts.house import Browser, House, console_app, open_shop
from tests.catalog.builders import bag, scarf
from tests.catalog.importing.test_formats import SHOPIFY

from mercery.accounts.actor import SYSTEM
from mercery.catalog import console
from mercery.catalog.service import apply_drafts, product
from mercery.claims.values import Stock
from mercery.core.database import Database
from mercery.orders.importing.kinds import register_kinds


@pytest.fixture
async def orme(database: Database, home: Path) -> AsyncIterator[House]:
    """A shop with an editor and a viewer, and the catalogue's pages."""
    register_kinds()
    shop, people = await open_shop(database, "orme", roles=("editor", "viewer"))
    made = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def upload(browser: Browser, text: str, name: str = "products.csv") -> httpx.Response:
    """Send a file; the page of the import."""
    sent = await browser.http.post(
        "/console/import",
        data={"csrf_token": await browser.token("/console/import")},
        files={"file": (name, text.encode())},
    )
    assert sent.status_code == 303, sent.text
    return await browser.get(sent.headers["location"])


async def test_a_file_is_shown_before_it_is_applied(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, SHOPIFY)
    assert "2 would be added, 0 changed." in page.text and "Lune Coat" in page.text
    assert "The catalogue is empty." in (await browser.get("/console/products")).text
    await browser.post(f"{page.url.path}/apply", page=page.url.path)
    assert "Applied: 2 changes." in (await browser.get(page.url.path)).text
    assert "2 products." in (await browser.get("/console/products")).text
    again = await upload(browser, SHOPIFY)
    assert "Nothing would change." in again.text


async def test_a_broken_file_is_refused_with_its_lines(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, SHOPIFY.replace("420.00,520.00", "-420.00,"))
    assert "Nothing was changed." in page.text and "The price -420.00 is negative." in page.text


async def test_an_unsure_mapping_is_asked_about(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, "ref,what,asking\nA1,Cup of clay,8.00\nA2,Bowl of clay,12.00\n", "list.csv")
    assert "Say which column is what." in page.text
    fields = {"field_title": "what", "field_sku": "ref", "field_price": "asking"}
    await browser.post(f"{page.url.path}/mapping", fields, page=page.url.path)
    assert "2 would be added" in (await browser.get(page.url.path)).text


async def test_customers_come_in_by_the_same_door(orme: House) -> None:
    browser = await orme.as_role("editor")
    text = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Country Code,Phone,Tags\n1,Ada,Orme,ada@orme.example,yes,FR,,vip\n"
    page = await upload(browser, text, "customers.csv")
    await browser.post(f"{page.url.path}/apply", page=page.url.path)
    assert "Applied: 1 changes." in (await browser.get(page.url.path)).text


async def test_a_product_is_edited_and_its_versions_shown(orme: House) -> None:
    async with orme.database.session() as session:
        await apply_drafts(session, orme.shop, [bag("b1"), scarf()], SYSTEM)
        held = await product(session, orme.shop.id, key="b1")
    browser = await orme.as_role("editor")
    url = f"/console/products/{held.id}"
    assert "Chinese" in (await browser.get(url)).text
    await browser.post(f"{url}/stock", {"sku": "b1-tan", "quantity": "0", "restock": "2026-12-10"}, page=url)
    await browser.post(f"{url}/price", {"sku": "b1-tan", "amount": "900.00", "was": "980.00"}, page=url)
    words = {"title_en": "Arda", "title_zh": "阿尔达", "durable": "yes", "replacement_days": "900"}
    await browser.post(f"{url}/texts", words, page=url)
    async with orme.database.session() as session:
        found = await product(session, orme.shop.id, key="b1")
    tan = found.variant("b1-tan")
    assert tan and tan.stock.quantity == 0 and tan.prices[0].amount.minor == 90_000 and tan.version == 3
    assert (found.title.en, found.durable, found.replacement_days) == ("Arda", True, 900)
    wrong = await browser.post(f"{url}/price", {"sku": "b1-tan", "amount": "much"}, page=url)
    assert wrong.status_code == 422 and "&#39;much&#39; is not a price." in wrong.text


async def test_the_list_is_searched_and_filtered(orme: House) -> None:
    async with orme.database.session() as session:
        await apply_drafts(session, orme.shop, [bag("b1"), scarf()], SYSTEM)
    browser = await orme.as_role("viewer")
    assert "One product." in (await browser.get("/console/products?q=lune")).text
    assert "Lune Scarf" in (await browser.get("/console/products?stock=out")).text
    assert "No product fits." in (await browser.get("/console/products?q=nothing")).text
    assert "商品" in (await browser.get("/console/products?lang=zh")).text


async def test_a_viewer_may_look_but_not_change(orme: House) -> None:
    async with orme.database.session() as session:
        await apply_drafts(session, orme.shop, [bag("b1")], SYSTEM)
        held = await product(session, orme.shop.id, key="b1")
    browser = await orme.as_role("viewer")
    page = await browser.get(f"/console/products/{held.id}")
    assert "Save stock" not in page.text
    refused = await browser.post(
        f"/console/products/{held.id}/stock", {"sku": "b1-tan", "quantity": "9"}, page="/console/products"
    )
    assert refused.status_code == 403
    assert (await browser.get("/console/import")).status_code == 403
    async with orme.database.session() as session:
        tan = (await product(session, orme.shop.id, key="b1")).variant("b1-tan")
    assert tan and tan.stock == Stock(3)
