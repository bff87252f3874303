"""A show watched again: its files as long as the shop shows them, its chapters, and no price that is no longer in force without
today's beside it."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from playwright.async_api import Browser, expect
from tests.storefront.conftest import Boutique
from tests.storefront.live_builders import add_show, on_air_files, recorded, say

from mercery.accounts.actor import SYSTEM
from mercery.catalog.product import Product
from mercery.catalog.service import all_product_ids, products, set_price
from mercery.core.clock import now
from mercery.core.money import Money
from mercery.livestream.engine.playlist import Playlist, Segment, live_text, read
from mercery.livestream.folders import hls_folder, live_folder
from mercery.livestream.replay_file import FileAbout, write_mp4
from mercery.livestream.replays import publish, recordings
from mercery.livestream.tables import LiveRecordingRow, LiveShowRow
from mercery.storefront import live_files, live_routes
from mercery.storefront.live_files import since_break

BEGAN = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def routes(boutique: Boutique) -> None:
    """They stand before the storefront's own, as in the application."""
    boutique.app.router.routes[:0] = [*live_files.router.routes, *live_routes.router.routes]


@pytest.fixture
async def past(boutique: Boutique) -> tuple[LiveShowRow, LiveRecordingRow, Product]:
    """A show that ended, with eight seconds on record in which the saddle bag's price is said."""
    async with boutique.database.session() as session:
        every = await products(session, boutique.shop.id, await all_product_ids(session, boutique.shop.id))
        bag = next(one for one in every if one.handle == "saddle-bag")
        show = await add_show(session, boutique.shop, [bag], state="ended")
        recording = await recorded(session, show, BEGAN)
        await say(session, show, boutique.shop, bag, "Here is the Saddle Bag, in calfskin.", {"calfskin": "material"},
                  at=BEGAN + timedelta(seconds=1), seconds=2)  # fmt: skip
        await say(session, show, boutique.shop, bag, "It costs €1,280.", {"€1,280": "price"},
                  at=BEGAN + timedelta(seconds=3.5), seconds=2)  # fmt: skip
    return show, recording, bag


Past = tuple[LiveShowRow, LiveRecordingRow, Product]


async def raise_price(boutique: Boutique, bag: Product) -> None:
    """The price that was said is in force no more."""
    async with boutique.database.session() as session:
        for variant in bag.variants:
            await set_price(session, boutique.shop.id, variant.sku, Money(148_000, "EUR"), SYSTEM)


async def test_a_replay_has_chapters_and_its_transcript_wears_its_sources(boutique: Boutique, past: Past) -> None:
    page = (await boutique.client.get("/en/live/winter-leather/replay")).text

    assert "Recorded on 22 Nov 2026" in page and ">Saddle Bag</span>" in page
    assert page.count("claim-holds") >= 1 and "calfskin</b>: catalogue" in page
    assert "no longer in force" not in page and '"hasPart":[{"@type":"Clip"' in page
    assert "/en/live/winter-leather/replay" in (await boutique.client.get("/en/live")).text


async def test_a_price_no_longer_in_force_is_marked_everywhere_with_todays_beside_it(
    boutique: Boutique, past: Past
) -> None:
    await raise_price(boutique, past[2])
    page = (await boutique.client.get("/en/live/winter-leather/replay")).text

    assert page.count('<s class="replay-gone">€1,280</s>') == 2, "in the transcript and in the caption"
    assert "“€1,280” was said on 22 Nov 2026 and is no longer in force." in page
    assert re.search(r"Today: <b class=\"numeric\">€1,480</b>", page)
    over = re.search(r'"overlays":\[\{"id":1,"start":3.5,"end":([\d.]+)\}\]', page)
    assert over and float(over[1]) == 8.0, "until the piece leaves the counter"


async def test_a_withdrawn_replay_is_gone_with_all_its_files(boutique: Boutique, past: Past) -> None:
    show, recording, _ = past
    files = f"/live/{show.shop_id}/{show.id}/replay/{recording.id}"
    playlist = await boutique.client.get(f"{files}/replay.m3u8")
    segment = await boutique.client.get(f"{files}/s000.m4s")
    assert playlist.status_code == 200 and playlist.text.rstrip().endswith("#EXT-X-ENDLIST")
    assert segment.headers["cache-control"].startswith("private")

    async with boutique.database.session() as session:
        (shown,) = await recordings(session, show.id)
    (shown.folder / "poster.jpg").write_bytes(b"picture")
    assert (await boutique.client.get(f"/live/{show.shop_id}/{show.id}/poster.jpg")).content == b"picture"

    async with boutique.database.session() as session:
        await publish(session, boutique.shop, SYSTEM, recording.id, on=False)

    poster = f"/live/{show.shop_id}/{show.id}/poster.jpg"
    for path in (f"{files}/replay.m3u8", f"{files}/s000.m4s", "/en/live/winter-leather/replay", poster):
        assert (await boutique.client.get(path)).status_code == 404


