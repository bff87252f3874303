"""Two shops in one installation: nothing of one is seen or changed from the other, whatever the address."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.accounts.digest import everything_of
from tests.accounts.house import House
from tests.accounts.installation import Furnished, address, console, furnish, installation, routes

from mercery.accounts.permissions import Scope
from mercery.core.database import Database

FORM = {
    "name": "changed", "role": "viewer", "value": "en", "text": "changed", "reason": "changed", "version": "1",
    "email": "changed@example.com", "password": "a new long password", "old_password": "x", "stock": "77", "price": "1",
    "title_en": "changed", "question_en": "changed", "answer_en": "changed", "statement_en": "changed", "on": "true",
    "quantity": "1", "sku": "B1-BLACK", "callback_url": "", "scopes": "catalog:read", "confirm": "changed",
}  # fmt: skip


@pytest.fixture
async def ours(database: Database, home: Path) -> Furnished:
    return await furnish(database, "ours", "Quince")


@pytest.fixture
async def theirs(database: Database, ours: Furnished) -> Furnished:
    return await furnish(database, "theirs", "Medlar")


@pytest.fixture
async def whole(database: Database, ours: Furnished, theirs: Furnished) -> AsyncIterator[House]:
    async with installation(database, ours) as made:
        yield made


async def test_an_owner_sees_and_changes_nothing_of_another_shop(
    whole: House, ours: Furnished, theirs: Furnished
) -> None:
    browser = await whole.as_role("owner", host=ours.host)
    token = await browser.token("/console")
    before = await everything_of(whole.database, theirs.shop.id)
    for route in routes(whole.app):
        if route.streams or route.name in (
            "POST /console/logout",
            "GET /console/join/{secret}",
            "POST /console/join/{secret}",
        ):
            continue
        where = address(route, theirs.ids)
        answer = await (browser.get(where) if route.method == "GET" else browser.post(where, FORM, token=token))
        assert theirs.mark not in answer.text, route.name
        assert answer.status_code < 500, route.name
    assert await everything_of(whole.database, theirs.shop.id) == before


async def test_an_owner_is_nobody_at_the_other_shops_address(whole: House, ours: Furnished, theirs: Furnished) -> None:
    here = await whole.as_role("owner", host=ours.host)
    there = whole.browser(host=theirs.host)
    there.http.cookies.set("session", here.session or "", domain=theirs.host, path="/")
    token = await there.token("/console/login")
    before = await everything_of(whole.database, theirs.shop.id)
    for route in console(routes(whole.app)):
        where = address(route, theirs.ids)
        answer = await (there.get(where) if route.method == "GET" else there.post(where, FORM, token=token))
        assert answer.status_code == 403, (route.name, answer.status_code)
    assert await everything_of(whole.database, theirs.shop.id) == before


async def test_a_key_reaches_nothing_of_another_shop(whole: House, ours: Furnished, theirs: Furnished) -> None:
    before = await everything_of(whole.database, theirs.shop.id)
    for host in (ours.host, theirs.host, "localhost:8000"):
        http = whole.browser(host=host).http
        asked = [one for one in routes(whole.app) if any(isinstance(need, Scope) for need in one.demands)]
        for number, route in enumerate(asked):
            if number % 50 == 0:
                async with whole.database.session() as session:
                    # There are more routes than one key may ask in a minute.
                    await session.execute(text("DELETE FROM rate_limits"))
            answer = await http.request(
                route.method, address(route, theirs.ids), json={}, headers={"Authorization": f"Bearer {ours.key}"}
            )
            assert theirs.mark not in answer.text, (host, route.name)
            assert answer.status_code < 500, (host, route.name)
            if host == theirs.host:
                assert answer.status_code == 403, route.name
    assert await everything_of(whole.database, theirs.shop.id) == before


async def test_a_shopper_sees_nothing_of_another_shop(whole: House, ours: Furnished, theirs: Furnished) -> None:
    shopper = whole.browser(host=ours.host)
    before = await everything_of(whole.database, theirs.shop.id)
    for route in routes(whole.app):
        if route.streams or route.path.startswith(("/console", "/api/v1")) or route.method != "GET":
            continue
        answer = await shopper.get(address(route, theirs.ids))
        assert theirs.mark not in answer.text, route.name
        assert answer.status_code < 500, route.name
    assert await everything_of(whole.database, theirs.shop.id) == before
