"""The pages of documents in a real browser: files dropped, reading followed, a passage of another part found."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from tests.accounts.house import PASSWORD, House, console_app, open_shop
from tests.accounts.serving import serving
from tests.knowledge.documents.test_readings import run_jobs

from mercery.core.database import Database
from mercery.core.events import bus
from mercery.knowledge.documents import console, service

DROPPED = """async (zone) => {
  const files = new DataTransfer();
  for (const [name, text] of [["care.md", "# Care\\n\\nKeep it dry."], ["long.md", LONG]]) files.items.add(new File([text], name));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
}""".replace("LONG", '[...Array(900).keys()].map((n) => `Clause ${n + 1} holds.`).join("\\n\\n")')


@pytest.fixture
async def orme(database: Database, home: Path) -> House:
    """A shop with an editor and the pages of documents."""
    bus.clear()
    shop, people = await open_shop(database, "orme", roles=("editor",))
    return House(app=console_app(database, console.router), database=database, shop=shop, people=people)


@pytest.fixture
async def address(orme: House) -> AsyncIterator[str]:
    """The console on a real socket."""
    async with serving(orme.app) as base:
        yield base


async def test_files_are_dropped_followed_and_pointed_into(orme: House, address: str, page: Page) -> None:
    await page.goto(f"{address}/console/login")
    await page.fill("input[name=email]", orme.people["editor"].email)
    await page.fill("input[name=password]", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("/console$"))
    await page.goto(f"{address}/console/documents")
    await page.locator("[data-drop]").evaluate(DROPPED)
    await expect(page.locator("[data-chosen] li")).to_have_text(["care.md", "long.md"])
    await page.get_by_role("button", name="Read them").click()
    await expect(page.locator(".doc-waiting li")).to_have_count(2)
    await run_jobs(orme.database)
    # The page asks by itself until all is read.
    await expect(page.locator(".doc-waiting li")).to_have_count(0, timeout=15_000)
    await expect(page.get_by_role("link", name="Care", exact=True)).to_be_visible()
    async with orme.database.session() as session:
        (long,) = [one for one in await service.documents(session, orme.shop.id) if one.origin == "long.md"]
    await page.goto(f"{address}/console/documents/{long.id}#p850")
    await expect(page.locator("#p850")).to_be_in_viewport(timeout=10_000)
    await expect(page.locator("#p850")).to_contain_text("Clause 850 holds.")
