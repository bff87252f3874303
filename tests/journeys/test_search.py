"""A shopper searches in their own words: limits read and counted, filters, a question answered above the results with its
evidence, and asked on in a conversation. In each language, on a desk and on a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect
from tests.journeys.conftest import OpenShop


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is typed and what must be read in one language."""

    typed: str
    completed: str
    search: str
    read_as: str
    best: str
    below: str
    colour: str
    question: str
    answer: str
    source: str
    about_shop: str
    policy: str
    unsure: str
    more: str


WAYS = {
    "en": Way(
        typed="work t", completed="Work Tote", search="a bag for work that fits a 13-inch laptop, under 1500 euro", read_as="Up to €1,500",
        best="Work Tote", below="below your limit", colour="Black", question="is the work tote fine for a 13-inch laptop",
        answer="Yes, the Work Tote takes a laptop of up to 13 in", source="catalogue",
        about_shop="can I return sale items", policy="within 30 days", unsure="purple helicopter",
        more="Ask more",
    ),
    "zh": Way(
        typed="通勤", completed="通勤托特包", search="能放13寸电脑的包 1500欧以内", read_as="€1,500 以内",
        best="通勤托特包", below="比预算低", colour="黑色", question="通勤托特包能放下13寸电脑吗",
        answer="13", source="商品资料",
        about_shop="打折商品可以退货吗", policy="30 天", unsure="紫色直升机", more="继续问",
    ),
}  # fmt: skip
PLACES = [
    ("en", 1440),
    ("zh", 390),
    *(pytest.param(*one, marks=pytest.mark.slow) for one in (("en", 390), ("zh", 1440))),
]


async def no_sideways(page: Page) -> None:
    """The page is not wider than the screen."""
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def search(page: Page, words: str) -> None:
    """Put these words into the field of the results page."""
    await page.fill("#query", words)
    await page.press("#query", "Enter")
    await expect(page.locator(".query-words")).to_have_text(words)


@pytest.mark.parametrize(("lang", "width"), PLACES)
async def test_searching_filtering_and_asking(shop: OpenShop, browser: Browser, lang: str, width: int) -> None:
    way, problems = WAYS[lang], list[str]()
    context = await browser.new_context(viewport={"width": width, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(30_000)
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)

    # What is typed is completed with pieces and their prices.
    await page.goto(f"{shop.base}/{lang}")
    await page.locator("#ask-big").click()
    await page.locator("#ask-big").press_sequentially(way.typed)
    line = page.locator(".suggest-pieces .suggest-line", has_text=way.completed)
    await expect(line).to_contain_text("€1,390")

    # Limits are read, each can be taken away; the best fit shows how it meets them and from where that is known.
    await page.fill("#ask-big", way.search)
    await page.press("#ask-big", "Enter")
    await expect(page.locator(".read-as .limit", has_text=way.read_as)).to_be_visible()
    best = page.locator(".best")
    await expect(best.locator("h2")).to_have_text(way.best)
    await expect(best.locator(".fit")).to_contain_text("€1,390")
    await expect(best.locator(".fit .claim").first).to_be_visible()
    await expect(page.locator(".ranking")).to_be_visible()
    await no_sideways(page)

    # Facets have counts that hold what they promise; a choice stands as a chip and can be taken back.
    await page.goto(f"{shop.base}/{lang}/search?q={'bag' if lang == 'en' else '包'}")
    await page.locator(".filters-sheet summary").click()
    choice = page.locator('.filter-choice:has(input[name="colour"])', has_text=re.compile(f"^{way.colour}"))
    count = int(await choice.locator(".numeric").inner_text())
    await choice.click()
    chip = page.locator(".limits .limit", has_text=way.colour)
    await expect(chip).to_be_visible()
    await expect(page.locator(".read-as-count")).to_contain_text(re.compile(rf"(?:^|\D){count}\D"))
    if width < 800:
        await page.locator(".filters-send button").click()
    await chip.click()
    await expect(chip).to_have_count(0)

    # A question is answered above the results, every claim with its source.
    await search(page, way.question)
    answer = page.locator("#found-answer")
    await expect(answer.locator(".found-answer-text")).to_contain_text(way.answer)
    await expect(answer.locator(".chip").first).to_contain_text(way.source)
    await answer.locator(".claim").first.click()
    await expect(page.locator("dialog.drawer[open]")).to_contain_text(way.source)
    await page.keyboard.press("Escape")
    await expect(page.locator("h2 a", has_text=way.best).first).to_be_visible()
    await no_sideways(page)

    # One about the shop too, from its policies; and it goes on as a conversation.
    await search(page, way.about_shop)
    await expect(answer.locator(".found-answer-text")).to_contain_text(way.policy)
    await answer.get_by_text(way.more).click()
    await expect(page.locator(".panel .bubble").last).to_have_text(way.about_shop)
    await expect(page.locator(".panel .answer").last).to_contain_text(way.policy)
    await page.keyboard.press("Escape")

    # Where nothing is found nothing is invented.
    await search(page, way.unsure)
    await expect(page.locator(".nothing h2")).to_contain_text(way.unsure)
    await expect(answer.locator(".found-answer")).to_have_count(0)
    await no_sideways(page)
    await context.close()
    assert problems == []
