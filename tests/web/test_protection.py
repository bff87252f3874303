"""What every response carries, and what limits do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import HTMLResponse

from mercery.core import clock
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.errors import Invalid
from mercery.web.cookies import set_cookie
from mercery.web.csrf import csrf_exempt
from mercery.web.database import Db
from mercery.web.pipeline import new_web_app
from mercery.web.rate_limit import Limit, RateLimited, RateLimiter
from mercery.web.security import CONTENT_SECURITY_POLICY

TEMPLATES = sorted((Path(__file__).parents[2] / "src" / "mercery").rglob("templates/**/*.html"))
LIMIT = Limit(name="test", burst=3, seconds=30)


@pytest.fixture
def app(database: Database, home: Path) -> FastAPI:
    app = new_web_app()
    app.state.database = database

    @app.get("/page")
    async def page() -> HTMLResponse:
        return HTMLResponse("<p>x</p>")

    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost:8000") as client:
        yield client


async def test_every_response_tells_the_browser_what_a_page_may_do(client: httpx.AsyncClient) -> None:
    for path in ("/page", "/nowhere"):
        headers = (await client.get(path)).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "strict-transport-security" not in headers


def test_no_script_and_no_style_stands_inside_a_page() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert TEMPLATES
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")|<style|\sstyle=|\son[a-z]+=\"|javascript:"
    )
    found = [(path.name, match[0]) for path in TEMPLATES for match in inline.finditer(path.read_text("utf-8"))]
    assert found == []


async def test_over_https_cookies_are_bound_to_the_host_and_the_browser_stays_on_https(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "https://shop.example")
    settings.cache_clear()

    @app.get("/sets")
    async def sets(request: Request) -> HTMLResponse:
        set_cookie(request, "session", "x")
        return HTMLResponse("x")

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="https://shop.example") as client:
        headers = (await client.get("/sets")).headers
    assert headers["strict-transport-security"].startswith("max-age=")
    sent = headers["set-cookie"].lower()
    assert sent.startswith("__host-session=x;")
    assert all(part in sent for part in ("secure", "httponly", "samesite=lax", "path=/"))


@pytest.mark.parametrize("host", ["evil.example/path", "a b", "shop.example\\@evil", "<script>"])
async def test_a_host_that_is_none_is_refused(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.get("/page", headers={"host": host})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_host")


async def test_a_bucket_empties_and_fills_again_for_all_processes_together(database: Database, home: Path) -> None:
    one, other = RateLimiter(database.url), RateLimiter(database.url)
    start = clock.now()
    try:
        with clock.at(start):
            for limiter in (one, other, one):
                await limiter.take(LIMIT, "account", "address")
            for limiter in (one, other):
                with pytest.raises(RateLimited) as refused:
                    await limiter.take(LIMIT, "account", "address")
                assert refused.value.retry_after == 10
            await other.take(LIMIT, "account", "another address")
        with clock.at(start + timedelta(seconds=10)):
            await other.take(LIMIT, "account", "address")
            with pytest.raises(RateLimited):
                await other.take(LIMIT, "account", "address")
    finally:
        await one.close()
        await other.close()


async def test_what_the_database_cannot_take_is_refused_and_not_a_fault_of_ours(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    @app.get("/found/{name}")
    async def found(session: Db, name: str, number: int = 1) -> HTMLResponse:
        await session.execute(
            text("SELECT CAST(:name AS text), CAST(:number AS int)"), {"name": name, "number": number}
        )
        return HTMLResponse("x")

    assert (await client.get("/found/bag")).status_code == 200
    for path in ("/found/%00", "/found/bag?number=99999999999999999999"):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "unstorable")


async def test_half_of_a_letter_is_refused_also_where_the_refusal_would_repeat_it(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    @app.put("/kept")
    @csrf_exempt("a test")
    async def kept(request: Request) -> None:
        raise Invalid(f"'{(await request.json())['name']}' is no name.")

    for accept in ("application/json", "text/html"):
        answer = await client.put(
            "/kept", content=b'{"name": "\\ud800"}', headers={"Content-Type": "application/json", "Accept": accept}
        )
        assert answer.status_code == 422


async def test_of_two_that_wait_for_each_other_one_is_told_to_come_again(
    app: FastAPI, client: httpx.AsyncClient, database: Database
) -> None:
    async with database.session() as session:
        await session.execute(text("CREATE TABLE pairs (id int PRIMARY KEY, held int)"))
        await session.execute(text("INSERT INTO pairs VALUES (1, 0), (2, 0)"))
    both = asyncio.Barrier(2)

    @app.get("/take/{first}/{second}")
    async def take(session: Db, first: int, second: int) -> HTMLResponse:
        await session.execute(text("UPDATE pairs SET held = 1 WHERE id = :id"), {"id": first})
        await both.wait()
        await session.execute(text("UPDATE pairs SET held = 1 WHERE id = :id"), {"id": second})
        return HTMLResponse("x")

    answers = await asyncio.gather(client.get("/take/1/2"), client.get("/take/2/1"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert {answer.json()["error"]["code"] for answer in answers if answer.status_code == 409} == {"overtaken"}
