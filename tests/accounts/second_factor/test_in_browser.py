"""Two-step sign-in in a real browser: by keyboard alone, with a pasted code, and without a word from the browser's console."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page
from sqlalchemy import update
from tests.accounts.house import PASSWORD, House
from tests.accounts.serving import serving

from mercery.accounts.second_factor import codes
from mercery.accounts.tables import SecondFactorRow, SessionRow
from mercery.core import clock

EMAIL = "owner@aurelle.example"


async def sign_in(page: Page, base: str) -> None:
    await page.goto(f"{base}/console/login")
    await page.fill("input[name=email]", EMAIL)
    await page.fill("input[name=password]", PASSWORD)
    async with page.expect_navigation():
        await page.press("input[name=password]", "Enter")


async def type_code(page: Page, key: str) -> None:
    """Where the focus is, as a paste with a space in it."""
    code = codes.code_at(key, clock.now())
    await page.keyboard.insert_text(f"{code[:3]} {code[3:]}")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def any_code_again(house: House) -> None:
    """As if the next half minute had come."""
    async with house.database.session() as session:
        await session.execute(update(SecondFactorRow).values(last_step=0))


@pytest.mark.slow
async def test_set_up_sign_in_and_be_asked_once_more(aurelle: House, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    async with serving(aurelle.app) as base:
        await sign_in(page, base)
        await page.goto(f"{base}/console/account/second-factor")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Set it up").click()
        assert await page.locator(".qr-frame svg").evaluate("one => one.getBoundingClientRect().width") > 150
        await page.get_by_text("The app has no camera?").click()
        key = (await page.locator("code.break-all").inner_text()).replace(" ", "")
        await page.focus("input[name=code]")
        await type_code(page, key)
        assert await page.locator(".codes code").count() == 10
        await page.goto(f"{base}/console/account")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Sign out").first.click()
        await any_code_again(aurelle)
        await sign_in(page, base)
        focus = "document.activeElement"
        assert await page.evaluate(f"{focus}.name + ' ' + {focus}.autocomplete") == "code one-time-code"
        await type_code(page, key)
        assert page.url == f"{base}/console"
        await any_code_again(aurelle)
        async with aurelle.database.session() as session:
            await session.execute(update(SessionRow).values(proved_at=clock.now() - timedelta(minutes=11)))
        await page.goto(f"{base}/console/staff")
        await page.check("input[name=whom][value=owners]")
        async with page.expect_navigation():
            await page.locator("#second-factor").get_by_role("button", name="Save").click()
        assert "Is it still you?" in await page.locator("h1").inner_text()
        await type_code(page, key)
        assert page.url == f"{base}/console/staff#second-factor"
        assert await page.is_checked("input[name=whom][value=owners]")
    assert [one for one in said if "403" not in one] == []
