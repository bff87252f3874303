"""The assistant as one script on a page of another origin: where the shop allows it, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.async_api import Browser, Page, expect
from tests.journeys.conftest import PATIENCE, OpenShop

QUESTION = {
    "en": ("What is the Saddle Bag made of?", "full-grain calfskin"),
    "zh": ("马鞍包是什么材质？", "全粒面小牛皮"),
}


@pytest.fixture
def magazine(shop: OpenShop) -> Iterator[str]:
    """A page elsewhere, under a strict policy of its own, with nothing but the snippet."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lang = self.path.strip("/")
            html = (
                f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><meta name="viewport" '
                f'content="width=device-width"><title>Magazine</title><h1>A magazine</h1>'
                f'<script src="{shop.base}/widget.js" data-shop="aurelle" data-lang="{lang}" async></script></html>'
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = f"default-src 'none'; script-src {shop.base}; connect-src {shop.base}; img-src {shop.base}"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *parts: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def allow(shop: OpenShop, browser: Browser, origin: str) -> None:
    """The owner names the page in the settings."""
    desk = await browser.new_context()
    page = await desk.new_page()
    await shop.sign_in(page, "en")
    await page.goto(f"{shop.base}/console/settings")
    await page.locator("textarea[name=embed_origins]").fill(origin)
    await page.locator('form[action$="/addresses"] button').click()
    await expect(page.locator(".toasts")).to_contain_text("Saved")
    await desk.close()


async def test_a_page_the_shop_has_not_named_is_refused_and_told_how_to_be_let_in(
    shop: OpenShop, magazine: str, page: Page
) -> None:
    async with page.expect_console_message(lambda told: "Sites that may show the assistant" in told.text) as told:
        await page.goto(f"{magazine}/en")
    assert magazine in (await told.value).text
    assert await page.locator("mercery-assistant").count() == 0


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
async def test_a_named_page_gets_true_answers_and_keeps_the_conversation(
    shop: OpenShop, browser: Browser, magazine: str, page: Page, lang: str
) -> None:
    await allow(shop, browser, magazine)
    question, words = QUESTION[lang]
    await page.goto(f"{magazine}/{lang}")
    await page.locator(".launcher").click()
    await page.locator(".panel textarea").fill(question)
    await page.locator(".panel textarea").press("Enter")
    answer = page.locator(".answer").last
    await expect(answer).to_contain_text(words)
    await expect(answer.locator(".chip").first).to_be_visible(timeout=PATIENCE)
    assert await page.context.cookies() == []
    await page.reload()
    await page.locator(".launcher").click()
    await expect(page.locator(".bubble")).to_have_text(question)
    await expect(page.locator(".answer").last).to_contain_text(words)
