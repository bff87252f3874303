"""A brief becomes a piece, a person's sentence is blocked with its reason, code's line takes its place, customers read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect
from tests.journeys.conftest import OpenShop
from tests.journeys.test_search_desk import sign_in_on_a_phone

HANDLE = "saddle-bag-mini"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is typed, pressed and read in one language."""

    find: str
    write: str
    false: str
    save: str
    why: str
    use: str
    true: str
    publish: str
    yes: str
    published: str


WAYS = {
    "en": Way(
        find="petite saddle", write="Write", false=" It weighs 300 g.", save="Save and check",
        why="“300 g” is not its weight", use="Use this line", true="460 g", publish="Publish", yes="Yes, go on",
        published="Published.",
    ),
    "zh": Way(
        find="小号马鞍包", write="开始撰写", false="重 300 克。", save="保存并核对", why="已拦下。", use="采用此句", true="460 克",
        publish="发布", yes="确认", published="已发布",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), pytest.param("zh", 390, marks=pytest.mark.slow)])
async def test_from_a_brief_to_the_shop_s_page(shop: OpenShop, page: Page, lang: str, width: int) -> None:
    way = WAYS[lang]
    await page.set_viewport_size({"width": width, "height": 900})
    await shop.sign_in(page, lang) if width > 640 else await sign_in_on_a_phone(shop, page, lang)
    await write_a_product_page(page, shop, way, lang)

    publish = page.get_by_role("button", name=way.publish, exact=True)
    await expect(publish).to_be_enabled()
    await say_something_false(page, way)
    blocked = page.locator(".copy-blocked")
    await expect(blocked).to_have_count(1)
    await expect(blocked).to_contain_text(way.why)
    await expect(publish).to_be_disabled()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width

    line = (await blocked.locator(".copy-instead .claim-text").inner_text()).strip()
    assert line == way.true
    await blocked.get_by_role("button", name=re.compile(way.use)).click()
    await expect(blocked).to_have_count(0)
    await expect(page.locator(".copy")).to_contain_text(way.true)
    await publish.click()
    await page.locator("#confirm").get_by_role("button", name=way.yes).click()
    await expect(page.locator(".toast")).to_contain_text(way.published)

    said = (
        await page.locator(".copy-paragraph, .copy-lead").first.locator(".copy-sentence .claim-text").first.inner_text()
    )
    await page.goto(f"{shop.base}/{lang}/p/{HANDLE}#written")
    await expect(page.locator("#written")).to_contain_text(said)
    await expect(page.locator("#written")).not_to_contain_text(way.false.strip())
    await expect(page.locator("#written .claim").first).to_be_visible()


async def write_a_product_page(page: Page, shop: OpenShop, way: Way, lang: str) -> None:
    """Find the bag, ask for a product page in the language, and have it written."""
    await page.goto(f"{shop.base}/console/content/new?lang={lang}")
    await page.fill("#f-find", way.find)
    await page.locator("#goods-found").get_by_role("button", name=re.compile(way.find, re.IGNORECASE)).first.click()
    await expect(page.locator(".goods-picked li")).to_have_count(1)
    if lang == "zh":
        await page.get_by_role("checkbox", name="English", exact=True).uncheck()
        await page.get_by_role("checkbox", name="中文", exact=True).check()
    await page.get_by_role("button", name=way.write, exact=True).click()
    await page.wait_for_url(re.compile("/console/content/pieces/"))


async def say_something_false(page: Page, way: Way) -> None:
    """Add a sentence to a passage."""
    passage = page.locator(".copy-passage:has(.copy-paragraph, .copy-lead)").first
    await passage.hover()
    await passage.locator(".copy-open").click()
    field = page.locator(".copy-edit textarea")
    await field.fill(await field.input_value() + way.false)
    await page.get_by_role("button", name=way.save).click()
