"""A customer is guided to a piece: a wish in her own words, two criticisms, one of them a press on a card, and the piece in
the variant she was shown lies in her bag. On the guide's page and in the panel, in each language, wide and narrow."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Locator, Page, expect
from tests.journeys.conftest import PATIENCE, OpenShop


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is said and what must be read in one language."""

    wish: str
    laptop: str
    """The chip of what was understood."""
    question: str
    """Asked in the middle, of one piece."""
    criticism: str
    cheaper: str
    colour: str
    """How the button for another colour begins."""
    add: str
    compare: str
    price: str


WAYS = {
    "en": Way(
        wish="a bag for work that takes a laptop, up to 1500 euros",
        laptop="Takes a laptop",
        question="What is the Work Tote made of?",
        criticism="cheaper",
        cheaper="Cheaper",
        colour="In ",
        add="Add to bag",
        compare="Compare",
        price="Price",
    ),
    "zh": Way(
        wish="想买一只上班用的包，能放电脑，1500 欧以内",
        laptop="可放笔记本电脑",
        question="通勤托特包是什么材质？",
        criticism="便宜一点的",
        cheaper="便宜一些",
        colour="要",
        add="加入购物袋",
        compare="对比",
        price="价格",
    ),
}
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


def amount(text: str) -> float:
    """The first amount of a text."""
    found = re.search(r"€\s?([\d,]+(?:\.\d+)?)", text)
    assert found, text
    return float(found[1].replace(",", ""))


async def opened(browser: Browser, size: str) -> Page:
    width, height = SIZES[size]
    context = await browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE)
    return await context.new_page()


async def no_sideways_scrolling(page: Page) -> None:
    width = await page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], "the page scrolls sideways"


async def told(page: Page, press: Locator) -> None:
    """Press, and wait until the page has the next answer."""
    before = await page.locator("#guide input[name=client_key]").first.get_attribute("value")
    await press.click()
    changed = page.locator(f'#guide input[name=client_key]:not([value="{before}"])')
    await expect(changed.first).to_be_attached()


@pytest.mark.parametrize(
    ("lang", "size"),
    [
        ("en", "wide"),
        ("zh", "narrow"),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in (("en", "narrow"), ("zh", "wide"))),
    ],
)
async def test_a_guided_purchase_on_the_page(browser: Browser, shop: OpenShop, lang: str, size: str) -> None:
    way, page = WAYS[lang], await opened(browser, size)
    await page.goto(f"{shop.base}/{lang}/guide?q={way.wish}")
    offers = page.locator(".guide-offer")
    await expect(offers.first).to_be_visible()
    assert 1 <= await offers.count() <= 4
    await expect(page.locator(".guide-wishes")).to_contain_text(way.laptop)
    await expect(offers.first.locator(".claim").first).to_be_visible()
    await no_sideways_scrolling(page)
    assert "q=" not in page.url, "loading the page again says nothing twice"

    # A question about one piece is answered from its facts; what was offered stays.
    await page.fill("#guide-text", way.question)
    await told(page, page.locator(".guide-tell button:not([data-voice])").last)
    await expect(page.locator(".guide-answer .claim").first).to_be_visible()
    await expect(page.locator(".guide-wishes")).to_contain_text(way.laptop)

    # The first criticism, on a card: something cheaper than the dearest.
    prices = [amount(await one.inner_text()) for one in await page.locator(".guide-offer .price").all()]
    dearest = prices.index(max(prices))
    await told(page, offers.nth(dearest).get_by_role("button", name=re.compile("cheaper|便宜", re.I)))
    prices = [amount(await one.inner_text()) for one in await page.locator(".guide-offer .price").all()]
    assert prices and max(prices) < 1500

    # The second: the same piece in another colour.
    press = offers.locator(".guide-says button", has_text=re.compile(f"^{way.colour}")).first
    colour = (await press.inner_text()).removeprefix(way.colour).strip()
    await told(page, press)
    await expect(offers.first).to_contain_text(re.compile(colour, re.I))
    name = await offers.first.locator("h3").inner_text()

    # Into the bag, in just that colour, and the bag has it.
    await offers.first.get_by_role("button", name=re.compile(way.add if lang == "zh" else "Add .* to bag")).click()
    await expect(page.locator("#bag-count")).to_contain_text("1")
    await page.locator(".shop-bag").click()
    await expect(page.locator(".bag-line")).to_contain_text(name)
    await expect(page.locator(".bag-line")).to_contain_text(re.compile(colour, re.I))
    await page.context.close()


@pytest.mark.parametrize(("lang", "size"), [("en", "wide"), pytest.param("zh", "narrow", marks=pytest.mark.slow)])
async def test_a_guided_purchase_in_the_panel(browser: Browser, shop: OpenShop, lang: str, size: str) -> None:
    way, page = WAYS[lang], await opened(browser, size)
    await page.goto(f"{shop.base}/{lang}")
    panel = page.locator("[data-mercery]")
    await page.evaluate("question => window.mercery.open({ question })", way.wish)
    cards = panel.locator(".card-offer")
    await expect(cards.first).to_be_visible()
    await expect(panel.locator(".wishes")).to_contain_text(way.laptop)
    shown = await cards.count()

    # A chip taken away is a turn; so is a word of criticism.
    await panel.locator("textarea").fill(way.criticism)
    await page.keyboard.press("Enter")
    await expect(panel.locator(".answer")).to_have_count(2)
    await expect(panel.locator(".answer").last.locator(".card, .answer-text").first).to_be_visible()

    # Side by side, from the first offers.
    await cards.first.get_by_role("button", name=re.compile("Compare|对比")).click()
    table = panel.locator(".table table")
    await expect(table).to_be_visible()
    await expect(table).to_contain_text(way.price)
    assert await table.locator("thead th").count() == shown

    # The variant of the card goes into the bag of the page.
    await cards.first.get_by_role("button", name=way.add).click()
    await expect(page.locator("#bag-count")).to_contain_text("1")
    await no_sideways_scrolling(page)
    await page.context.close()
