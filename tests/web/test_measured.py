"""Each request is counted and traced by its route, with nothing of what was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from structlog.testing import capture_logs
from tests.core.telemetry.collector import Collector, begin, said

from mercery.core.database import Database
from mercery.core.logging import get_logger
from mercery.core.telemetry import recording, tracing
from mercery.core.telemetry.instruments import REQUESTS
from mercery.core.telemetry.recording import figures
from mercery.web.pipeline import new_web_app

PROXY = "192.0.2.1"


@pytest.fixture
def collector() -> Iterator[Collector]:
    recording.forget_all()
    made = Collector()
    begin(made)
    yield made
    tracing.end()
    made.close()


@pytest.fixture
def app(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setenv("MERCERY_TRUSTED_PROXIES", PROXY)
    app = new_web_app()
    app.state.database = database
    inner = APIRouter(prefix="/people")

    @inner.get("/{name}/orders")
    async def orders(name: str) -> dict[str, str]:
        return {"trace": tracing.trace_id()}

    @inner.get("/{name}/broken")
    async def broken(name: str) -> None:
        raise RuntimeError(f"{name} did not pay")

    outer = APIRouter(prefix="/shop")
    outer.include_router(inner)
    app.include_router(outer)
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, client=(PROXY, 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_a_request_is_told_by_its_route_and_follows_the_proxys_trace(
    client: httpx.AsyncClient, collector: Collector
) -> None:
    trace = "1" * 32
    answer = await client.get(
        "/shop/people/anna@example.com/orders?card=4111111111111111",
        headers={"traceparent": f"00-{trace}-{'2' * 16}-01"},
    )
    assert answer.json() == {"trace": trace}
    tracing.end()
    span = collector.spans["GET /shop/people/{name}/orders"]
    assert span.trace_id.hex() == trace
    assert said(span)["http.route"] == "/shop/people/{name}/orders"
    assert said(span)["http.response.status_code"] == 200
    assert "anna" not in collector.everything
    assert "4111" not in collector.everything
    assert figures()[REQUESTS.name] == {("GET", "/shop/people/{name}/orders", "200"): 1.0}


async def test_a_strangers_trace_begins_none_of_ours(app: FastAPI, collector: Collector) -> None:
    transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        sent = {"traceparent": f"00-{'1' * 32}-{'2' * 16}-01"}
        answer = await client.get("/shop/people/x/orders", headers=sent)
    assert answer.json()["trace"] not in ("", "1" * 32)


async def test_the_support_code_of_an_error_is_its_trace(
    client: httpx.AsyncClient, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A logger that has written already keeps to what it was set up with, and would not be heard.
    monkeypatch.setattr("mercery.web.errors.log", get_logger("mercery.web.errors"))
    with capture_logs() as lines:
        answer = await client.get("/shop/people/anna@example.com/broken")
    assert answer.status_code == 500
    tracing.end()
    span = collector.spans["GET /shop/people/{name}/broken"]
    assert answer.json()["error"]["support"] == f"err_{span.trace_id.hex()}"
    assert [line["support"] for line in lines if "support" in line] == [f"err_{span.trace_id.hex()}"]
    assert said(span)["error.type"] == "500"
    assert "did not pay" not in collector.everything


async def test_addresses_without_a_route_are_one_row(client: httpx.AsyncClient, collector: Collector) -> None:
    for number in range(5):
        await client.get(f"/nothing/{number}")
    assert figures()[REQUESTS.name] == {("GET", "unmatched", "404"): 5.0}
