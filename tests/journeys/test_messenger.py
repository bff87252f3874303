"""A messenger on the real shop: the assistant answers by callback, then a person does, from the console."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect
from tests.journeys.conftest import OpenShop

from mercery.conversations.signature import check_signature, signed_headers
from mercery.core.clock import now


class Bridge:
    """What a shop would run: signs what customers write, checks and keeps what comes back."""

    def __init__(self) -> None:
        self.channel, self.secret = "", ""
        self.got: list[dict[str, Any]] = []
        bridge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                stamp, sign = self.headers["X-Mercery-Timestamp"], self.headers["X-Mercery-Signature"]
                check_signature([bridge.secret], stamp, sign, body, now())
                bridge.got.append(json.loads(body)["message"])
                self.send_response(204)
                self.end_headers()

            def log_message(self, *parts: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    async def say(self, base: str, text: str) -> dict[str, Any]:
        """Pass a customer's message on."""
        body = json.dumps({"id": str(time.time_ns()), "conversation": "chat-1", "text": text, "lang": "en"}).encode()
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.post(
                f"{base}/api/channels/{self.channel}/messages",
                content=body,
                headers={"Content-Type": "application/json", **signed_headers(self.secret, body, now())},
            )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def hears(self, words: str, author: str) -> None:
        """Wait until a message with these words has come."""
        for _ in range(300):
            if any(words in one["text"] and one["author"] == author for one in self.got):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{words!r} never came; {[one['text'] for one in self.got]}")


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.server.shutdown()
    made.server.server_close()


async def test_a_messenger_talks_to_the_assistant_and_to_a_person(shop: OpenShop, page: Page, bridge: Bridge) -> None:
    await shop.sign_in(page, "en")
    await page.goto(f"{shop.base}/console/channels")
    await page.fill("input[name=name]", "Journey")
    await page.fill("input[name=callback_url]", bridge.address)
    await page.locator('form[action="/console/channels"] button').click()
    bridge.secret = (await page.locator(".channel-secret").inner_text()).strip()
    bridge.channel = (
        (await page.locator("tr", has_text="Journey").inner_text()).split("/api/channels/")[1].split("/")[0]
    )

    assert (await bridge.say(shop.base, "What is the Saddle Bag made of?"))["delivered_by"] == "callback"
    await bridge.hears("full-grain calfskin", "assistant")
    assert bridge.got[0]["evidence"][0]["source"] == "catalogue"

    assert (await bridge.say(shop.base, "I want to talk to a person"))["status"] == "waiting"
    await page.goto(f"{shop.base}/console/inbox")
    # The row says what the customer wants, not that a person was asked for.
    await page.locator(".inbox-row", has_text="What is the Saddle Bag made of?").locator("a").click()
    await page.locator("#reply-text").fill("Claire here. How may I help?")
    await page.locator("[data-send]").click()
    await expect(page.locator("main").get_by_text("Claire here. How may I help?").last).to_be_visible()
    await bridge.hears("Claire here. How may I help?", "staff")
    # The bridge has it a moment before the log says so, and the page of channels shows the moment it was opened.
    last = page.locator("table", has_text="Delivered to").locator("tbody tr").first
    for _ in range(40):
        await page.goto(f"{shop.base}/console/channels")
        if "Delivered" in await last.inner_text():
            break
        await asyncio.sleep(0.25)
    await expect(last).to_contain_text("Delivered")
