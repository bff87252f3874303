"""A document becomes answers: uploaded, drafted, reviewed by keyboard, checked, published, asked for; changed, held back,
and taken back."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from tests.journeys.conftest import PATIENCE, OpenShop

TITLE = "House of Threads handbook"
WORK = (
    ("How long does the weaving workshop last?", "The weaving workshop lasts 3 hours."),
    ("How many guests fit into the tea salon?", "The tea salon seats 14 guests."),
    ("When does the evening tour begin?", "The evening tour begins at 18:30."),
    ("How far ahead must the loom tour be booked?", "The loom tour must be booked 12 days ahead."),
    ("How old must children be for the dyeing class?", "Children must be at least 9 years old for the dyeing class."),
    ("How many colours can be mixed in the dyeing class?", "Up to 6 colours can be mixed in the dyeing class."),
    ("How long is the waiting list for the master class?", "The waiting list for the master class is 5 months."),
    ("How many looms stand in the atelier?", "There are 27 looms in the atelier."),
    ("How long may a parasol be borrowed?", "A parasol may be borrowed for 4 days."),
    ("How many lockers are there for visitors?", "There are 32 lockers for visitors."),
    ("How long does the lace exhibition stay open?", "The lace exhibition stays open until 28 February 2027."),
    ("How many steps lead to the roof terrace?", "There are 64 steps to the roof terrace."),
    ("How often does the shuttle to the garden leave?", "The shuttle to the garden leaves every 20 minutes."),
    ("How large may dogs be in the garden?", "Dogs of up to 15 kg are welcome in the garden."),
    ("How long is the garden open in summer?", "In summer the garden is open for 11 hours."),
    ("How many pattern books are in the library?", "The library holds 410 pattern books."),
    ("How many books may a reader take home?", "A reader may take 2 books home."),
    ("How long can a reading desk be kept?", "A reading desk can be kept for 90 minutes."),
    ("How many concerts are given each winter?", "Each winter 8 concerts are given."),
    ("How long before a concert do the doors open?", "The doors open 45 minutes before a concert."),
)
ASKED = WORK[1][0]


def handbook(path: Path, *changes: tuple[str, str]) -> Path:
    styles = getSampleStyleSheet()
    story = [Paragraph(TITLE, styles["Title"])]
    for question, answer in WORK:
        for before, after in changes:
            answer = answer.replace(before, after)
        story += [Paragraph(question, styles["Heading2"]), Paragraph(answer, styles["BodyText"])]
    SimpleDocTemplate(str(path)).build(story)
    return path


async def upload(page: Page, shop: OpenShop, path: Path) -> None:
    await page.goto(f"{shop.base}/console/documents")
    await page.locator("main input[type=file]").first.set_input_files(path)
    await page.get_by_role("button", name="Read them").click()


async def reviewed(page: Page, shop: OpenShop) -> int:
    """Approve whatever waits of the handbook, by keyboard. Returns how many there were."""
    await page.goto(f"{shop.base}/console/documents")
    row = page.locator("tr", has_text=TITLE)
    waiting = row.get_by_role("link", name=re.compile("waiting"))
    for _ in range(90):
        if await waiting.count():
            break
        await page.wait_for_timeout(1_000)
        await page.reload()
    many = int((await waiting.inner_text()).split()[0])
    await waiting.click()
    await expect(page.locator("#draft-question")).to_be_visible()
    for left in range(many, 0, -1):
        before = await page.locator("#draft-question").inner_text()
        await page.keyboard.press("a")
        if left > 1:
            await expect(page.locator("#draft-question")).not_to_have_text(before)
    await expect(page.locator("main")).to_contain_text("Nothing is left.")
    return many


async def answered(browser: Browser, shop: OpenShop, question: str) -> str:
    """What a new visitor is told in the shop's panel."""
    visitor = await browser.new_context()
    page = await visitor.new_page()
    page.set_default_timeout(PATIENCE)
    await page.goto(f"{shop.base}/en")
    await page.locator("[data-mercery-ask]").first.click()
    await page.locator(".panel textarea").fill(question)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".answer").last).to_be_visible()
    await expect(page.locator(".panel")).not_to_contain_text("Looking it up")
    await page.wait_for_timeout(1_000)
    said = await page.locator(".panel").inner_text()
    await visitor.close()
    return said


async def published(page: Page, shop: OpenShop) -> None:
    """Gather what was approved, check it, publish it."""
    await page.goto(f"{shop.base}/console/releases")
    await page.get_by_role("button", name=re.compile("Gather")).click()
    await page.get_by_role("button", name="Check it").click()
    await expect(page.locator("main")).to_contain_text("What the check found", timeout=4 * PATIENCE)
    await expect(page.locator("main")).to_contain_text("Past questions")
    despite = page.locator("#f-despite")
    if await despite.count():
        await despite.fill("Seen and wanted.")
        await page.get_by_role("button", name="Publish all the same").click()
    else:
        await page.get_by_role("button", name="Publish", exact=True).click()
    await confirmed(page)
    await expect(page.locator("main")).to_contain_text("Take it back")


async def confirmed(page: Page) -> None:
    """Say yes in the page's own dialog."""
    await page.locator("dialog[open] button[value=yes]").click()


@pytest.mark.slow
@pytest.mark.browser
async def test_a_pdf_becomes_answers_is_changed_and_taken_back(
    shop: OpenShop, browser: Browser, page: Page, tmp_path: Path
) -> None:
    await page.set_viewport_size({"width": 1440, "height": 900})
    await shop.sign_in(page, "en")
    assert "14 guests" not in await answered(browser, shop, ASKED)

    await upload(page, shop, handbook(tmp_path / "handbook.pdf"))
    await expect(page.locator("tr", has_text=TITLE)).to_be_visible(timeout=4 * PATIENCE)
    begun = time.monotonic()
    assert await reviewed(page, shop) >= len(WORK)
    assert time.monotonic() - begun < 300, "twenty drafts take less than five minutes"

    # Nothing is said before it is published, everything from the next message on.
    assert "14 guests" not in await answered(browser, shop, ASKED)
    await published(page, shop)
    assert "14 guests" in await answered(browser, shop, ASKED)

    # The source says otherwise: the answer is held back at once, and the page says why.
    changed = handbook(tmp_path / "handbook.pdf", ("14 guests", "16 guests"))
    await upload(page, shop, changed)
    row = page.locator("tr", has_text=TITLE)
    await expect(row).to_contain_text("version 2", timeout=4 * PATIENCE)
    await page.goto(f"{shop.base}/console/health")
    conflict = page.locator("main")
    for _ in range(60):
        if "held back" in await conflict.inner_text():
            break
        await page.wait_for_timeout(1_000)
        await page.reload()
    await expect(conflict).to_contain_text("Its source says otherwise now")
    await expect(conflict.locator("mark", has_text="16")).to_be_visible()
    assert "14 guests" not in await answered(browser, shop, ASKED)

    # The whole release is taken back.
    await page.goto(f"{shop.base}/console/releases")
    await page.locator("tbody tr a").first.click()
    await page.locator("#f-reason-back").fill("The handbook is being written anew.")
    await page.get_by_role("button", name="Take it back").click()
    await confirmed(page)
    await expect(page.locator("main")).to_contain_text("The handbook is being written anew.")
    assert "3 hours" not in await answered(browser, shop, WORK[0][0])
