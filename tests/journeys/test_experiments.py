"""An experiment from its set-up to its start, and on the seeded history from the table to the verdict and the decision."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import text
from tests.journeys.conftest import OpenShop

import mercery.accounts.tables  # noqa: F401 - keys name a shop
from mercery.core.database import Database


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
    say_why: str


WAYS = {
    "en": Way(
        key="gift-note", set_up="Set it up", bar_later="Say what it has to bring before you see a figure", nobody_yet="Nobody has it yet",
        start="Start", yes="Yes, go on", running="Nobody who met it has been counted yet",
        history="assistant-product-pages", verdict="Keep it. For every 1,000 visitors, it brings about",
        crossed="the whole range is above zero", act="Keep for everyone", opens="keep-it", decided="Kept for everyone.",
        reason="Twelve orders for every thousand visitors.", taken_back="Reopen",
        say_why="Say why: it stays on record",
    ),
    "zh": Way(
        key="gift-note-zh", set_up="建立实验", bar_later="请在看到数字之前定下门槛", nobody_yet="目前无人使用",
        start="开始", yes="确认", running="尚无接触过的访客计入统计",
        history="price-countdown", verdict="建议停用。每千名访客，约减少", crossed="整个区间低于零", act="全面停用", opens="stop-it",
        decided="已决定全面停用。", reason="倒计时让客人走开。", taken_back="重新开始", say_why="请写明原因",
    ),
}  # fmt: skip


@pytest.fixture
async def database(shop: OpenShop) -> AsyncIterator[Database]:
    """The running shop's own."""
    found = Database(shop.database_url)
    yield found
    await found.close()


@pytest.mark.parametrize(
    ("lang", "width"),
    [("en", 1440), *(pytest.param(*one, marks=pytest.mark.slow) for one in (("zh", 390), ("en", 390), ("zh", 1440)))],
)
async def test_from_a_draft_to_a_verdict_and_a_decision(
    shop: OpenShop, database: Database, page: Page, lang: str, width: int
) -> None:
    way = WAYS[lang]
    await page.set_viewport_size({"width": width, "height": 900})
    await sign_in(shop, page, lang)
    await set_up_and_start(shop, page, replace(way, key=f"{way.key}-{width}"))
    async with as_it_was(database, way.history):
        await from_the_table_to_a_decision(shop, page, way)


async def from_the_table_to_a_decision(shop: OpenShop, page: Page, way: Way) -> None:
    # The seeded history: from the table of all to the one with a verdict.
    await page.goto(f"{shop.base}/console/experiments")
    await page.locator(f"a[href='/console/experiments/{way.history}']").first.click()
    await expect(page.locator("h1")).to_contain_text(way.verdict)
    await expect(page.locator(".band-said").first).to_contain_text(way.crossed)
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    await decide(page, way)
    # Its last reading is taken in the background; the page takes it up by itself.
    await expect(page.locator("#trial [role=status]")).to_have_count(0)
    # Nobody can be misled about it later: who, when, why and what was read then.
    await expect(page.locator(".trial-acts").last).to_contain_text(way.reason)
    await page.get_by_role("button", name=way.taken_back, exact=True).first.click()
    await expect(page.locator("#reopen-it")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@asynccontextmanager
async def as_it_was(database: Database, key: str) -> AsyncIterator[None]:
    """What was decided is undone at the end, for who comes next in the same shop: acts and readings are never changed, so the
    later ones go."""
    columns = "state, phase, since, until, decision, version"
    async with database.session() as session:
        before = (
            await session.execute(text(f"SELECT {columns} FROM experiments WHERE key = :key"), {"key": key})
        ).one()
        holdouts = await session.scalar(text("SELECT holdouts::text FROM shops"))
        last = {
            name: await session.scalar(text(f"SELECT coalesce(max(id), 0) FROM {name}"))
            for name in ("experiment_acts", "experiment_readings")
        }
    yield
    async with database.session() as session:
        new = ", ".join(f"{name} = :{name}" for name in columns.split(", "))
        await session.execute(text(f"UPDATE experiments SET {new} WHERE key = :key"), {**before._mapping, "key": key})
        await session.execute(text("UPDATE shops SET holdouts = CAST(:holdouts AS json)"), {"holdouts": holdouts})
        for name, number in last.items():
            await session.execute(text(f"DELETE FROM {name} WHERE key = :key AND id > :id"), {"key": key, "id": number})


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
    """With a reason, in the page's own dialog; it holds at once. Without one it is refused in the page's language."""
    await page.locator(f"[data-opens='{way.opens}']").click()
    dialog = page.locator(f"#{way.opens}")
    await dialog.locator("[name=reason]").fill("   ")
    await dialog.get_by_role("button", name=way.act, exact=True).click()
    await expect(page.locator(".toast")).to_contain_text(way.say_why)
    await page.locator(f"[data-opens='{way.opens}']").click()
    await dialog.locator("[name=reason]").fill(way.reason)
    await dialog.get_by_role("button", name=way.act, exact=True).click()
    await expect(page.locator("h1")).to_have_text(re.compile(re.escape(way.decided)))
