"""Pressing keys as a person does: who sees the page rest."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page

_RESTS = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
    document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")))))"""


async def press(page: Page, key: str) -> None:
    """Press a key once nothing asked for is on its way and nothing is being put in place: a part of the page that has
    arrived is seen a moment before it listens."""
    for _ in range(200):
        if await page.evaluate(_RESTS):
            break
        await asyncio.sleep(0.02)
    await page.keyboard.press(key)
