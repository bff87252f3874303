"""A show on the shop's pages: what is presented costs what it costs now, what is asked is answered there, and nobody is shown
what is not on air."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import func, select
from tests.hearing import hearing
from tests.storefront.conftest import Boutique
from tests.storefront.live_builders import add_show, comment, on_air_files, on_counter, say

from mercery.accounts.actor import SYSTEM
from mercery.catalog.product import Product
from mercery.catalog.service import all_product_ids, products, set_price, set_stock
from mercery.claims.values import Price
from mercery.conversations.conversation import EvidenceOut, MessageBody
from mercery.core.as_json import plain
from mercery.core.clock import now
from mercery.core.events import Listener, announce
from mercery.core.money import Money
from mercery.interactions.tables import InteractionRow
from mercery.livestream.comments.comment import Written
from mercery.livestream.showing import watching
from mercery.livestream.tables import LiveCommentRow, LiveShowRow, LiveWatcherRow
from mercery.promotions.service import price_facts
from mercery.storefront import live_files, live_routes
from mercery.storefront.live_feed import FeedKey, Feeds

PIECES = ("saddle-bag", "firenze-satchel", "giulia-slingback")


@pytest.fixture(autouse=True)
def routes(boutique: Boutique) -> None:
    """They stand before the storefront's own, as in the application."""
    routes = boutique.app.router.routes
    before = len(routes)
    for router in (live_files.router, live_routes.router):
        boutique.app.include_router(router)
    fresh = routes[before:]
    del routes[before:]
    routes[:0] = fresh


@pytest.fixture
async def pieces(boutique: Boutique) -> dict[str, Product]:
    async with boutique.database.session() as session:
        every = await products(session, boutique.shop.id, await all_product_ids(session, boutique.shop.id))
    found = {one.handle: one for one in every}
    return {handle: found[handle] for handle in PIECES}


@pytest.fixture
async def show(boutique: Boutique, pieces: dict[str, Product]) -> LiveShowRow:
    """On air, with the saddle bag on the counter."""
    async with boutique.database.session() as session:
        made = await add_show(session, boutique.shop, list(pieces.values()))
        await on_counter(session, made, pieces["saddle-bag"].id)
    return made


