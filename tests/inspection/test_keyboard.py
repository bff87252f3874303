"""Working through the queue with the keys alone, in a real browser on the served page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from tests.accounts.house import PASSWORD, House, house
from tests.accounts.serving import serving
from tests.inspection.house import Talks
from tests.ui.keys import press

from mercery.accounts import audit
from mercery.core.database import Database
from mercery.inspection import console, repository
from mercery.inspection.finding import FindingFilter
from mercery.inspection.service.inspecting import inspect_conversation

FAULTS = (
    "Hello. If you had read the page properly you would have seen it.",
    "Hello. Are you blind? It is right under the pictures.",
    "Hello. You can transfer the money to my private account, that is quicker.",
    "Hello. If you had read the page properly you would know it.",
)


@pytest.fixture
async def desk(database: Database, home: Path) -> AsyncIterator[House]:
    """Four conversations with a fault each."""
    async with house(database, console.router, roles=("reviewer",)) as made:
        talks = Talks(database, made.shop)
        for number, words in enumerate(FAULTS):
            at = datetime.now(UTC) - timedelta(days=2, hours=number)
            talk = await talks.with_person(
                [("customer", "I cannot find the table of sizes."), ("staff", words)], at=at, visitor=f"vis_{number}"
            )
            await inspect_conversation(database, made.shop, talk.id)
        yield made


@pytest.fixture
async def address(desk: House) -> AsyncIterator[str]:
    """The console on a real socket."""
    async with serving(desk.app) as base:
        yield base


async def states(desk: House) -> list[str]:
    async with desk.database.session() as session:
        found, _ = await repository.findings(session, desk.shop.id, FindingFilter(state=None), limit=50)
    return [one.state for one in found]


async def test_findings_are_worked_through_by_keyboard(desk: House, address: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{address}/console/inspection?lang=en")
    await page.fill("input[name=email]", "reviewer@aurelle.example")
    await page.fill("input[name=password]", PASSWORD)
    await page.press("input[name=password]", "Enter")
    title = page.locator(".inspect-one h2")
    # The worst stands first.
    await expect(title).to_have_text("Payment off the shop")
    await press(page, "j")
    await expect(title).to_have_text("Rude or blaming")
    await press(page, "k")
    await expect(title).to_have_text("Payment off the shop")
    await expect(page.locator("mark")).to_have_count(1)
    await press(page, "a")
    await expect(page.locator(".toast")).to_contain_text("Agreed: Payment off the shop.")
    await expect(title).to_have_text("Rude or blaming")
    await press(page, "o")
    await expect(page.locator("dialog#overrule")).to_be_visible()
    await page.keyboard.type("Said in jest, and a quotation")
    await press(page, "Enter")
    await expect(page.locator(".toast")).to_contain_text("Overruled")
    await press(page, "c")
    await page.keyboard.type("Offer the link instead, and jog on.")
    await press(page, "Tab")
    await press(page, "Enter")
    await expect(page.locator(".inspect-aside")).to_contain_text("Offer the link instead, and jog on.")
    await press(page, "o")
    for _ in range(3):
        await press(page, "Tab")
    await press(page, "Enter")
    await expect(page.locator(".toast")).to_contain_text("Overruled")
    await press(page, "Enter")
    await page.wait_for_url("**/console/inbox/*")
    assert sorted(await states(desk)) == ["agreed", "open", "overruled", "overruled"]
    async with desk.database.session() as session:
        lines, _ = await audit.entries(session, desk.shop.id, audit.AuditFilter(action="inspection.judge"))
    assert [line.reason for line in lines] == ["It is true", "Said in jest, and a quotation", None]
    assert [text for text in complaints if "404" not in text] == []
