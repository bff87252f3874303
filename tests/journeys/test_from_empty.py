"""A shop of one's own from nothing to its first true answer: name, policies, a file, a page, a question."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.async_api import Page, expect
from psycopg import sql
from tests.journeys.conftest import OpenShop, end, start

from mercery.core.schema import drop_database

EXPORT = """Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Status
linen-shopper,Linen Shopper,<p>A bag of washed linen.</p>,Studio Lin,Bags,,true,Colour,Sand,LIN-SAND,7,89.00,,,active
linen-shopper,,,,,,,,Ink,LIN-INK,0,89.00,,,active
"""
POLICIES = (
    ("delivery", "delivery", "Delivery", "A parcel takes 2 to 4 business days.", "business_days_max: 4"),
    ("returns", "returns", "Returns", "You may send a piece back within 21 days.", "days: 21"),
)


@pytest.fixture(scope="module")
def empty(_server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    """An installation started without the demo shop."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    url = urlunsplit(urlsplit(_server_url)._replace(path=f"/{name}"))
    with psycopg.connect(_server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        running, said = start(tmp_path_factory.mktemp("empty"), url, MERCERY_DEMO="false")
        assert "Maison Aurelle" not in said
        found = [re.search(pattern, said) for pattern in (r"Shop +(http\S+)", r"Sign in +(\S+)", r"Password +(\S+)")]
        address, login, password = (one[1] for one in found if one)
        yield OpenShop(base=address, login=login, password=password, database_url=url)
        end(running)
        drop_database(connection, name)


async def steps_open(page: Page, shop: OpenShop) -> int:
    """How many steps of the checklist are not done."""
    await page.goto(f"{shop.base}/console/setup")
    return await page.get_by_text("Open", exact=True).count()


@pytest.fixture
def magazine(empty: OpenShop) -> Iterator[str]:
    """The address of a page elsewhere with nothing but the line in it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            line = f'<script src="{empty.base}/widget.js" data-shop="shop" data-lang="en" async></script>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<!doctype html><html lang="en"><title>Lin</title><h1>Linen</h1>{line}</html>'.encode())

        def log_message(self, *parts: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


async def test_from_an_empty_shop_to_the_first_true_answer(
    empty: OpenShop, page: Page, magazine: str, tmp_path: Path
) -> None:
    await empty.sign_in(page, "en")
    await expect(page.locator("h1")).to_contain_text("5 steps are left")
    assert await steps_open(page, empty) == 5

    # Name and languages.
    await page.goto(f"{empty.base}/console/settings#brand")
    await page.fill("input[name=name_en]", "Studio Lin")
    await page.fill("input[name=name_zh]", "林间工作室")
    await page.locator('form[action$="/settings/brand"] button').click()
    await expect(page.locator(".toasts")).to_contain_text("Saved")

    # Policies.
    for key, topic, title, statement, values in POLICIES:
        await page.goto(f"{empty.base}/console/settings/policies/new")
        await page.fill("input[name=key]", key)
        await page.select_option("select[name=topic]", topic)
        await page.fill("input[name=title_en]", title)
        await page.fill("textarea[name=statement_en]", statement)
        await page.fill("textarea[name=values]", values)
        await page.fill("input[name=reason]", "First wording")
        await page.get_by_role("button", name="Record version").click()
        await expect(page.locator("main")).to_contain_text(statement)

    # The catalogue, seen before it is written.
    export = tmp_path / "products_export.csv"
    export.write_text(EXPORT, encoding="utf-8")
    await page.goto(f"{empty.base}/console/import")
    await page.set_input_files("input[type=file]", export)
    await page.locator('form[action="/console/import"] button').last.click()
    await page.locator('form[action$="/apply"] button').click()
    await expect(page.locator("main")).to_contain_text(re.compile("applied|Applied|taken over|1 new|in the catalogue"))

    # The page that may show the assistant (here to staff, whom no hold-out keeps from it): looked at, allowed, looked at again, and opened.
    await page.goto(f"{empty.base}/console/embed")
    await page.fill("input[name=url]", magazine)
    await page.get_by_role("button", name="Check the page").click()
    await page.get_by_role("button", name=f"Allow {magazine.rstrip('/')}").click()
    await expect(page.locator("#check")).to_contain_text("The line stands in the page, and nothing forbids it.")
    assert await steps_open(page, empty) == 2
    await page.goto(f"{empty.base}/console/embed")
    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name="Open the page as staff").click()
    elsewhere = await opened.value
    await expect(elsewhere.locator(".launcher")).to_be_visible()
    assert elsewhere.url == magazine
    await elsewhere.close()
    assert await steps_open(page, empty) == 1

    # The first question, and the list is done.
    await page.goto(f"{empty.base}/en/p/linen-shopper")
    await page.locator("[data-mercery-ask]").first.click()
    for question, words in (("What does it cost?", "€89"), ("Can I send it back?", "within 21 days")):
        await page.locator(".panel textarea").fill(question)
        await page.locator(".panel textarea").press("Enter")
        await expect(page.locator(".answer").last).to_contain_text(words)
        await expect(page.locator(".replies")).to_be_visible()
    assert await steps_open(page, empty) == 0
    await expect(page.locator("h1")).to_contain_text("The shop is ready")
