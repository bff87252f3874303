"""A customer finds a piece, gets true answers, and reaches a person who answers live. In each language."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, Route, expect
from tests.journeys.conftest import PATIENCE, OpenShop


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is typed and what must be read in one language."""

    search: str
    piece: str
    questions: tuple[tuple[str, str, str], ...]
    """Question, words of the true answer, source."""
    unknown: str
    honest: str
    person: str
    go_on: str
    meanwhile: str
    reply: str
    thanks: str
    again: tuple[str, str]
    kept: str
    """What is announced of words that wait for the end of an answer."""


WAYS = {
    "en": Way(
        search="saddle bag",
        piece="Saddle Bag",
        questions=(
            ("What is it made of?", "full-grain calfskin", "catalogue"),
            ("Where is it made?", "Pontassieve, Italy", "catalogue"),
            ("What does it cost?", "€1,480", "price list"),
            ("Can I send it back?", "30 days", "version 1"),
        ),
        unknown="Would it suit a parrot?",
        honest="is not recorded for",
        person="person",
        go_on="Go on with the assistant",
        meanwhile="It is a green one.",
        reply="Good evening, I have just tried: it does not.",
        thanks="That is what I wanted to know.",
        again=("How much does it weigh?", "780 g"),
        kept="sent after this answer",
    ),
    "zh": Way(
        search="马鞍包",
        piece="马鞍包",
        questions=(
            ("是什么材质？", "全粒面小牛皮", "商品资料"),
            ("产地在哪里？", "意大利蓬塔西耶韦", "商品资料"),
            ("多少钱？", "€1,480", "价目表"),
            ("可以退货吗？", "30 天", "第 1 版"),
        ),
        unknown="鹦鹉会喜欢它吗？",
        honest="没有记录",
        person="真人",
        go_on="先由 AI 店员继续解答",
        meanwhile="是一只绿色的。",
        reply="您好，刚刚试过：并不喜欢。",
        thanks="明白了，谢谢",
        again=("它有多重？", "780"),
        kept="答复完成后发送",
    ),
}


async def ask(page: Page, question: str) -> None:
    """Type a question into the panel and send it, once the last answer is finished."""
    field = page.locator(".panel textarea")
    await field.fill(question)
    await field.press("Enter")
    await expect(page.locator(".bubble").last).to_have_text(question)


async def answered(page: Page, words: str, source: str) -> None:
    """The newest answer says `words` and shows what they stand on."""
    answer = page.locator(".answer").last
    await expect(answer).to_contain_text(words)
    await expect(answer.locator(".chip").first).to_contain_text(source)
    await expect(answer.locator(".claim").first).to_be_visible()
    await expect(page.locator(".replies")).to_be_visible(timeout=PATIENCE)


