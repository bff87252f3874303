"""An associate chooses pieces with the guide and shares them; the client opens the link on a phone and puts one into the
bag; the associate sees it. In each language, at a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect
from tests.journeys.conftest import PATIENCE, OpenShop

WORDS = {
    "en": ("a bag for work that takes a laptop", "Look", "Make the link", "Add to bag", "a piece lies in the bag"),
    "zh": ("上班用的包，能放电脑", "挑选", "生成链接", "加入购物袋", "有商品加入购物袋"),
}
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"


async def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), pytest.param("zh", 390, marks=pytest.mark.slow)])
async def test_pieces_are_chosen_shared_and_put_into_a_bag(
    page: Page, browser: Browser, shop: OpenShop, lang: str, width: int
) -> None:
    wish, look, share, add, became = WORDS[lang]
    await page.set_viewport_size({"width": width, "height": 900})
    await shop.sign_in(page, lang) if width > 1000 else await sign_in_on_a_phone(page, shop, lang)
    await page.goto(f"{shop.base}/console/clients?lang={lang}")
    await fits(page)
    await page.locator(".page-acts button").click()
    await page.fill("textarea[name=text]", wish)
    await page.get_by_role("button", name=look).click()
    await expect(page.locator(".advice-check").first).to_be_visible()
    await fits(page)
    await page.locator(".advice-check").nth(0).check()
    await page.locator(".advice-check").nth(1).check()
    await page.select_option("select[name=lang]", lang)
    await page.get_by_role("button", name=share).click()
    link = page.locator(".offer-link a")
    await expect(link).to_have_attribute("href", re.compile(rf"/{lang}/offer/[\w-]{{20,}}"))
    await fits(page)

    on_phone = await browser.new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE)
    client = await on_phone.new_page()
    client.set_default_timeout(PATIENCE)
    await client.goto(str(await link.get_attribute("href")))
    await expect(client.locator(".shared-piece")).to_have_count(2)
    await fits(client)
    first = client.locator(".shared-piece button").first
    await expect(first).to_have_text(add)
    await first.click()
    await expect(client.locator(".toast, [role=status]").first).to_be_visible()
    await on_phone.close()

    await page.reload()
    await expect(page.locator("h1")).to_contain_text(became)


async def sign_in_on_a_phone(page: Page, shop: OpenShop, lang: str) -> None:
    """As at a desk; the menu is folded away."""
    await page.goto(f"{shop.base}/console?lang={lang}")
    await page.fill("input[name=email]", shop.login)
    await page.fill("input[name=password]", shop.password)
    await page.press("input[name=password]", "Enter")
    await page.wait_for_selector(".console-bar")
