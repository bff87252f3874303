"""A show is set up and put on air; its lines are held and skipped by key; a person comes in by RTMP, takes the air and hands back."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from dataclasses import dataclass

import av
import numpy as np
import pytest
from playwright.async_api import Page, expect
from tests.journeys.conftest import OpenShop
from tests.journeys.test_search_desk import sign_in_on_a_phone

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ON_AIR = 180_000
"""Milliseconds until an engine draws and its host speaks, on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is typed, pressed and read in one language."""

    title: str
    field: str
    speaks: str
    make: str
    start: str
    yes: str
    held: str
    key: str
    reveal: str
    ready: str
    on_air: str
    stands_by: str
    end: str
    after: str
    camera: str


WAYS = {
    "en": Way(
        title="Two bags", field="title_en", speaks="English", make="Set it up", start="Go on air now", yes="Yes, go on",
        held="Let it be said", key="Make a key", reveal="Reveal", ready="ready, camera 1", on_air="on air",
        stands_by="stands by", end="End the show", after="Two bags ran for", camera="Come in by camera",
    ),
    "zh": Way(
        title="两只包", field="title_zh", speaks="中文", make="建立直播", start="现在开播", yes="确认", held="放行", key="生成密钥",
        reveal="显示", ready="已就绪，机位 1", on_air="直播中", stands_by="待命", end="结束直播", after="两只包播出",
        camera="真人出镜接入",
    ),
}  # fmt: skip


class Camera:
    """What OBS does: H.264 and AAC by RTMP, in real time, until it is ended. As OBS does, it calls again while the door is not open
    yet: the ingest process starts when the first key is made."""

    def __init__(self, url: str) -> None:
        self.stop, self.problems = threading.Event(), list[str]()
        self.thread = threading.Thread(target=self._push, args=(url,), daemon=True)
        self.thread.start()

    async def end(self) -> None:
        """Stop sending."""
        self.stop.set()
        await asyncio.to_thread(self.thread.join, 10)

    def _push(self, url: str) -> None:
        until = time.monotonic() + ON_AIR / 1000
        while not self.stop.wait(0.5):
            if not (problem := self._pushed(url)):
                return
            if time.monotonic() > until:
                self.problems.append(problem)
                return

    def _pushed(self, url: str) -> str:
        """Send until it is ended; what went wrong, if anything did."""
        try:
            with av.open(url, "w", format="flv", timeout=(8, 8)) as out:
                options = {"preset": "ultrafast", "tune": "zerolatency", "g": "25"}
                video = out.add_stream("libx264", rate=25, options=options)
                video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
                sound = out.add_stream("aac", rate=48_000, layout="mono")
                for number in range(25 * 180):
                    picture = av.VideoFrame.from_ndarray(np.full((180, 320, 3), number % 255, np.uint8), "rgb24")
                    picture.pts = number
                    out.mux(video.encode(picture))
                    quiet = av.AudioFrame.from_ndarray(np.zeros((1, 1920), np.int16), "s16", "mono")
                    quiet.sample_rate, quiet.pts = 48_000, number * 1920
                    out.mux(sound.encode(quiet))
                    if self.stop.wait(0.036):
                        break
        except (av.FFmpegError, OSError) as error:
            return str(error) or type(error).__name__
        return ""


@pytest.fixture
def shop(shop_with_director: OpenShop) -> OpenShop:
    """The one that goes on air."""
    return shop_with_director


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("zh", 390)])
async def test_a_person_takes_the_air_and_hands_back(shop: OpenShop, page: Page, lang: str, width: int) -> None:
    way = WAYS[lang]
    await page.set_viewport_size({"width": width, "height": 900})
    await shop.sign_in(page, lang) if width > 640 else await sign_in_on_a_phone(shop, page, lang)
    await put_on_air(page, shop, way)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await expect(page.locator("#air-said li p").first).to_be_visible(timeout=ON_AIR)
    await hold_and_skip(page, way)

    camera = Camera(await address_of(page, way))
    host, person = page.locator(".air-who").first, page.locator(".air-who").nth(1)
    await expect(person).to_contain_text(way.ready, timeout=ON_AIR)
    assert camera.problems == []
    await person.click()
    await expect(person).to_have_attribute("aria-pressed", "true")
    await expect(person).to_contain_text(way.on_air)
    await expect(host).to_contain_text(way.stands_by)
    await host.click()
    await expect(host).to_have_attribute("aria-pressed", "true")
    await expect(person).to_contain_text(way.ready)
    said = await page.locator("#air-said time").first.get_attribute("datetime")
    await expect(page.locator("#air-said time").first).not_to_have_attribute("datetime", str(said), timeout=ON_AIR)
    await camera.end()

    await page.get_by_role("button", name=way.end).click()
    await page.locator("#confirm").get_by_role("button", name=way.end).click()
    await expect(page.locator("h1")).to_contain_text(way.after)


async def put_on_air(page: Page, shop: OpenShop, way: Way) -> None:
    """Set up a show of two pieces that never rests, and begin."""
    await page.goto(f"{shop.base}/console/live/new")
    await page.fill(f"#f-{way.field}", way.title)
    await page.get_by_role("radio", name=way.speaks, exact=True).check()
    await page.fill("#f-pieces", "2")
    await page.locator("#f-rest_alone-1").uncheck()
    await page.get_by_role("button", name=way.make).click()
    await page.wait_for_url(re.compile("/order$"))
    await expect(page.locator(".order-entry").first).to_be_visible()
    await page.get_by_role("button", name=way.start).click()
    await page.locator("#confirm").get_by_role("button", name=way.yes).click()
    await expect(page.locator(".air-head h1")).to_have_text(way.title)


async def hold_and_skip(page: Page, way: Way) -> None:
    """H and S act, and are letters inside a field."""
    await page.fill("#f-say", "")
    await page.locator("#f-say").press_sequentially("hs")
    held = page.locator("#air-under").get_by_role("button", name=re.compile(way.held))
    await expect(held).to_have_count(0)
    await page.fill("#f-say", "")
    await page.locator("h1").click()
    await page.keyboard.press("h")
    await expect(held).to_be_visible()
    await page.keyboard.press("h")
    await expect(held).to_have_count(0)
    before = await page.locator(".air-item-now").inner_text(timeout=ON_AIR)
    await page.keyboard.press("s")
    await expect(page.locator(".air-item-now")).not_to_have_text(before, timeout=ON_AIR, use_inner_text=True)


async def address_of(page: Page, way: Way) -> str:
    """Where the camera sends, with the key as it is revealed once."""
    await page.locator("#air-camera summary").click()
    await page.locator("#air-camera").get_by_role("button", name=way.key).click()
    await page.locator("#air-camera").get_by_role("button", name=way.reveal).click()
    server = await page.locator(".air-keys code").first.inner_text()
    return f"{server}/{await page.locator('.air-secret').inner_text()}"
