"""Live connections have a limit for each reader and for the process, and give their places back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.web.pipeline import new_web_app
from mercery.web.sse import SseEvent, sse_response


@pytest.fixture
def ending() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def app(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch, ending: asyncio.Event) -> FastAPI:
    """A page that streams until `ending`; two streams for each reader, three in all."""
    monkeypatch.setenv("MERCERY_STREAMS_PER_VISITOR", "2")
    monkeypatch.setenv("MERCERY_STREAMS_PER_PROCESS", "3")
    settings.cache_clear()
    app = new_web_app()
    app.state.database = database

    async def events() -> AsyncIterator[SseEvent]:
        yield SseEvent(event="state", data={})
        await ending.wait()

    @app.get("/live")
    async def live(request: Request, who: str) -> Response:
        return sse_response(request, who, events())

    return app


async def _ask(app: FastAPI, who: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        return await client.get("/live", params={"who": who}, headers={"Accept": "application/json"})


async def _opened(app: FastAPI, *readers: str) -> list[asyncio.Task[httpx.Response]]:
    """Streams that stay open; returns when the process counts them."""
    tasks = [asyncio.create_task(_ask(app, who)) for who in readers]
    while not hasattr(app.state, "streams") or app.state.streams.count < len(readers):
        await asyncio.sleep(0.01)
    return tasks


async def test_a_reader_with_too_many_is_refused_and_others_are_not(app: FastAPI, ending: asyncio.Event) -> None:
    tasks = await _opened(app, "ana", "ana")
    refused = await _ask(app, "ana")
    assert refused.status_code == 429 and refused.json()["error"]["code"] == "too_many_streams"
    assert refused.json()["error"]["remedy"] == "Close another window of this shop first."
    tasks += await _opened(app, "ben")
    ending.set()
    assert {(await task).status_code for task in tasks} == {200}


async def test_a_full_process_says_so_and_when_to_come_back(app: FastAPI, ending: asyncio.Event) -> None:
    tasks = await _opened(app, "ana", "ben", "carl")
    refused = await _ask(app, "dora")
    assert refused.status_code == 429 and refused.json()["error"]["code"] == "streams_full"
    assert refused.headers["retry-after"] == "5"
    ending.set()
    await asyncio.gather(*tasks)


async def test_a_stream_that_ends_or_is_left_gives_its_place_back(app: FastAPI, ending: asyncio.Event) -> None:
    tasks = await _opened(app, "ana", "ana")
    tasks[0].cancel()
    await asyncio.gather(tasks[0], return_exceptions=True)
    while app.state.streams.count > 1:
        await asyncio.sleep(0.01)
    ending.set()
    await tasks[1]
    assert app.state.streams.count == 0
    assert (await _ask(app, "ana")).status_code == 200
