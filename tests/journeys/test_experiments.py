"""An experiment from its set-up to its start, and on the seeded history from the table to the verdict and the decision."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect
from tests.journeys.conftest import OpenShop


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is pressed and read in one language, and the experiment of the history that is decided."""

    key: str
    set_up: str
    bar_later: str
    nobody_yet: str
    start: str
    yes: str
    running: str
    history: str
    verdict: str
    crossed: str
    act: str
    opens: str
    decided: str
    reason: str
    taken_back: str


WAYS = {
    "en": Way(
        key="gift-note", set_up="Set it up", bar_later="Say what it has to bring before you see a figure", nobody_yet="Nobody has it yet",
        start="Start", yes="Yes, go on", running="Nobody who met it has been counted yet",
        history="assistant-product-pages", verdict="Keep it. For every 1,000 visitors, it brings about",
        crossed="the whole range is above zero", act="Keep for everyone", opens="keep-it", decided="Kept for everyone.",
        reason="Twelve orders for every thousand visitors.", taken_back="Reopen",
    ),
    "zh": Way(
        key="gift-note-zh", set_up="建立实验", bar_later="请在看到数字之前定下门槛", nobody_yet="目前无人使用",
        start="开始", yes="确认", running="尚无接触过的访客计入统计",
        history="live-countdown", verdict="建议停用。每千名访客，约减少", crossed="整个区间低于零", act="全面停用", opens="stop-it",
        decided="已决定全面停用。", reason="倒计时让客人走开。", taken_back="重新开始",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), pytest.param("zh", 390, marks=pytest.mark.slow)])
async def test_from_a_draft_to_a_verdict_and_a_decision(shop: OpenShop, page: Page, lang: str, width: int) -> None:
    way = WAYS[lang]
    await page.set_viewport_size({"width": width, "height": 900})
    await sign_in(shop, page, lang)
    await set_up_and_start(shop, page, way)
    # The seeded history: from the table of all to the one with a verdict.
    await page.goto(f"{shop.base}/console/experiments")
    await page.locator(f"a[href='/console/experiments/{way.history}']").first.click()
    await expect(page.locator("h1")).to_contain_text(way.verdict)
    await expect(page.locator(".band-said").first).to_contain_text(way.crossed)
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    await decide(page, way)
    # Nobody can be misled about it later: who, when, why and what was read then.
    await expect(page.locator(".trial-acts").last).to_contain_text(way.reason)
    await page.get_by_role("button", name=way.taken_back, exact=True).first.click()
    await expect(page.locator("#reopen-it")).to_be_visible()


async def sign_in(shop: OpenShop, page: Page, lang: str) -> None:
    """Open the console; on a phone its menu is folded."""
    await page.goto(f"{shop.base}/console/experiments?lang={lang}")
    await page.fill("input[name=email]", shop.login)
    await page.fill("input[name=password]", shop.password)
    await page.press("input[name=password]", "Enter")
    await expect(page.locator("main h1")).to_be_visible()
    await page.goto(f"{shop.base}/console/experiments?lang={lang}")
    await expect(page.locator(".trial-table .badge").first).to_be_visible()


async def set_up_and_start(shop: OpenShop, page: Page, way: Way) -> None:
    """A draft nobody has, then running: from then on it waits for visitors."""
    await page.locator("a[href='/console/experiments/new']").click()
    await expect(page.locator(".page-sub")).to_contain_text(way.bar_later)
    await page.fill("[name=key]", way.key)
    await page.fill("[name=name_en]", "Gift note in the bag")
    await page.fill("[name=name_zh]", "购物袋中的礼品卡")
    await page.fill("[name=worth_above]", "2")
    await page.get_by_role("button", name=way.set_up).click()
    await expect(page.locator("h1")).to_contain_text(way.nobody_yet)
    await page.get_by_role("button", name=way.start, exact=True).click()
    await page.get_by_role("button", name=way.yes).click()
    await expect(page.locator("h1")).to_contain_text(way.running)


async def decide(page: Page, way: Way) -> None:
    """With a reason, in the page's own dialog; it holds at once."""
    await page.locator(f"[data-opens='{way.opens}']").click()
    dialog = page.locator(f"#{way.opens}")
    await dialog.locator("[name=reason]").fill(way.reason)
    await dialog.get_by_role("button", name=way.act, exact=True).click()
    await expect(page.locator("h1")).to_have_text(re.compile(re.escape(way.decided)))
