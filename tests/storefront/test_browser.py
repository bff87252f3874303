"""A shopper's way through the shop in a real browser, in both languages, with and without scripts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.async_api import Browser, Page, expect

LABELS = {
    "en": {"filter": "Filter", "buy": "Add to bag", "bag": "Your bag", "in_bag": "is in your bag"},
    "zh": {"filter": "筛选", "buy": "加入购物袋", "bag": "购物袋", "in_bag": "已放入购物袋"},
}
QUERIES = {"en": ("slingback", "Giulia Slingback"), "zh": ("露跟鞋", "朱莉亚露跟鞋")}
PAGES = (
    "", "/c/bags", "/search?q=black+calfskin+bag+under+1500+euros", "/search?q=what+is+the+saddle+bag+made+of",
    "/search?q=helicopter", "/p/giulia-slingback", "/cart", "/policies",
)  # fmt: skip


async def buy(page: Page, address: str, lang: str) -> None:
    """Find a piece by search, choose colour and size, put it into the bag."""
    query, name = QUERIES[lang]
    await page.goto(f"{address}/{lang}")
    await page.fill("#ask-big", query)
    await page.press("#ask-big", "Enter")
    await page.get_by_role("link", name=name).first.click()
    await expect(page.locator("h1")).to_have_text(name)
    await page.locator(".choose").first.locator("a").nth(1).click()
    await expect(page).to_have_url(re.compile("BLACK"))
    await page.get_by_role("link", name="38", exact=True).click()
    await expect(page).to_have_url(re.compile("BLACK-38"))
    await page.get_by_role("button", name=LABELS[lang]["buy"]).click()


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.slow), "zh"])
async def test_a_piece_is_found_chosen_bought_and_changed(page: Page, address: str, lang: str) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    await buy(page, address, lang)
    await expect(page.locator(".toasts")).to_contain_text(LABELS[lang]["in_bag"])
    await page.locator(".shop-bag").click()
    await expect(page.locator("h1")).to_have_text(LABELS[lang]["bag"])
    await page.locator(".bag-quantity select").select_option("2")
    await expect(page.locator(".bag-grand dd")).to_have_text("€1,180")
    assert problems == []


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
async def test_the_same_without_scripts(browser: Browser, address: str, lang: str) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await buy(page, address, lang)
    await page.goto(f"{address}/{lang}/cart")
    await page.locator(".bag-quantity select").select_option("2")
    await page.locator(".bag-quantity button").click()
    await expect(page.locator(".bag-grand dd")).to_have_text("€1,180")
    await context.close()


async def test_filters_change_the_list_at_once_and_stay_open(page: Page, address: str) -> None:
    await page.goto(f"{address}/en/c/bags")
    await page.locator("summary", has_text="Filter").click()
    await page.locator("label.filter-choice", has_text="Black").click()
    await expect(page.locator(".listing-results .tile")).to_have_count(3)
    await expect(page).to_have_url(re.compile("colour=black"))
    await expect(page.locator(".filters-sheet[open]")).to_have_count(1)


async def test_a_reading_can_be_taken_away(page: Page, address: str) -> None:
    await page.goto(f"{address}/en/search?q=black+bag")
    await page.locator(".read-as .limit", has_text="Black").click()
    await expect(page).to_have_url(re.compile("as=colour"))
    await expect(page.locator(".read-as .limit:not(.limit-back)", has_text="Black")).to_have_count(0)
    await page.locator(".limit-back", has_text="black").click()
    await expect(page.locator(".read-as .limit:not(.limit-back)", has_text="Black")).to_be_visible()


async def test_a_stitched_line_leads_to_its_source(page: Page, address: str) -> None:
    await page.goto(f"{address}/en/p/saddle-bag")
    await page.locator("dd a.claim").first.click()
    await expect(page.locator(".source-chip[data-shown]")).to_contain_text("catalogue")


async def test_completion_is_chosen_by_keyboard(page: Page, address: str) -> None:
    await page.goto(f"{address}/en")
    await page.locator("#ask-big").press_sequentially("saddle")
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.press("#ask-big", "ArrowDown")
    await page.press("#ask-big", "Enter")
    await expect(page.locator("h1")).to_have_text("Saddle Bag")


@pytest.mark.parametrize("width", [800, 1280])
async def test_categories_and_wordmark_never_touch(browser: Browser, address: str, width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 900})
    page = await context.new_page()
    for lang in ("en", "zh"):
        await page.goto(f"{address}/{lang}")
        boxes = await page.evaluate(
            """() => [...document.querySelectorAll(".shop-nav a, .shop-wordmark, .shop-tools > *, .shop-find")]
              .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect())
              .map((one) => [one.left, one.top, one.right, one.bottom])"""
        )
        for at, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, (lang, width, (left, top, right, bottom), other)
    await context.close()


@pytest.mark.parametrize("width", [320, pytest.param(768, marks=pytest.mark.slow), 1440])
async def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 844})
    page = await context.new_page()
    for lang in ("en", "zh"):
        for path in PAGES:
            await page.goto(f"{address}/{lang}{path}")
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (lang, path, wide)
    await context.close()


async def test_pictures_have_texts_fields_have_labels_and_headings_go_in_order(page: Page, address: str) -> None:
    for path in PAGES:
        await page.goto(f"{address}/en{path}")
        found = await page.evaluate(
            """() => ({
              noAlt: [...document.images].filter((one) => !one.hasAttribute("alt")).length,
              unlabelled: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((one) =>
                !one.labels?.length && !one.getAttribute("aria-label")).map((one) => one.outerHTML),
              nameless: [...document.querySelectorAll("a[href], button")].filter((one) =>
                !one.closest("[aria-hidden=true]") && !one.matches("[aria-hidden=true]") &&
                !(one.textContent.trim() || one.getAttribute("aria-label") || one.querySelector("img[alt]:not([alt=''])"))
              ).map((one) => one.outerHTML.slice(0, 120)),
              levels: [...document.querySelectorAll("main :is(h1,h2,h3,h4)")].map((one) => Number(one.tagName[1])),
            })"""
        )
        assert found["noAlt"] == 0 and found["unlabelled"] == [] and found["nameless"] == [], (path, found)
        levels = found["levels"]
        assert levels[0] == 1, (path, levels)
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


async def panel_of(browser: Browser, address: str, width: int) -> Page:
    """The page of a piece with the open panel, for a visitor who is not kept from it."""
    for _ in range(8):
        context = await browser.new_context(viewport={"width": width, "height": 844})
        page = await context.new_page()
        await page.goto(f"{address}/en/p/saddle-bag")
        if await page.locator(".dock").count():
            await page.locator("[data-mercery-ask]").first.click()
            await expect(page.locator(".panel")).to_be_visible()
            return page
        await context.close()
    raise AssertionError("no visitor met the panel")


@pytest.mark.parametrize("width", [1024, 1440])
async def test_beside_the_page_the_panel_covers_neither_price_nor_button(
    browser: Browser, address: str, width: int
) -> None:
    page = await panel_of(browser, address, width)
    await page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    panel, composer = await page.locator(".panel").bounding_box(), await page.locator(".composer").bounding_box()
    assert panel and composer and panel["width"] in (423, 424) and composer["y"] + composer["height"] <= 844
    for place in (".piece-price", ".buy .button"):
        box = await page.locator(place).bounding_box()
        assert box and box["x"] + box["width"] <= panel["x"], place
    await page.keyboard.press("Escape")
    await expect(page.locator(".panel")).to_be_hidden()
    await expect(page.locator("[data-mercery-ask]").first).to_be_focused()


async def test_above_the_sheet_of_a_phone_the_piece_stays_in_view(browser: Browser, address: str) -> None:
    page = await panel_of(browser, address, 390)
    await page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    sheet, picture = await page.locator(".panel").bounding_box(), await page.locator(".gallery-main").bounding_box()
    assert sheet and picture and picture["y"] >= 0 and picture["y"] + picture["height"] <= sheet["y"] + 2
    assert picture["height"] >= 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_from_their_ground(browser: Browser, address: str, scheme: str) -> None:
    # Colours fade in; what is measured is where they end.
    context = await browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = await context.new_page()
    for path in PAGES:
        await page.goto(f"{address}/en{path}")
        assert await page.evaluate(CONTRAST) == [], path
    await context.close()


CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (text) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((one) => { const x = one / 255;
    return x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; }).reduce((sum, one, at) => sum + one * [.2126, .7152, .0722][at], 0);
  const ground = (one) => { for (let at = one; at; at = at.parentElement) { const seen = rgb(getComputedStyle(at).backgroundColor);
    if (seen[3] === 255) return seen; } return [255, 255, 255, 255]; };
  const poor = [];
  const walker = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !one.checkVisibility?.() || one.closest("script, style, .visually-hidden, [disabled], .ground, .skip-link, svg")) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) poor.push(`${walker.currentNode.data.trim().slice(0, 40)} ${ratio.toFixed(2)}`);
  }
  return poor;
}"""