async def write_on_while_an_answer_runs(page: Page, way: Way) -> None:
    """Enter while an answer is on its way: the words wait in sight, are told to whoever listens, go out in order
    afterwards, and can be taken back until then."""
    held = asyncio.Event()

    async def wait(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/api/assistant/messages", wait, times=1)
    field, waiting = page.locator(".panel textarea"), page.locator(".queued")
    (first, _, _), (second, words, source), (third, _, _) = way.questions[0], way.questions[1], way.questions[2]
    for question in (first, second, third):
        await field.fill(question)
        await field.press("Enter")
        await expect(field).to_have_value("")
    await expect(waiting.locator(".bubble")).to_have_text([second, third])
    await expect(page.locator("[role=log]")).to_contain_text(way.kept)
    await expect(field).to_be_focused()
    # By keys alone: from the field back to the newest that waits, which returns to the field.
    back = waiting.last.locator("button")
    await back.focus()
    await back.press("Enter")
    await expect(field).to_have_value(third)
    await expect(field).to_be_focused()
    await field.fill("")
    held.set()
    await expect(page.locator(".bubble").last).to_have_text(second)
    await answered(page, words, source)
    await expect(waiting).to_have_count(0)


@asynccontextmanager
async def slow_look(agent: Page) -> AsyncIterator[asyncio.Event]:
    """On a slow line: the inbox's next look at the open conversation ends after; the event tells that it has begun."""
    begun, done = asyncio.Event(), asyncio.Event()

    async def wait(route: Route) -> None:
        answer = await route.fetch()
        begun.set()
        await done.wait()
        await route.fulfill(response=answer)

    await agent.route(re.compile(r"/console/inbox/.*fragment=talk"), wait, times=1)
    yield begun
    done.set()


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.slow)])
async def test_from_the_first_search_to_a_persons_answer(
    shop: OpenShop, browser: Browser, page: Page, lang: str
) -> None:
    way, problems = WAYS[lang], list[str]()
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)

    # Find the piece.
    await page.goto(f"{shop.base}/{lang}")
    await page.fill("#ask-big", way.search)
    await page.press("#ask-big", "Enter")
    await page.get_by_role("link", name=way.piece, exact=True).first.click()
    await expect(page.locator("h1")).to_have_text(way.piece)
    await page.locator("[data-mercery-ask]").first.click()

    # Four true answers with their evidence.
    for question, words, source in way.questions:
        await ask(page, question)
        await answered(page, words, source)
    await write_on_while_an_answer_runs(page, way)
    await page.locator(".answer").last.locator(".claim").first.click()
    await expect(page.locator(".source")).to_be_visible()
    await page.keyboard.press("Escape")

    # Something nobody recorded: said so, and a person is called.
    await ask(page, way.unknown)
    await expect(page.locator(".answer").last).to_contain_text(way.honest)
    await page.locator(".replies button", has_text=way.person).first.click()
    await expect(page.locator(".event-waiting")).to_be_visible()

    # Meanwhile the assistant goes on, with its own replies and without a second call.
    await page.locator(".replies button", has_text=way.go_on).click()
    await expect(page.locator(".bubble").last).to_contain_text(way.go_on)
    await expect(page.locator(".replies button").first).to_be_visible()
    await expect(page.locator(".replies button", has_text=way.go_on)).to_have_count(0)
    await ask(page, way.questions[0][0])
    await answered(page, *way.questions[0][1:])
    await expect(page.locator(".replies button", has_text=way.person)).to_have_count(0)

    # The agent sees the packet, takes over by keys and writes; the customer sees it without reloading.
    desk = await browser.new_context(viewport={"width": 1440, "height": 900})
    agent = await desk.new_page()
    agent.set_default_timeout(PATIENCE)
    await shop.sign_in(agent, lang)
    await agent.goto(f"{shop.base}/console/inbox")
    await agent.locator(".inbox-row", has_text=way.unknown).locator("a").click()
    await expect(agent.locator(".packet-wants").last).to_have_text(way.unknown)
    await expect(agent.locator("#inbox-aside .claim-lines li")).not_to_have_count(0)
    await agent.keyboard.press("t")
    await expect(agent.locator(".talk-head")).to_contain_text("Claire Martin")
    await expect(page.locator(".event-person")).to_be_visible()
    async with slow_look(agent) as begun:
        await ask(page, way.meanwhile)
        await asyncio.wait_for(begun.wait(), PATIENCE / 1000)
        await agent.keyboard.press("r")
        await agent.locator("#reply-text").fill(way.reply)
    # What was written while the conversation was looked at anew is still there.
    await expect(agent.locator(".talk-customer").last).to_contain_text(way.meanwhile)
    await expect(agent.locator("#reply-text")).to_have_value(way.reply)
    await expect(page.locator(".line")).to_contain_text("Claire")
    await agent.locator("#reply-text").press("Control+Enter")
    await expect(page.locator(".staff .said").last).to_have_text(way.reply)

    # The customer's answer reaches the open inbox by itself.
    await ask(page, way.thanks)
    await expect(agent.locator(".talk-customer").last).to_contain_text(way.thanks)

    # Handed back: the assistant answers again. Closed: the customer is told.
    await agent.locator(".talk-title").click()
    await agent.keyboard.press("b")
    await expect(page.locator(".event-assistant").last).to_be_visible()
    await ask(page, way.again[0])
    await answered(page, way.again[1], "")
    await expect(agent.locator(".talk-assistant").last).to_contain_text(way.again[1])
    await agent.locator('form[action$="/close"] button').click()
    await expect(page.locator(".event-closed")).to_be_visible()
    await desk.close()
    assert problems == []