async def token(client: httpx.AsyncClient, path: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', (await client.get(path)).text)
    assert found
    return found[1]


async def ask(client: httpx.AsyncClient, text: str, **fields: str) -> httpx.Response:
    given = {"csrf_token": fields.pop("token", "") or await token(client, "/en/live"), "text": text, **fields}
    return await client.post("/en/live/winter-leather/comments", data=given)


async def room(client: httpx.AsyncClient, lang: str = "en") -> dict[str, object]:
    answer = await client.get(f"/{lang}/live/winter-leather/now")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.usefixtures("show")
async def test_the_page_shows_the_show_on_air_with_what_is_on_the_counter_and_that_a_machine_speaks(
    boutique: Boutique,
) -> None:
    english = (await boutique.client.get("/en/live")).text
    chinese = (await boutique.client.get("/zh/live")).text

    assert (
        "Winter leather, piece by piece" in english and "AI host" in english and ", watched over by Claire" in english
    )
    assert "冬季皮具，一件一件讲" in chinese and "AI 主播" in chinese
    assert "Saddle Bag, bordeaux" in english and "€1,280" in english and "3 left" in english
    assert 'data-theme="mercery-dark"' in english, "a dark room by itself"
    event = next(json.loads(one) for one in re.findall(r'ld\+json">(.+?)</script>', english) if "BroadcastEvent" in one)
    assert event["publication"]["isLiveBroadcast"] is True
    assert "€" not in json.dumps(event), "what search engines keep holds no price"


async def test_a_price_and_stock_are_those_of_the_moment(
    boutique: Boutique, show: LiveShowRow, pieces: dict[str, Product]
) -> None:
    sku = pieces["saddle-bag"].variants[0].sku
    async with boutique.database.session() as session:
        await set_price(session, boutique.shop.id, sku, Money(99_000, "EUR"), SYSTEM)
        await set_stock(session, boutique.shop.id, sku, 1, SYSTEM)
    counter = str((await room(boutique.client))["counters"])

    assert 'price-now">From €990<' in counter and "1 left" in counter


async def test_a_line_is_told_with_its_moment_its_stitches_and_where_they_are_from(
    boutique: Boutique, show: LiveShowRow, pieces: dict[str, Product]
) -> None:
    began = now() - timedelta(seconds=3)
    async with boutique.database.session() as session:
        await say(session, show, boutique.shop, pieces["saddle-bag"], "It is calfskin, from Pontassieve, Italy.",
                  {"calfskin": "material", "Pontassieve, Italy": "origin"}, at=began)  # fmt: skip
    lines = (await room(boutique.client))["lines"]
    assert isinstance(lines, list)

    assert abs(lines[0]["began"] / 1000 - began.timestamp()) < 0.01
    assert lines[0]["html"].count("claim-holds") == 2
    assert "calfskin</b>: catalogue" in lines[0]["html"]


async def test_a_written_price_that_is_another_by_now_says_so(
    boutique: Boutique, show: LiveShowRow, pieces: dict[str, Product]
) -> None:
    bag = pieces["saddle-bag"]
    fact = next(one for one in price_facts(boutique.shop, [bag]) if isinstance(one.value, Price))
    assert isinstance(fact.value, Price)
    evidence = EvidenceOut(key="a", label="Price", source="catalogue", fact_id=fact.id)
    written = Written(
        text=f"It costs {fact.value.amount.text('en')}.", lang="en", body=MessageBody(evidence=(evidence,))
    )
    async with boutique.database.session() as session:
        await comment(session, show, "Anna", "How much?", "written", answer=plain(written))
    assert "no longer in force" not in str((await room(boutique.client))["comments"])
    async with boutique.database.session() as session:
        variant = next(one for one in bag.variants if one.id == fact.subject.id)
        await set_price(session, boutique.shop.id, variant.sku, Money(99_000, "EUR"), SYSTEM)
    told = str((await room(boutique.client))["comments"])
    assert "It is no longer in force." in told and "chip" not in told


async def test_comments_say_what_became_of_them(boutique: Boutique, show: LiveShowRow) -> None:
    at = now() - timedelta(minutes=1)
    answer = plain(Written(text="Yes: calfskin.", lang="en"))
    async with boutique.database.session() as session:
        await comment(session, show, "Anna", "Is it real leather?", "answered", answer=answer, at=at)
        await comment(session, show, "小鹿", "能装下 iPad 吗？", "written", lang="zh", answer=answer, at=at,
                      answered_at=at + timedelta(seconds=3))  # fmt: skip
        await comment(session, show, "Marc", "Cheaper?", "passed", at=at)
        await comment(session, show, "Ines", "Portugal?", "answering", at=at)
        await comment(session, show, "Noor", "How heavy?", rank=2.0, at=at)
        await comment(session, show, "Ann", "How long?", rank=1.0, at=at)
        await comment(session, show, "Rude", "Nobody may read this", "hidden", at=at)
    told = str((await room(boutique.client))["comments"])
    chinese = str((await room(boutique.client, "zh"))["comments"])

    for words in ("answered on air", "answered in 3 s", "passed to Claire", "is checking", ">next<", ">waiting<"):
        assert words in told
    assert "2 answered, 1 passed to Claire" in told and "Yes: calfskin." in told
    assert "已转 Claire" in chinese and "3 秒内已答" in chinese
    assert "Nobody may read this" not in told


@pytest.mark.usefixtures("show")
async def test_a_question_is_asked_with_a_plain_form_once_and_the_name_is_remembered(boutique: Boutique) -> None:
    client = boutique.client
    for _ in range(2):
        answer = await ask(client, "How heavy is it?", name="Anna", key="cmt_once")
        assert answer.status_code == 303 and answer.headers["location"].endswith("#comments")
    page = (await client.get("/en/live")).text
    async with boutique.database.session() as session:
        kept = list(await session.scalars(select(LiveCommentRow)))

    assert [(one.name, one.text, one.source) for one in kept] == [("Anna", "How heavy is it?", "page")]
    assert "How heavy is it?" in page and 'name="name"' not in page, "nobody is asked for a name twice"


@pytest.mark.usefixtures("show")
async def test_what_cannot_be_asked_is_refused_in_words_and_without_a_token_nothing_is_taken(
    boutique: Boutique,
) -> None:
    client = boutique.client
    known = await token(client, "/en/live")
    empty = await ask(client, "   ", json="true", token=known)
    long = await ask(client, "x" * 400, json="true", token=known)
    forged = await client.post("/en/live/winter-leather/comments", data={"text": "hello"})
    many = [await ask(client, f"Question number {count}?", json="true", token=known) for count in range(7)]
    async with boutique.database.session() as session:
        kept = await session.scalar(select(func.count()).select_from(LiveCommentRow))

    assert "300 characters" in empty.json()["text"] and "300 characters" in long.json()["text"]
    assert forged.status_code == 403
    assert many[-1].status_code == 429 and "next one in" in many[-1].json()["text"]
    assert kept is not None and kept <= 6


async def test_a_piece_goes_into_the_bag_from_the_show_and_is_on_record(
    boutique: Boutique, show: LiveShowRow, pieces: dict[str, Product]
) -> None:
    bag, client = pieces["saddle-bag"], boutique.client
    given = {
        "csrf_token": await token(client, "/en/live"),
        "product_id": bag.id,
        "sku": bag.variants[0].sku,
        "json": "true",
    }
    put = (await client.post("/en/live/winter-leather/bag", data=given)).json()
    unknown = await client.post("/en/live/winter-leather/bag", data={**given, "sku": "NO-SUCH"})
    async with boutique.database.session() as session:
        acts = list(await session.scalars(select(InteractionRow).where(InteractionRow.kind == "add_to_cart")))

    assert put["added"] and put["count"] == 1 and unknown.status_code == 404
    assert [(one.surface, one.product_id, one.details["show"]) for one in acts] == [("live", bag.id, show.id)]


async def test_who_watches_is_counted_until_they_leave_and_programs_are_not(
    boutique: Boutique, show: LiveShowRow
) -> None:
    client = boutique.client
    given = {"csrf_token": await token(client, "/en/live")}

    async def counted() -> int:
        async with boutique.database.session() as session:
            return await watching(session, show.id)

    robot = {"user-agent": "Googlebot/2.1"}
    assert (await client.post("/en/live/winter-leather/watching", data=given, headers=robot)).status_code == 204
    assert await counted() == 0
    await client.post("/en/live/winter-leather/watching", data=given)
    assert await counted() == 1
    assert "1 watching" in (await client.get("/en/live")).text
    async with boutique.database.session() as session:
        session.add(LiveWatcherRow(show_id=show.id, visitor_id="tst_staff", shop_id=show.shop_id, seen_at=now()))
    assert await counted() == 1, "the shop's own people wake a show and are no viewers"
    await client.post("/en/live/winter-leather/watching", data={**given, "leaving": "true"})
    assert await counted() == 0


async def test_one_address_does_not_make_up_a_crowd(
    boutique: Boutique, show: LiveShowRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(live_routes.WATCHING_PER_ADDRESS, burst=2, seconds=3600)
    monkeypatch.setattr(live_routes, "WATCHING_PER_ADDRESS", few)
    for _ in range(4):
        boutique.client.cookies.clear()
        given = {"csrf_token": await token(boutique.client, "/en/live")}
        answer = await boutique.client.post("/en/live/winter-leather/watching", data=given)
        assert answer.status_code == 204
    async with boutique.database.session() as session:
        assert await watching(session, show.id) == 2


async def test_a_stopped_or_ended_show_says_so_and_takes_no_comments(boutique: Boutique, show: LiveShowRow) -> None:
    async with boutique.database.session() as session:
        (await session.get_one(LiveShowRow, show.id)).killed = True
    stopped = (await boutique.client.get("/en/live/winter-leather")).text
    refused = await ask(boutique.client, "Hello?", json="true")
    async with boutique.database.session() as session:
        row = await session.get_one(LiveShowRow, show.id)
        row.killed, row.state = False, "ended"
    ended = (await boutique.client.get("/en/live/winter-leather")).text

    assert "The show is paused" in stopped and refused.status_code == 409
    assert "This show has ended" in ended and "data-live-ask" not in ended
    assert (await boutique.client.get("/en/live")).text.count("No other show is planned") == 1


async def test_the_shop_tells_of_the_show_on_its_other_pages(boutique: Boutique, show: LiveShowRow) -> None:
    home = (await boutique.client.get("/en")).text
    sitemap = (await boutique.client.get("/sitemap.xml")).text
    assert 'class="live-band" href="/en/live/winter-leather"' in home and "€1,280" in home
    assert 'class="live-mark wide-only" href="/en/live/winter-leather"' in home
    assert "/zh/live/winter-leather<" in sitemap

    async with boutique.database.session() as session:
        (await session.get_one(LiveShowRow, show.id)).state = "ended"
    after = (await boutique.client.get("/en")).text
    assert "live-band" not in after and "live-mark" not in after


async def test_everybody_who_follows_hears_of_a_change_from_one_look(boutique: Boutique, show: LiveShowRow) -> None:
    listener = await hearing(Listener(boutique.database.url))
    feeds = Feeds(boutique.database, listener)
    key = FeedKey(boutique.shop.id, "winter-leather", "en", "EUR")
    readers = [feeds.follow(key, show.id) for _ in range(3)]
    try:
        first = await asyncio.gather(*(asyncio.wait_for(anext(one), 5) for one in readers))
        assert all(set(one.data) >= {"state", "counters", "shelf", "comments", "lines"} for one in first)  # type: ignore[call-overload]
        async with boutique.database.session() as session:
            await comment(session, show, "Anna", "Is it real leather?")
            await announce(session, f"live:{show.id}", {"kind": "comment"})
        heard = await asyncio.gather(*(asyncio.wait_for(_with(one, "comments"), 5) for one in readers))
        assert all("Is it real leather?" in one for one in heard)
        assert len(feeds._feeds) == 1, "three readers, one look"
    finally:
        for one in readers:
            await one.aclose()  # type: ignore[attr-defined]
        await listener.stop()
    assert not feeds._feeds, "when nobody follows nothing is looked at"


async def _with(reader: object, part: str) -> str:
    async for event in reader:  # type: ignore[attr-defined]
        if part in event.data:
            return str(event.data[part])
    return ""


@pytest.mark.parametrize(
    ("width", "height"), [(1440, 900), pytest.param(320, 640, marks=pytest.mark.slow)], ids=["desk", "small phone"]
)
async def test_the_picture_plays_captions_follow_it_and_nothing_runs_off_the_page(
    browser: Browser,
    boutique: Boutique,
    show: LiveShowRow,
    pieces: dict[str, Product],
    address: str,
    width: int,
    height: int,
) -> None:
    began = now() - timedelta(seconds=8)
    on_air_files(show, began)
    async with boutique.database.session() as session:
        await say(session, show, boutique.shop, pieces["saddle-bag"], "It is calfskin.", {"calfskin": "material"},
                  at=began + timedelta(seconds=3), seconds=30)  # fmt: skip
    listener = boutique.app.state.listener = await hearing(Listener(boutique.database.url))
    context = await browser.new_context(viewport={"width": width, "height": height})
    try:
        page = await context.new_page()
        await page.goto(f"{address}/en/live")

        await expect(page.locator(".live-caption .live-line")).to_have_text("It is calfskin.", timeout=8_000)
        async with asyncio.timeout(15):
            while not await page.evaluate("document.querySelector('video').currentTime") > 0:
                await asyncio.sleep(0.1)
        await expect(page.locator("[data-live-sound]")).to_have_text("Sound on")
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.locator(".live-ask input[name=text]").fill("How heavy is it?")
        await page.locator(".live-ask input[name=text]").press("Enter")
        await expect(page.locator(".live-comment-text")).to_have_text("How heavy is it?")
        await page.locator(".live-counter button").first.click()
        await expect(page.locator("#bag-count")).to_contain_text("1")
    finally:
        # An open connection would keep the server from ending, and the run with it.
        await context.close()
        await listener.stop()
