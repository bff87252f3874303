"""The step from the line to a page that was really seen, over sockets and with a page on another port."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.conversations import overview
from mercery.conversations.embedding import service
from mercery.conversations.embedding.checking import Wanted
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.web import visitor as visitors
from mercery.web.cookies import cookie_name
from mercery.web.csrf import SESSION_COOKIE
from mercery.web.visitor import is_staff_key, is_tester, read_widget_visitor

Served = Any


@pytest.fixture
async def console(served: Served, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which the owner has signed in; the line names the address that is served."""
    monkeypatch.setenv("MERCERY_PORT", served.base.rsplit(":", 1)[1])
    settings.cache_clear()
    async with served.database.session() as session:
        owner = await accounts.create_staff(
            session,
            served.shop.id,
            email="owner@aurelle.example",
            name="Claire",
            role="owner",
            password="long enough to pass 7",
        )
        signed_in = await accounts.start_session(
            session, owner.id, shop_id=served.shop.id, address="127.0.0.1", agent="test"
        )
    cookies = {cookie_name(SESSION_COOKIE): signed_in.token}
    async with httpx.AsyncClient(
        base_url=served.base, cookies=cookies, headers={"Accept": "text/html"}, follow_redirects=True, timeout=15
    ) as made:
        yield made


async def press(client: httpx.AsyncClient, page: httpx.Response, action: str, **fields: str) -> httpx.Response:
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page.text, re.DOTALL)
    assert form, f"no form {action}"
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form[1]))
    return await client.post(action, data={**hidden, **fields})


async def step(served: Served) -> tuple[bool, str]:
    async with served.database.session() as session:
        shop = await accounts.shop(session, served.shop.id)
        state = (await overview.setup(session, shop))["embed"]
    return state.done, state.detail.en


async def test_from_a_page_that_is_not_allowed_to_one_that_was_seen(
    served: Served, console: httpx.AsyncClient, foreign: Callable[[str], str]
) -> None:
    address = foreign("en")
    origin = address.rsplit("/", 1)[0]
    async with served.database.session() as session:
        await accounts.update_shop(session, served.shop.id, SYSTEM, embed_origins=())
    assert (await step(served)) == (False, "No site named.")
    page = await console.get("/console/embed")
    page = await press(console, page, "/console/embed/check", url=address)
    assert f"{origin} is not among the sites" in page.text and f"Allow {origin}" in page.text
    page = await press(console, page, "/console/embed/allow", origin=origin)
    assert "The line stands in the page, and nothing forbids it." in page.text
    assert "nobody has opened the page yet" in page.text
    done, detail = await step(served)
    assert not done and "Not seen on" in detail
    async with httpx.AsyncClient(headers={"Origin": origin}) as other:
        for _ in range(3):
            assert (await other.get(f"{served.base}/api/conversations/embed?shop=aurelle")).status_code == 200
    done, detail = await step(served)
    assert done and detail == f"Seen on {origin}, just now"
    assert f"The assistant stands on {origin}" in (await console.get("/console/embed")).text
    assert f"AI 店员已出现在 {origin}" in (await console.get("/console/embed?lang=zh")).text


async def test_who_opens_the_page_from_the_console_is_a_new_visitor_of_the_staff(
    served: Served, console: httpx.AsyncClient, foreign: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = foreign("en")
    async with served.database.session() as session:
        await accounts.update_shop(session, served.shop.id, SYSTEM, embed_origins=(address.rsplit("/", 1)[0],))
    page = await console.get("/console/embed")
    page = await press(console, page, "/console/embed/check", url=f"{address}#top")
    link = re.search(rf'href="{re.escape(address)}#mercery=([\w.-]+)"', page.text)
    assert link
    key = link[1]
    first, second = await visitor_of(console, staff=key), await visitor_of(console, staff=key)
    assert is_tester(first) and is_tester(second) and first != second
    assert not is_staff_key(key, "shp_another")
    later = now() + timedelta(hours=13)
    monkeypatch.setattr(visitors, "now", lambda: later)
    assert not is_staff_key(key, served.shop.id)


async def test_no_visitor_is_taken_from_what_the_page_was_opened_with(console: httpx.AsyncClient) -> None:
    face = (await console.get("/api/conversations/embed?shop=aurelle")).json()
    for chosen in (face["visitor"], "nothing", ""):
        name = await visitor_of(console, staff=chosen)
        assert not is_tester(name) and name != read_widget_visitor(face["visitor"])


async def visitor_of(client: httpx.AsyncClient, **asked: str) -> str:
    """Who a browser is to the shop that shows the widget with this in its address."""
    face = (await client.get("/api/conversations/embed", params={"shop": "aurelle", **asked})).json()
    return read_widget_visitor(face["visitor"]) or ""


async def test_a_page_that_is_not_right_yet_has_no_such_link(console: httpx.AsyncClient) -> None:
    page = await console.get("/console/embed")
    page = await press(console, page, "/console/embed/check", url="http://127.0.0.1:9/")
    assert "#mercery=" not in page.text


async def test_a_page_that_is_not_there_and_one_inside_a_network_are_refused_and_said(
    served: Served, console: httpx.AsyncClient
) -> None:
    page = await console.get("/console/embed")
    page = await press(console, page, "/console/embed/check", url="http://127.0.0.1:9/")
    assert "The site does not answer." in page.text
    page = await press(console, page, "/console/embed/check", url="http://10.0.0.7/")
    assert "not on the public internet" in page.text
    page = await press(console, page, "/console/embed/check", url="file:///etc/passwd")
    assert "not a plain web address" in page.text


async def test_a_refusal_is_said_in_chinese_to_who_reads_chinese(console: httpx.AsyncClient) -> None:
    page = await console.get("/console/embed?lang=zh")
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.text))
    page = await console.post("/console/embed/allow?lang=zh", data={**hidden, "origin": "no site"})
    assert "这不是网站地址" in page.text and "This is not an address" not in page.text


async def test_a_page_of_this_machine_is_read_only_while_the_shop_is_tried_out(
    served: Served, foreign: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://staff.example")
    settings.cache_clear()
    wanted = Wanted(shop="aurelle", base_url=served.base, origins=(), only_shop=True)
    (found,) = await service.look_at(foreign("en"), wanted)
    assert found.key == "not_read" and "public internet" in found.text.en


async def test_a_page_of_the_shops_own_and_one_that_is_not_allowed_are_no_sightings(served: Served) -> None:
    async with httpx.AsyncClient() as other:
        await other.get(f"{served.base}/api/conversations/embed", headers={"Origin": served.base})
        refused = await other.get(
            f"{served.base}/api/conversations/embed?shop=aurelle", headers={"Origin": "https://elsewhere.example"}
        )
    assert refused.status_code == 403
    async with served.database.session() as session:
        assert await service.sightings(session, served.shop) == []
