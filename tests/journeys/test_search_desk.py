"""From the report of searches to a synonym and a rule, each seen before it is kept, and then by a visitor."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect
from tests.journeys.conftest import OpenShop


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is pressed and read in one language."""

    found_nothing: str
    turned: str
    synonym: str
    look: str
    keep: str
    searched: str
    piece: str
    without: str
    with_it: str
    pinned: str
    why: str
    keep_rule: str
    off: str


WAYS = {
    "en": Way(
        found_nothing="who searched found nothing", turned="Let sunnies find sunglasses too", synonym="sunnies → sunglasses",
        look="See what would change", keep="Keep it", searched="earrings", piece="Source Studs",
        without="Without it", with_it="With it", pinned="pinned", why="Emeralds are the season’s stone.",
        keep_rule="Keep the rule", off="Switch off",
    ),
    "zh": Way(
        found_nothing="曾一无所获", turned="让“墨镜”也搜索“太阳镜”", synonym="墨镜 → 太阳镜",
        look="查看变化", keep="保存", searched="耳环", piece="Source 祖母绿耳钉",
        without="无此规则", with_it="有此规则", pinned="固定", why="祖母绿是本季主打。",
        keep_rule="保存规则", off="停用",
    ),
}  # fmt: skip


async def first_piece(browser: Browser, shop: OpenShop, lang: str, query: str) -> str:
    """What a visitor is shown first."""
    context = await browser.new_context()
    visitor = await context.new_page()
    await visitor.goto(f"{shop.base}/{lang}/search?q={query}")
    # The best fit stands above the tiles, in a place of its own.
    name = await visitor.locator(".best-head h2, .tile-name").first.inner_text()
    await context.close()
    return name


async def comes_first(browser: Browser, shop: OpenShop, lang: str, way: Way, *, wanted: bool) -> bool:
    """Whether the piece comes first, or does not, within a few seconds: a web process asks anew what the desk says once
    its last answer has grown old."""
    for _ in range(8):
        if (way.piece in await first_piece(browser, shop, lang, way.searched)) is wanted:
            return True
        await asyncio.sleep(0.5)
    return False


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), pytest.param("zh", 390, marks=pytest.mark.slow)])
async def test_what_visitors_miss_becomes_a_synonym_and_a_rule(
    shop: OpenShop, browser: Browser, page: Page, lang: str, width: int
) -> None:
    way = WAYS[lang]
    await page.set_viewport_size({"width": width, "height": 900})
    await shop.sign_in(page, lang) if width > 640 else await sign_in_on_a_phone(shop, page, lang)
    await page.goto(f"{shop.base}/console/search?lang={lang}")
    await expect(page.locator("h1")).to_contain_text(way.found_nothing)
    await page.get_by_role("link", name=way.turned).click()
    await page.get_by_role("button", name=way.look).click()
    await page.get_by_role("button", name=way.keep, exact=True).click()
    await expect(page.locator("tbody a").filter(has_text=way.synonym)).to_be_visible()

    await page.goto(f"{shop.base}/console/search/rules?lang={lang}")
    await page.keyboard.press("n")
    await expect(page.locator("#f-queries")).to_be_visible()
    await page.fill("#f-queries", way.searched)
    await page.fill("#f-piece", way.piece)
    await page.fill("#f-reason", way.why)
    await page.locator("button[value=look]").click()
    after = page.get_by_role("region", name=way.with_it, exact=True)
    await expect(after.locator("tbody tr").first).to_contain_text(way.piece)
    await expect(after.locator("tbody tr").first).to_contain_text(way.pinned)
    before = page.get_by_role("region", name=way.without, exact=True)
    await expect(before.locator("tbody tr").first).not_to_contain_text(way.piece)
    await page.get_by_role("button", name=way.keep_rule).click()
    kept = page.get_by_role("row").filter(has_text=way.piece)
    await expect(kept).to_be_visible()
    assert await comes_first(browser, shop, lang, way, wanted=True)

    await kept.get_by_role("link").first.click()
    await page.get_by_role("button", name=way.off).click()
    await expect(page.get_by_role("row").filter(has_text=way.piece)).to_have_count(0)
    assert await comes_first(browser, shop, lang, way, wanted=False)


async def sign_in_on_a_phone(shop: OpenShop, page: Page, lang: str) -> None:
    """The menu is folded there."""
    await page.goto(f"{shop.base}/console?lang={lang}")
    await page.fill("input[name=email]", shop.login)
    await page.fill("input[name=password]", shop.password)
    await page.press("input[name=password]", "Enter")
    await page.wait_for_selector("main h1")
