"""Takes the README's pictures of a fresh demo shop anew: those that need no more than opening a page, and what is typed into
one. `import` needs a file changed by hand and is taken so. `video` waits until the worker has drawn the film, `live` until the
host says a price.

    MERCERY_HOME=/tmp/pictures MERCERY_PORT=8190 .venv/bin/mercery run
    .venv/bin/python tools/take_pictures.py http://127.0.0.1:8190 PASSWORD [NAME…]
"""

# ruff: noqa: T201

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER: Final = Path(__file__).parent.parent / "docs" / "pictures"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDE: Final = (1440, 900)
TALLER: Final = {"experiments": 960}
PHONE: Final = (390, 844)
ON_PHONE: Final = frozenset({"home-zh", "answer-zh", "detail"})
QUALITY: Final = 76
"""Of WebP: letters stay sharp, and a page of the console takes some 60 kB."""
_SETTLED_MS: Final = 1500
_PATIENCE_MS: Final = 90_000
Step = Callable[[Page], None]


def _open(address: str, words: str) -> Step:
    def step(page: Page) -> None:
        page.locator(f"main a[href*='{address}']", has_text=words).first.click()

    return step


def _until(address: str, words: str, until: str) -> Step:
    def step(page: Page) -> None:
        _open(address, words)(page)
        page.locator("main").get_by_text(until).first.wait_for(timeout=_PATIENCE_MS)

    return step


def _read_the_catalogue(page: Page) -> None:
    if page.get_by_role("button", name="Read the catalogue").count():
        page.get_by_role("button", name="Read the catalogue").click()
    page.get_by_role("button", name="Accept").first.wait_for(timeout=_PATIENCE_MS)


def _ask_about_the_piece(page: Page) -> None:
    page.get_by_text("Ask about this piece").first.click()
    page.get_by_placeholder("Ask about this piece").fill("Is it in stock in black, can I return it, and how big is it?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Talk to a person").wait_for(timeout=_PATIENCE_MS)


def _ask_the_guide(page: Page) -> None:
    page.locator("main textarea, main input[type=text]").first.fill(
        "A present for my mother, something in silk, up to 400 euros"
    )
    page.keyboard.press("Enter")


def _ask_in_chinese(page: Page) -> None:
    page.locator(".text-link", has_text="问问这件商品").first.click()
    page.get_by_placeholder("问问这件商品").fill("这款是什么材质，可以退货吗")
    page.keyboard.press("Enter")
    page.get_by_text("退货，第").first.wait_for(timeout=_PATIENCE_MS)


def _fill_the_bag(page: Page) -> None:
    page.get_by_role("button", name="Continue as Camille Perrin").click()
    for piece in ("vase-bouteille", "saddle-bag"):
        page.goto(f"{_root(page)}/en/p/{piece}")
        page.get_by_role("button", name="Add to bag").first.click()
        page.wait_for_timeout(_SETTLED_MS)
    page.locator(".shop-bag").click()
    page.locator("input[name=code]").fill("WELCOME60")
    page.get_by_role("button", name="Use it").click()
    page.wait_for_timeout(_SETTLED_MS)
    page.goto(f"{_root(page)}/en/cart")
    page.evaluate("scrollTo(0, 0)")


def _ask_for_a_return(page: Page) -> None:
    page.get_by_role("button", name="Continue as Hélène Roux").click()
    page.goto(f"{_root(page)}/en/p/saddle-bag")
    page.get_by_text("Ask about this piece").first.click()
    page.get_by_placeholder("Ask about this piece").fill("I would like to return the Court Sneaker")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes", exact=True).wait_for(timeout=_PATIENCE_MS)


def _show_the_size(page: Page) -> None:
    page.get_by_text("Size and weight").last.evaluate(
        "node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 150)"
    )


def _say_something_false(page: Page) -> None:
    page.locator("main a[href*='/content/pieces/']", has_text=re.compile(r"^\s*Saddle Bag\s*$")).last.click()
    passage = page.locator(".copy-passage:has(.copy-paragraph, .copy-lead)").first
    passage.hover()
    passage.locator(".copy-open").click()
    field = page.locator(".copy-edit textarea")
    field.fill(f"{field.input_value()} It weighs 640 g.")
    page.get_by_role("button", name="Save and check").click()
    page.locator(".copy-blocked").wait_for(timeout=_PATIENCE_MS)


def _open_a_tag(page: Page) -> None:
    _until_there(page, "main a[href*='/videos/']")
    page.locator("main a[href*='/videos/']").first.click()
    page.locator("mercery-video button.tag").first.click()


def _until_there(page: Page, what: str) -> None:
    """The worker may be at it still: the page is opened anew until it is there."""
    for _ in range(60):
        if page.locator(what).count():
            return
        page.wait_for_timeout(10_000)
        page.reload()


def _until_a_price_is_said(page: Page) -> None:
    page.locator(".live-caption", has_text="€").wait_for(timeout=3 * _PATIENCE_MS)


def _root(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


PAGES: Final[dict[str, tuple[str, Step | None]]] = {
    "home": ("/en", None),
    "home-zh": ("/zh", None),
    "answer": ("/en/p/saddle-bag?variant=SADDLE-BAG-BLACK", _ask_about_the_piece),
    "results": ("/en/search?q=a leather bag under €1,500 in black", None),
    "guide": ("/en/guide", _ask_the_guide),
    "overview": ("/console", None),
    "quality": ("/console/inspection", None),
    "review": ("/console/review", None),
    "rules": ("/console/settings/rules/packs/standard", None),
    "attributes": ("/console/content/attributes", _read_the_catalogue),
    "inbox": ("/console/inbox", _open("/console/inbox/", "Hélène")),
    "promotions": ("/console/promotions", _until("/sets/", "Member weekend", "Proposed repair")),
    "content": ("/console/content?lang=en", _say_something_false),
    "bag": ("/en/demo/sign-in", _fill_the_bag),
    "order": ("/en/demo/sign-in", _ask_for_a_return),
    "detail": ("/en/p/saddle-bag", _show_the_size),
    "answer-zh": ("/zh/p/saddle-bag", _ask_in_chinese),
    "video": ("/en/videos", _open_a_tag),
    "live": ("/en/live/winter-leather", _until_a_price_is_said),
    "experiments": (
        "/console/experiments",
        _open("/experiments/assistant-product-pages", ""),
    ),  # the last: a taller window
}
"""Name, address, and what is done there before the picture is taken."""


def take(page: Page, name: str, base: str) -> None:
    """Open the page, do its step, and keep the picture."""
    path, step = PAGES[name]
    if name in TALLER:
        page.set_viewport_size({"width": WIDE[0], "height": TALLER[name]})
    page.goto(base + path)
    if step is not None:
        step(page)
    page.wait_for_timeout(_SETTLED_MS)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)
    print(f"{name}: {(FOLDER / f'{name}.webp').stat().st_size // 1000} kB, {page.url}")


def main(base: str, password: str, names: list[str]) -> None:
    """Sign in and take the pictures named, else all."""
    browser_path = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=browser_path, args=arguments)
        page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]}, locale="en-GB")
        page.goto(f"{base}/console/login?lang=en")
        page.fill("input[name=email]", "owner@example.com")
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console")
        phone = browser.new_page(
            viewport={"width": PHONE[0], "height": PHONE[1]}, device_scale_factor=2, locale="zh-CN", has_touch=True
        )
        for name in names or list(PAGES):
            take(phone if name in ON_PHONE else page, name, base)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3:])
