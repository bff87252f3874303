"""Comments over HTTP: with an API key, and pushed by platforms."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Scope
from mercery.accounts.service import create_api_key
from mercery.accounts.shop import Shop
from mercery.conversations.signature import signed_headers
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.livestream.comments import program_api, service
from mercery.livestream.comments.platforms.douyin import signature
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveShowRow
from mercery.web.pipeline import new_web_app
from mercery.web.rate_limit import RateLimiter


@pytest.fixture
async def http(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The interface, as a program reaches it."""
    app = new_web_app(embed_allowed=lambda *_: True, title="Test")  # type: ignore[arg-type]
    app.state.database, app.state.limiter = database, RateLimiter(database.url)
    app.include_router(program_api.router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost:8000") as client:
        yield client
    await app.state.limiter.close()


async def key_of(database: Database, shop: Shop, *scopes: Scope) -> dict[str, str]:
    async with database.session() as session:
        _, secret = await create_api_key(session, shop.id, SYSTEM, name="Bridge", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


async def test_a_program_brings_comments_and_reads_what_became_of_them(
    http: httpx.AsyncClient, database: Database, shop: Shop, show: Show
) -> None:
    key = await key_of(database, shop, Scope.LIVE_WRITE, Scope.LIVE_READ)
    batch = {"comments": [{"id": "1", "text": "how much?", "name": "Anna"}, {"id": "2", "text": "follow me for fakes"}]}
    sent = await http.post(f"/api/v1/live/{show.slug}/comments", json=batch, headers=key)
    again = await http.post(f"/api/v1/live/{show.id}/comments", json=batch["comments"][0], headers=key)
    assert [one["state"] for one in sent.json()["items"]] == ["received", "hidden"]
    assert again.json()["items"][0]["id"] == sent.json()["items"][0]["id"]
    listed = (await http.get(f"/api/v1/live/{show.id}/comments", headers=key)).json()["items"]
    assert [one["source_id"] for one in listed] == ["2", "1"] and listed[1]["name"] == "Anna"
    reader = await key_of(database, shop, Scope.LIVE_READ)
    assert (await http.post(f"/api/v1/live/{show.id}/comments", json=batch, headers=reader)).status_code == 403
    async with database.session() as session:
        row = await session.get(LiveShowRow, show.id)
        assert row is not None
        row.state = "ended"
    assert (await http.post(f"/api/v1/live/{show.id}/comments", json=batch, headers=key)).status_code == 409


async def test_a_platform_pushes_over_its_bridge_and_nobody_else(
    http: httpx.AsyncClient, database: Database, shop: Shop, show: Show
) -> None:
    key = await key_of(database, shop, Scope.LIVE_WRITE, Scope.LIVE_READ)
    wish = {"platform": "douyin", "room": "268", "secret": "123abc"}
    made = (await http.post(f"/api/v1/live/{show.id}/bridges", json=wish, headers=key)).json()
    assert made["secret"] == "" and made["address"] == f"/api/live/bridges/{made['id']}"
    body = json.dumps([{"msg_id": "7", "sec_openid": "o", "content": "多少钱", "nickname": "小鹿"}]).encode()
    names = {
        "x-nonce-str": "n",
        "x-timestamp": str(round(now().timestamp() * 1000)),
        "x-roomid": "268",
        "x-msg-type": "live_comment",
    }
    signed = {**names, "x-signature": signature(names, body, "123abc")}
    assert (await http.post(made["address"], content=body, headers=signed)).json() == {"err_no": 0, "err_msg": "ok"}
    assert (await http.post(made["address"], content=body, headers=signed)).status_code == 200
    assert (await http.post(made["address"], content=body + b" ", headers=signed)).status_code == 401
    assert (await http.post("/api/live/bridges/lbr_none", content=body, headers=signed)).status_code == 401
    async with database.session() as session:
        (kept,) = await service.comments(session, show.id)
    assert (kept.source, kept.name, kept.text, kept.lang) == ("douyin", "小鹿", "多少钱", "zh")


async def test_a_program_of_ones_own_is_given_a_secret_once(
    http: httpx.AsyncClient, database: Database, shop: Shop, show: Show
) -> None:
    key = await key_of(database, shop, Scope.LIVE_WRITE, Scope.LIVE_READ)
    made = (await http.post(f"/api/v1/live/{show.id}/bridges", json={"platform": "signed"}, headers=key)).json()
    body = b'{"id": "1", "text": "how heavy is it"}'
    headers = signed_headers(made["secret"], body, now())
    assert (await http.post(made["address"], content=body, headers=headers)).json() == {"ok": True}
    listed = (await http.get(f"/api/v1/live/{show.id}/bridges", headers=key)).json()["items"]
    assert [(one["platform"], one["secret"]) for one in listed] == [("signed", "")] and listed[0]["used_at"]
    assert (await http.delete(f"/api/v1/live/{show.id}/bridges/{made['id']}", headers=key)).status_code == 204
    assert (await http.post(made["address"], content=body, headers=headers)).status_code == 401
    unknown = await http.post(f"/api/v1/live/{show.id}/bridges", json={"platform": "myspace"}, headers=key)
    assert unknown.status_code == 422 or unknown.status_code == 400
