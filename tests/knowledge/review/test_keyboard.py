"""Twenty drafts by keyboard, in a real browser on the served page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect
from tests.accounts.house import PASSWORD, console_app
from tests.accounts.serving import serving
from tests.knowledge.review.house import House, draft_of
from tests.ui.keys import press

from mercery.knowledge.drafts.draft import Draft
from mercery.knowledge.review import console, exact_console, queue
from mercery.knowledge.review.queue import Wanted

PIECES = ("bag", "belt", "wallet", "scarf", "watch", "pen", "candle", "tray", "glove", "hat")


def twenty() -> list[Draft]:
    """Half agree with their source, half have one figure wrong."""
    made = []
    for number, piece in enumerate(PIECES):
        days = 10 + number
        right = f"The {piece} is polished within {days} days."
        made.append(draft_of(f"How soon is the {piece} polished?", right, passage=2 * number + 1))
        made.append(
            draft_of(
                f"When is the {piece} engraved?", f"The {piece} is engraved within {days + 40} days.",
                f"The {piece} is engraved within {days + 20} days.", passage=2 * number + 2,
            )
        )  # fmt: skip
    return made


@pytest.fixture
async def address(house: House) -> AsyncIterator[str]:
    """The console on a real socket."""
    async with serving(console_app(house.database, exact_console.router, console.router)) as base:
        yield base


async def open_desk(page: Page, address: str, path: str = "/console/review") -> None:
    await page.goto(f"{address}{path}")
    await page.fill("input[name=email]", "claire@aurelle.example")
    await page.fill("input[name=password]", PASSWORD)
    await page.press("input[name=password]", "Enter")
    await page.wait_for_selector("#draft-question")


async def question(page: Page) -> str:
    return (await page.text_content("#draft-question") or "").strip()


async def test_twenty_drafts_are_reviewed_by_keyboard(house: House, address: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await house.take_in(*twenty())
    await page.set_viewport_size({"width": 1440, "height": 900})
    await open_desk(page, address)
    for left in range(20, 0, -1):
        await expect(page.locator("h1")).to_contain_text("One answer waits" if left == 1 else f"{left} answers wait")
        await expect(page.locator(".thread-knot")).to_have_count(2)
        wrong = await page.locator('[data-act="mend"]').count()
        await press(page, "f" if wrong else "a")
    await expect(page.locator("h1")).to_contain_text("All are decided; 20 wait for a release")
    await expect(page.get_by_role("link", name="Go to the release")).to_be_visible()
    async with house.database.session() as session:
        done = await queue.lines(session, house.shop.id, "", Wanted(tab="approved"))
    assert len(done) == 20 and all(not line.differs for line in done)
    assert complaints == []


async def test_keys_walk_edit_reject_and_take_back_and_letters_in_fields_are_letters(
    house: House, address: str, page: Page
) -> None:
    await house.take_in(*twenty()[:6])
    await open_desk(page, address)
    first = await question(page)
    await press(page, "j")
    await expect(page.locator("#draft-question")).not_to_have_text(first)
    await press(page, "k")
    await expect(page.locator("#draft-question")).to_have_text(first)

    await press(page, "a")
    await expect(page.locator("#review-said")).to_contain_text(re.compile("^Approved.* Now: "))
    await press(page, "u")
    await expect(page.locator("#draft-question")).to_have_text(first)
    await expect(page.locator("#review-said")).to_contain_text("Taken back")

    await press(page, "e")
    await expect(page.locator("#f-question_en")).to_be_focused()
    await page.locator("#f-answer_en").fill("")
    await page.locator("#f-answer_en").press_sequentially("Ask for a jar of balm after 10 days.")
    await press(page, "Control+Enter")
    await expect(page.locator(".review-text").first).to_contain_text("Ask for a jar of balm after 10 days")

    await press(page, "r")
    await expect(page.locator("#f-reason")).to_be_focused()
    await press(page, "Escape")
    await expect(page.locator("#f-reason")).to_have_count(0)
    await press(page, "r")
    await page.locator("#f-reason").fill("Read as a joke")
    await press(page, "Enter")
    await expect(page.locator("#review-said")).to_contain_text("Rejected.")
    async with house.database.session() as session:
        [gone] = await queue.lines(session, house.shop.id, "", Wanted(tab="decided"))
    assert gone.state == "rejected"


@pytest.mark.parametrize("width", [390, pytest.param(1000, marks=pytest.mark.slow)])
async def test_on_narrow_screens_only_the_letters_are_left_and_nothing_stands_over(
    house: House, address: str, page: Page, width: int
) -> None:
    await house.take_in(*twenty()[:2])
    await page.set_viewport_size({"width": width, "height": 844})
    await open_desk(page, address)
    assert await page.locator(".thread-knot").count() == 0
    assert await page.locator(".marked .claim-key").first.is_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.get_by_role("button", name="Approve").click()
    await expect(page.locator("h1")).to_contain_text("One answer waits")