async def test_the_files_on_air_are_named_ones_that_are_new(boutique: Boutique) -> None:
    async with boutique.database.session() as session:
        show = await add_show(session, boutique.shop, [])
    folder = on_air_files(show, now(), seconds=4)
    (folder.parent / "engine.json").write_text("{}", encoding="utf-8")
    (folder / "live.json").write_text("{}", encoding="utf-8")
    base = f"/live/{show.shop_id}/{show.id}"
    playlist = await boutique.client.get(f"{base}/live.m3u8")
    segment = await boutique.client.get(f"{base}/s000.m4s", headers={"range": "bytes=0-9"})

    assert playlist.headers["cache-control"] == "no-store" and "#EXT-X-PROGRAM-DATE-TIME" in playlist.text
    assert segment.status_code == 206 and segment.headers["cache-control"].startswith("public")
    for name in ("../engine.json", "..%2Fengine.json", "live.json", ".live.m3u8", "made.m3u8", "%2e%2e/engine.json"):
        assert (await boutique.client.get(f"{base}/{name}")).status_code == 404, name
    assert (await boutique.client.get(f"/live/..%2f..%2f/{show.id}/live.m3u8")).status_code == 404

    hour_ago = now().timestamp() - 3600
    os.utime(folder / "live.m3u8", (hour_ago, hour_ago))
    assert (await boutique.client.get(f"{base}/live.m3u8")).status_code == 404, (
        "what an engine left an hour ago is not now"
    )
    assert hls_folder(show.shop_id, show.id) == folder


def test_who_comes_to_a_studio_that_has_woken_is_shown_nothing_from_before_its_rest() -> None:
    def piece(number: int, second: float, *, anew: bool = False) -> Segment:
        return Segment(
            name=f"s{number}.m4s", seconds=2.0, date=BEGAN + timedelta(seconds=second), head="i.mp4", anew=anew
        )

    rested = Playlist(segments=(piece(0, 0), piece(1, 2), piece(2, 3600, anew=True), piece(3, 3602)), first=7, breaks=1)
    restarted = Playlist(segments=(piece(0, 0), piece(1, 2), piece(2, 8, anew=True)), first=7, breaks=1)

    shown = read(since_break(live_text(rested)))
    assert [one.name for one in shown.segments] == ["s2.m4s", "s3.m4s"]
    assert (shown.first, shown.breaks, shown.segments[0].anew) == (9, 1, True), "counters go on"
    assert read(since_break(live_text(restarted))) == restarted, "a short break is played across"


async def test_the_shop_downloads_one_file_that_says_what_it_is(past: Past, boutique: Boutique, tmp_path: Path) -> None:
    folder = boutique_folder(past)
    (folder / "part-00001.mp4").write_bytes((folder / "init.mp4").read_bytes() + (folder / "s000.m4s").read_bytes())
    about = FileAbout(title="Winter", label="AI host", maker="Aurelle", lang="en", mark='{"Label":"1"}')
    assert write_mp4(folder, tmp_path / "show.mp4", about, [(0.0, 2.0, "Saddle Bag")])

    with av.open(str(tmp_path / "show.mp4")) as file:
        assert {one.type for one in file.streams} >= {"video", "audio"}
        assert (file.metadata["AIGC"], file.metadata["comment"]) == ('{"Label":"1"}', "AI host")
        assert file.chapters()[0]["metadata"]["title"] == "Saddle Bag"
        assert sum(1 for _ in file.decode(video=0)) == 20


def boutique_folder(past: Past) -> Path:
    return live_folder() / past[1].folder


@pytest.mark.slow
async def test_over_the_picture_it_is_said_while_the_piece_is_on_the_counter(
    browser: Browser, boutique: Boutique, past: Past, address: str
) -> None:
    await raise_price(boutique, past[2])
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    await page.goto(f"{address}/en/live/winter-leather/replay")
    await expect(page.locator("video")).to_have_js_property("readyState", 4)
    await expect(page.locator("[data-replay-over]")).to_be_hidden()

    await page.locator("[data-replay-line] a").nth(1).click()
    await expect(page.locator("[data-replay-over]")).to_contain_text("Today: €1,480")
    await expect(page.locator(".live-caption s")).to_have_text("€1,280")
    await context.close()
