"""A page that is read while the database is being restarted is simply a little later; what changes something is refused."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mercery.core.database import Database
from mercery.web import asking_again
from mercery.web.csrf import csrf_exempt
from mercery.web.database import Db
from mercery.web.pipeline import new_web_app


class Away:
    """A database that ends each session in the middle of its work, some times."""

    def __init__(self, times: int) -> None:
        self.left, self.asked = times, 0

    async def interrupt(self, session: Db) -> None:
        self.asked += 1
        if self.left:
            self.left -= 1
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        await session.execute(text("SELECT 1"))


@pytest.fixture
def away() -> Away:
    return Away(0)


@pytest.fixture
def app(database: Database, home: Path, away: Away, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr(asking_again, "PAUSES", (0.01, 0.01, 0.01))
    app = new_web_app()
    app.state.database = database

    @app.get("/page/{name}")
    async def page(session: Db, name: str, request: Request) -> Response:
        request.scope["state"]["left_behind"] = request.scope["state"].get("left_behind", 0) + 1
        await away.interrupt(session)
        return PlainTextResponse(f"{name} {request.scope['state']['left_behind']}")

    @app.post("/change")
    @csrf_exempt("a test")
    async def change(session: Db) -> Response:
        await away.interrupt(session)
        return PlainTextResponse("changed")

    return app


async def ask(app: FastAPI, method: str, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        return await client.request(method, path, headers={"Accept": "application/json"})


async def test_a_page_is_asked_again_and_each_try_begins_as_the_first(app: FastAPI, away: Away) -> None:
    away.left = 2
    answer = await ask(app, "GET", "/page/bag")
    assert (answer.status_code, answer.text, away.asked) == (200, "bag 1", 3)


async def test_a_database_that_stays_away_is_told(app: FastAPI, away: Away) -> None:
    away.left = 99
    answer = await ask(app, "GET", "/page/bag")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "2" and away.asked == 4


async def test_what_changes_something_is_done_once(app: FastAPI, away: Away) -> None:
    away.left = 1
    assert (await ask(app, "POST", "/change")).status_code == 503
    assert away.asked == 1


async def test_when_many_wait_already_the_next_is_told_at_once(
    app: FastAPI, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_again, "MOST_WAITING", 0)
    away.left = 1
    assert (await ask(app, "GET", "/page/bag")).status_code == 503
    assert away.asked == 1
