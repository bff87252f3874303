"""A viewer's evening: the show wakes for them, they ask, hear and read the answer, put the piece into the bag, and watch it again.

The director, the engine, the voice and the browser are the real ones."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select
from tests.journeys.conftest import OpenShop

import mercery.accounts.tables  # noqa: F401 - rows of shows name a shop
from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.catalog.service import all_product_ids, products
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Format, Goals
from mercery.livestream.tables import LiveSaidRow

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ON_AIR = 60_000
"""Milliseconds until an engine draws and its host speaks, on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """What is shown, asked and read in one language."""

    shape: Format
    label: str
    question: str
    number: str
    """In the answer, whatever else it says."""
    told: str
    replay: str


EVENINGS: dict[Lang, Evening] = {
    "en": Evening(
        shape="landscape", label="AI host", question="What is the Saddle Bag made of?", number="calfskin",
        told="answered", replay="Recorded on",
    ),
    "zh": Evening(
        shape="portrait", label="AI 主播", question="马鞍包是什么材质的？", number="小牛皮", told="已", replay="录制于",
    ),
}  # fmt: skip


@pytest.fixture
def shop(shop_with_director: OpenShop) -> OpenShop:
    """The one that goes on air."""
    return shop_with_director


@pytest.fixture
async def database(shop: OpenShop) -> AsyncIterator[Database]:
    """The running shop's own."""
    found = Database(shop.database_url)
    yield found
    await found.close()


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("zh", 390)])
async def test_watch_ask_hear_read_buy_and_watch_again(
    shop: OpenShop, database: Database, page: Page, lang: Lang, width: int
) -> None:
    evening = EVENINGS[lang]
    await page.set_viewport_size({"width": width, "height": 844 if width < 640 else 900})
    show_id, slug = await put_on_air(database, lang, evening)
    await page.goto(f"{shop.base}/{lang}/live/{slug}")
    await expect(page.locator("[data-live-label]")).to_contain_text(evening.label)
    await expect(page.locator(".live-caption .live-line")).not_to_be_empty(timeout=ON_AIR)
    await moves(page)
    assert await latency(page) <= 9, "seconds behind the studio, on a busy machine"
    assert await page.evaluate("document.documentElement.scrollWidth") <= width

    # The greeting is over: by now whoever answers is awake too.
    await expect(page.locator(".live-card")).to_be_visible(timeout=ON_AIR)

    await page.locator(".live-ask input[name=text]").fill(evening.question)
    await page.locator(".live-ask input[name=text]").press("Enter")
    asked = page.locator(".live-comment", has_text=evening.question.rstrip("?？"))
    await expect(asked.locator(".live-comment-state")).to_contain_text(evening.told, timeout=ON_AIR)
    await expect(asked.locator(".live-answer")).to_contain_text(evening.number)
    heard = await said(database, show_id, evening.number)
    await expect(page.locator(".live-caption .live-line")).to_have_text(heard, timeout=ON_AIR)
    await expect(page.locator(".live-caption .claim").first).to_be_visible()

    await page.locator(".live-counter [data-live-bag] button").click()
    await expect(page.locator("#bag-count")).to_contain_text("1")

    await off_air(database, show_id)
    await expect(page.locator("[data-live-notice]")).to_be_visible(timeout=ON_AIR)
    await page.goto(f"{shop.base}/{lang}/live/{slug}/replay")
    await expect(page.locator(".live-badge-past")).to_contain_text(evening.replay)
    await expect(page.locator(".replay-line", has_text=heard).first).to_be_visible()
    await page.locator(".replay-line > a").first.click()
    await moves(page)


async def put_on_air(database: Database, lang: Lang, evening: Evening) -> tuple[str, str]:
    """A show of the saddle bag alone."""
    async with database.session() as session:
        shop = await accounts.first_shop(session)
        assert shop is not None
        every = await products(session, shop.id, await all_product_ids(session, shop.id))
        bag = next(one for one in every if one.title.en == "Saddle Bag")
        draft = ShowDraft(
            title=Words("One bag", "一只包"), lang=lang, format=evening.shape, avatar="aurelle", watched_over="Claire",
            goals=Goals(product_ids=(bag.id,))
        )  # fmt: skip
        show = await shows.create(session, shop.id, SYSTEM, draft)
        await running_order.replan(session, shop, show.id)
        await shows.go_on_air(session, shop.id, SYSTEM, show.id)
    return show.id, show.slug


async def off_air(database: Database, show_id: str) -> None:
    async with database.session() as session:
        shop = await accounts.first_shop(session)
        assert shop is not None
        await shows.end(session, shop.id, SYSTEM, show_id)


async def said(database: Database, show_id: str, words: str) -> str:
    """The answer as it went on air."""
    rows: Sequence[tuple[str, str, str]] = ()
    for _ in range(240):
        async with database.session() as session:
            columns = select(LiveSaidRow.kind, LiveSaidRow.comment_id, LiveSaidRow.text)
            found_rows = await session.execute(columns.where(LiveSaidRow.show_id == show_id).order_by(LiveSaidRow.id))
            rows = [(kind, comment, text) for kind, comment, text in found_rows]
        found = next((text for _, comment, text in rows if comment and words in text), None)
        if found:
            return found
        await asyncio.sleep(0.25)
    pytest.fail(f"no answer was spoken, but {rows}")


async def moves(page: Page) -> None:
    """The picture runs on."""
    before, deadline = await page.evaluate("document.querySelector('video').currentTime"), time.monotonic() + 30
    while await page.evaluate("document.querySelector('video').currentTime") <= before + 0.5:
        assert time.monotonic() < deadline, "the picture stands still"
        await asyncio.sleep(0.2)


async def latency(page: Page) -> float:
    """Seconds between the studio and the picture."""
    found = await page.evaluate("document.querySelector('[data-live]').player.latency")
    assert re.fullmatch(r"[\d.]+", str(found)), found
    return float(found)
