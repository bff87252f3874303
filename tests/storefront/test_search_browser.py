"""Searching in a real browser: completions by keyboard and on a phone, the answer's sources, filters in place, speech."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import text
from tests.storefront.conftest import Boutique

from mercery.storefront import found_answer

SPEECH = """
window.SpeechRecognition = class extends EventTarget {
  start() { window.spoken = this; }
  abort() { this.dispatchEvent(Object.assign(new Event("error"), { error: "aborted" })); }
  say(words) {
    const result = Object.assign([{ transcript: words }], { isFinal: true });
    this.dispatchEvent(Object.assign(new Event("result"), { results: [result] }));
    this.dispatchEvent(new Event("end"));
  }
  refuse() { this.dispatchEvent(Object.assign(new Event("error"), { error: "not-allowed" })); }
};
"""
SILENT = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"


@pytest.fixture(autouse=True)
async def everybody_may_ask(boutique: Boutique, monkeypatch: pytest.MonkeyPatch) -> None:
    """No visitor of this shop is held out, and a busy machine is waited for."""
    monkeypatch.setattr(found_answer, "MOMENT", 30.0)
    async with boutique.database.session() as session:
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 0.0}'"""))


async def test_completions_are_walked_by_keys_and_told_to_readers(page: Page, address: str) -> None:
    await page.goto(f"{address}/en")
    field = page.locator("#ask-big")
    await expect(field).to_have_attribute("role", "combobox")
    await field.press_sequentially("saddle")
    await expect(field).to_have_attribute("aria-expanded", "true")
    await expect(page.locator(".hero [data-said]")).to_have_text("1 suggestion")
    await field.press("ArrowDown")
    marked = await field.get_attribute("aria-activedescendant")
    await expect(page.locator(f"#{marked}")).to_have_attribute("aria-selected", "true")
    await field.press("ArrowUp")
    assert await field.get_attribute("aria-activedescendant") is None
    await field.press("Escape")
    await expect(field).to_have_attribute("aria-expanded", "false")
    await expect(field).to_have_value("saddle")
    await field.press("ArrowDown")
    await expect(page.locator(".suggest-pieces .suggest-line").first).to_contain_text("€1,280")
    await page.locator(".suggest-line", has_text="Saddle Bag").click()
    await expect(page).to_have_url(re.compile("/p/saddle-bag"))


async def test_the_word_for_search_in_the_header_opens_a_field_with_what_was_searched_before(
    page: Page, address: str
) -> None:
    await page.goto(f"{address}/en/search?q=")
    await page.fill("#query", "black bag")
    await page.press("#query", "Enter")
    await expect(page.locator(".query-words")).to_have_text("black bag")
    await page.goto(f"{address}/en/c/bags")
    await page.locator("a.shop-find, a.shop-search").locator("visible=true").first.click()
    sheet = page.locator("#search-sheet")
    await expect(sheet.locator("input")).to_be_focused()
    await expect(sheet.locator(".suggest-line")).to_have_text(["black bag"])
    await sheet.locator(".suggest-forget").click()
    await expect(sheet.locator(".suggest-line")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()


async def test_on_a_phone_field_and_completions_take_the_screen(browser: Browser, address: str) -> None:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    await page.goto(f"{address}/zh")
    await page.locator("#ask-big").click()
    await page.locator("#ask-big").press_sequentially("马鞍")
    line = page.locator(".suggest-line", has_text="马鞍包")
    await expect(line).to_be_visible()
    box, field = await page.locator(".suggestions").first.bounding_box(), await page.locator("#ask-big").bounding_box()
    assert box and field and field["y"] < 64 and box["width"] == 390
    touched = await line.bounding_box()
    assert touched and touched["height"] >= 44
    await page.locator(".suggest-shut").first.click()
    await expect(line).to_be_hidden()
    await context.close()


async def test_the_answers_words_open_their_source_and_give_the_focus_back(page: Page, address: str) -> None:
    await page.goto(f"{address}/en/search?q=what+is+the+saddle+bag+made+of")
    claim = page.locator("#found-answer .claim").first
    await claim.focus()
    await page.keyboard.press("Enter")
    drawer = page.locator("#source-a")
    await expect(drawer).to_be_visible()
    await expect(drawer).to_contain_text("calfskin")
    await expect(drawer).to_contain_text("catalogue")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    await expect(claim).to_be_focused()


async def test_a_filter_changes_the_results_in_place_and_leaves_the_answer(page: Page, address: str) -> None:
    await page.goto(f"{address}/en/search?q=what+is+the+saddle+bag+made+of")
    await page.evaluate("window.stayed = true")
    await page.locator(".filters-sheet summary").click()
    await page.locator('input[type="checkbox"][name="stock"]').check()
    await expect(page).to_have_url(re.compile("stock=1"))
    await expect(page.locator(".limits .limit")).to_contain_text("In stock")
    await expect(page.locator(".found-answer-text")).to_contain_text("calfskin")
    assert await page.evaluate("window.stayed")
    await page.go_back()
    await expect(page.locator(".limits .limit")).to_have_count(0)


async def test_talking_is_off_until_pressed_and_says_where_the_sound_goes(page: Page, address: str) -> None:
    await page.add_init_script(SPEECH)
    await page.goto(f"{address}/en")
    await page.locator('[data-voice="ask-big"]').click()
    note = page.locator("#ask-big-voice-note")
    await expect(note).to_contain_text("most browsers send the sound to their maker")
    assert await page.evaluate("window.spoken === undefined")
    await note.get_by_role("button", name="Start listening").click()
    await expect(note).to_contain_text("Listening")
    await expect(page.locator('[data-voice="ask-big"]')).to_have_attribute("aria-pressed", "true")
    assert await page.evaluate("window.spoken.lang") == "en-GB"
    await page.evaluate('window.spoken.say("saddle bag")')
    await expect(page.locator(".query-words")).to_have_text("saddle bag")
    await page.locator('[data-voice="query"]').click()
    await page.evaluate("window.spoken.refuse()")
    await expect(page.locator("#query-voice-note")).to_contain_text("not allowed")


async def test_without_speech_in_the_browser_there_is_no_button(page: Page, address: str) -> None:
    await page.add_init_script(SILENT)
    await page.goto(f"{address}/en")
    await expect(page.locator("#ask-big")).to_be_visible()
    await expect(page.locator('[data-voice="ask-big"]')).to_be_hidden()
