"""The pages about products and imports, through the real application."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image
from tests.accounts.house import Browser, House, console_app, open_shop
from tests.catalog.builders import bag, scarf
from tests.catalog.importing.test_formats import SHOPIFY

from mercery.accounts.actor import SYSTEM
from mercery.catalog import console
from mercery.catalog.importing import abandoned, runs
from mercery.catalog.listing import Listing, listed
from mercery.catalog.service import apply_drafts, product
from mercery.claims.values import Stock
from mercery.core.database import Database
from mercery.core.errors import Conflict
from mercery.core.i18n import Words
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


async def upload(browser: Browser, text: str | bytes, name: str = "products.csv") -> httpx.Response:
    """Send a file; the page of the import."""
    sent = await browser.http.post(
        "/console/import",
        data={"csrf_token": await browser.token("/console/import")},
        files={"file": (name, text if isinstance(text, bytes) else text.encode())},
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
    assert "Cup of clay · Bowl of clay" in page.text
    columns = {"column": ["ref", "what", "asking"]}
    twice = await browser.post(
        f"{page.url.path}/mapping", columns | {"means": ["title", "title", ""]}, page=page.url.path
    )
    assert twice.status_code == 422
    assert "&#39;ref&#39; and &#39;what&#39; are both: Name of the product." in twice.text
    assert "No column is the price." in twice.text
    meant = columns | {"means": ["sku", "title", "price"]}
    await browser.post(f"{page.url.path}/mapping", meant, page=page.url.path)
    assert "2 would be added" in (await browser.get(page.url.path)).text


async def test_what_changes_is_told_field_by_field_in_words(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, SHOPIFY)
    await browser.post(f"{page.url.path}/apply", page=page.url.path)
    changed = await upload(
        browser, SHOPIFY.replace("Lune Coat", "Lune Long Coat").replace("420.00,520.00", "390.00,520.00")
    )
    assert "0 would be added, 1 changed." in changed.text
    assert "<del>Lune Coat</del>" in changed.text and "<ins>Lune Long Coat</ins>" in changed.text
    assert "<del>€420 (was €520)</del>" in changed.text and "<ins>€390 (was €520)</ins>" in changed.text
    chinese = await browser.get(f"{changed.url.path}?lang=zh")
    assert "<ins>€390（原价 €520）</ins>" in chinese.text and "价格" in chinese.text


async def test_a_product_under_a_new_key_takes_its_skus_along(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, SHOPIFY)
    await browser.post(f"{page.url.path}/apply", page=page.url.path)
    again = await upload(browser, SHOPIFY.replace("lune-coat", "lune-long-coat"))
    assert "The file was refused." in again.text and "already belongs to the product" in again.text
    await browser.post(f"{again.url.path}/replace", page=again.url.path)
    assert "1 would be added" in (await browser.get(again.url.path)).text
    await browser.post(f"{again.url.path}/apply", {"remove_missing": "1"}, page=again.url.path)
    assert "2 products." in (await browser.get("/console/products")).text


async def test_an_archive_of_a_folder_brings_everything_in(orme: House, home: Path) -> None:
    held, picture = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (64, 64), (40, 60, 50)).save(picture, "PNG")
    customers = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,Tags\n1,Ada,Orme,ada@orme.example,yes,,vip\n"
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("shop/products.csv", "title,price,sku,image\nCup of clay,8.00,A1,pictures/cup.png\n")
        archive.writestr("shop/customers.csv", customers)
        archive.writestr("shop/pictures/cup.png", picture.getvalue())
    browser = await orme.as_role("editor")
    page = await upload(browser, held.getvalue(), "shop.zip")
    assert "2 would be added" in page.text and "customers.csv" in page.text
    await browser.post(f"{page.url.path}/apply", page=page.url.path)
    assert "Applied: 2 changes." in (await browser.get(page.url.path)).text
    async with orme.database.session() as session:
        found = (await listed(session, orme.shop.id, Listing()))[0][0]
    assert found.title == Words("Cup of clay")
    assert found.media[0].path and (home / "media" / found.media[0].path).read_bytes() == picture.getvalue()


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


async def test_pressed_twice_at_once_an_import_is_applied_once(orme: House) -> None:
    browser = await orme.as_role("editor")
    await upload(browser, SHOPIFY)
    async with orme.database.session() as session:
        waiting = (await runs.imports(session, orme.shop.id))[0]
    assert waiting.status == "ready"

    async def press() -> bool:
        try:
            async with orme.database.session() as session:
                await runs.set_remove_missing(session, orme.shop.id, waiting.id, False)
                await asyncio.sleep(0.1)
                await runs.proceed(session, orme.shop.id, waiting.id, "apply")
                await asyncio.sleep(0.1)
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(press(), press())) == [False, True]


async def test_an_import_whose_process_was_killed_is_told_as_stopped(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, SHOPIFY)
    import_id = page.url.path.rsplit("/", 1)[1]
    async with orme.database.session() as session:
        assert not await runs.proceed(session, orme.shop.id, import_id, "apply")
    # Here the process that was to apply it is gone: nobody holds the import, and no job waits.
    assert "The import stopped. Nothing was changed." in (await browser.get(page.url.path)).text
    assert "The catalogue is empty." in (await browser.get("/console/products")).text


async def test_an_import_somebody_works_on_is_left_alone(orme: House) -> None:
    browser = await orme.as_role("editor")
    page = await upload(browser, SHOPIFY)
    import_id = page.url.path.rsplit("/", 1)[1]
    async with orme.database.session() as session:
        await runs.proceed(session, orme.shop.id, import_id, "apply")
    async with orme.database.session() as working:
        await abandoned.hold(working, import_id)
        assert "The file is being read." in (await browser.get(page.url.path)).text
