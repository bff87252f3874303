"""Every page of the console on a desk and on a phone, in both languages: whole, without sideways scroll or errors."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser
from tests.journeys.conftest import OpenShop

PAGES = (
    "/console",
    "/console?span=30",
    "/console/inbox",
    "/console/inbox?segment=closed",
    "/console/answers",
    "/console/answers/gift-wrap",
    "/console/products",
    "/console/search",
    "/console/search/queries?show=nothing",
    "/console/search/query?q=handbag",
    "/console/search/synonyms",
    "/console/search/synonyms/new?kind=finds&words=handbag&finds=tote",
    "/console/search/rules",
    "/console/search/rules/new?queries=handbag",
    "/console/reviews",
    "/console/reviews?state=shown",
    "/console/import",
    "/console/live",
    "/console/live/new",
    "/console/live/voice",
    "/console/experiments",
    "/console/experiments/new",
    "/console/experiments/assistant-product-pages",
    "/console/experiments/search",
    "/console/settings",
    "/console/settings/policies",
    "/console/settings/policies/returns",
    "/console/settings/rules",
    "/console/settings/rules/return_items",
    "/console/settings/rules/packs/standard",
    "/console/channels",
    "/console/embed",
    "/console/staff",
    "/console/audit",
    "/console/setup",
    "/console/account",
    "/console/patterns",
)


@pytest.mark.parametrize(
    ("lang", "width", "scheme"),
    [
        ("zh", 390, "dark"),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in (("en", 390, "light"), ("zh", 1440, "light"))),
    ],
)
async def test_pages_fit_and_speak_the_language(
    shop: OpenShop, browser: Browser, lang: str, width: int, scheme: str
) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(f"{shop.base}/console/login")
    await page.fill("input[name=email]", shop.login)
    await page.fill("input[name=password]", shop.password)
    await page.press("input[name=password]", "Enter")
    await page.wait_for_selector("main h1")
    await page.goto(f"{shop.base}/console?lang={lang}")
    for path in PAGES:
        answer = await page.goto(shop.base + path)
        assert answer is not None and answer.status == 200, path
        over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} is {over} px too wide at {width} px"
        assert await page.evaluate("document.documentElement.lang.slice(0, 2)") == lang, path
    await context.close()
    assert problems == []
