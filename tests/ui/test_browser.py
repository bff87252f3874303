"""The pattern page in a real browser under the real policy: no violation, nothing sideways, keys and overlays work."""

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.async_api import Browser, Page

from mercery.core.i18n import is_lang
from mercery.ui.manifest import DIST
from mercery.ui.page_context import PageContext, ShopFace
from mercery.ui.patterns import render_patterns
from mercery.ui.shop_colour import shop_stylesheet

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = self._answer()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> tuple[str, bytes]:
        if found := re.match(r"/assets/shop/(\w+)\.css", self.path):
            return "text/css", shop_stylesheet(found[1]).encode()
        if self.path.startswith("/assets/"):
            file = DIST / self.path.removeprefix("/assets/")
            return KINDS[file.suffix], file.read_bytes()
        lang = self.path.strip("/")
        shop = ShopFace(name="Maison Aurelle", colour="#6A1C28")
        return "text/html; charset=utf-8", render_patterns(
            PageContext(lang=lang if is_lang(lang) else "en", csrf_token="token", shop=shop)
        ).encode()

    def log_message(self, *arguments: object) -> None:
        """Keep the test output quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


PLACES = [(width, lang, scheme) for width in (320, 390, 1440) for lang in ("en", "zh") for scheme in ("light", "dark")]
QUICK = ((320, "en", "dark"), (390, "zh", "light"), (1440, "en", "light"), (1440, "zh", "dark"))


@pytest.mark.parametrize(
    ("width", "lang", "scheme"),
    [pytest.param(*one, marks=() if one in QUICK else pytest.mark.slow) for one in PLACES],
)
async def test_nothing_sideways_and_no_complaint(
    browser: Browser, address: str, lang: str, scheme: str, width: int
) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{address}/{lang}", wait_until="networkidle")
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    ground = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(244, 246, 243)" if scheme == "light" else "rgb(15, 20, 18)")
    assert await page.evaluate("document.fonts.check('16px \"Inter Variable\"')")
    assert complaints == []
    await context.close()


async def test_drawer_opens_traps_focus_and_closes(page: Page, address: str) -> None:
    await page.goto(f"{address}/en", wait_until="networkidle")
    opener = page.locator('[data-opens="pattern-drawer"]').first
    await opener.click()
    drawer = page.locator("#pattern-drawer")
    assert await drawer.is_visible()
    assert await page.evaluate("document.activeElement.closest('dialog')?.id") == "pattern-drawer"
    await page.keyboard.press("Escape")
    assert not await drawer.is_visible()
    assert await opener.evaluate("element => element === document.activeElement")


async def test_keys_walk_rows_and_are_silent_in_fields(page: Page, address: str) -> None:
    await page.goto(f"{address}/en", wait_until="networkidle")
    await page.locator("#day-reply").focus()
    await page.keyboard.press("j")
    assert await page.locator("[data-walked]").count() == 0
    assert "j" in await page.locator("#day-reply").input_value()
    await page.locator("#day-reply").blur()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    assert "Swimming" in await page.locator("[data-walked]").inner_text()


async def test_claim_leads_to_its_source_by_keyboard(page: Page, address: str) -> None:
    await page.goto(f"{address}/en", wait_until="networkidle")
    await page.evaluate(
        "window.asked = []; document.addEventListener('mercery:source', e => asked.push(e.detail.fact))"
    )
    await page.locator('.claim[data-fact="day1"]').focus()
    await page.keyboard.press("Enter")
    assert await page.evaluate("asked") == ["day1"]


async def test_confirm_asks_before_a_form_goes(page: Page, address: str) -> None:
    await page.goto(f"{address}/en", wait_until="networkidle")
    await page.evaluate(
        "window.sent = 0; document.addEventListener('submit', e => {"
        " if (e.target.method !== 'dialog') { sent += 1; e.preventDefault(); } })"
    )
    await page.get_by_role("button", name="Withdraw").first.click()
    dialog = page.locator("#confirm")
    assert "Withdraw this answer?" in await dialog.inner_text()
    await dialog.get_by_role("button", name="Cancel").click()
    await dialog.wait_for(state="hidden")
    assert await page.evaluate("sent") == 0
