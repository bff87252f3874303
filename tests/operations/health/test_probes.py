"""`/healthz`, `/readyz` and `/metrics` of the application, and who may read the figures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from tests.accounts.house import console_app

from mercery.core.config import settings
from mercery.core.database import Database
from mercery.operations.health import probes
from mercery.operations.health.scraping import may_scrape

TOKEN = "a token of sixteen signs and more"


@pytest.fixture
def app(database: Database, home: Path) -> FastAPI:
    return console_app(database, probes.router)


@pytest.fixture
async def here(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A program on this machine."""
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_life_and_readiness_as_a_load_balancer_asks(here: httpx.AsyncClient) -> None:
    answer = await here.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    answer = await here.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"]) == {"database", "schema", "listener", "index"}
    assert answer.headers["cache-control"] == "no-store"


async def test_life_asks_nothing_of_a_database_that_is_away_and_readiness_says_so(home: Path) -> None:
    away = Database("postgresql://nobody@127.0.0.1:9/none")
    transport = httpx.ASGITransport(app=console_app(away, probes.router))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        assert (await client.get("/healthz")).status_code == 200
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.json() == {
        "ready": False, "checks": {"database": "broken", "schema": "broken", "listener": "well", "index": "well"}
    }  # fmt: skip
    await away.close()


async def test_a_scrape_tells_requests_by_route_and_nothing_of_what_was_asked(here: httpx.AsyncClient) -> None:
    await here.get("/console/login?next=/console/inbox&who=anna@example.com")
    await here.get("/anna@example.com/1234")
    answer = await here.get("/metrics")
    assert answer.status_code == 200
    assert "anna" not in answer.text
    samples = [one for family in text_string_to_metric_families(answer.text) for one in family.samples]
    requests = {
        (one.labels["method"], one.labels["route"], one.labels["status"]): one.value
        for one in samples
        if one.name == "mercery_http_requests_total"
    }
    assert requests["GET", "/console/login", "200"] >= 1
    assert requests["GET", "unmatched", "404"] >= 1
    names = {one.name for one in samples}
    assert {
        "mercery_jobs_in_queue",
        "mercery_processes",
        "mercery_check",
        "mercery_oldest_waiting_job_seconds",
    } <= names
    states = [one for one in samples if one.name == "mercery_check" and one.labels["check"] == "database"]
    assert {one.labels["state"] for one in states} == {"well", "warning", "broken", "unknown"}
    assert sorted(one.value for one in states) == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("token", "public", "address", "sent", "forwarded", "expected"),
    [
        ("", "", "127.0.0.1", "", False, True),
        ("", "", "::1", "", False, True),
        ("", "", "::ffff:127.0.0.1", "", False, True),
        ("", "", "127.0.0.1", "", True, None),
        ("", "", "192.0.2.7", "", False, None),
        ("", "", "unknown", "", False, None),
        ("", "https://shop.example", "127.0.0.1", "", False, None),
        (TOKEN, "https://shop.example", "192.0.2.7", f"Bearer {TOKEN}", True, True),
        (TOKEN, "", "127.0.0.1", "", False, False),
        (TOKEN, "", "127.0.0.1", f"Bearer {TOKEN}x", False, False),
        (TOKEN, "", "127.0.0.1", f"Basic {TOKEN}", False, False),
        (TOKEN, "", "127.0.0.1", "Bearer 密", False, False),
    ],
)
def test_figures_are_for_this_machine_while_the_shop_is_private_and_for_the_token_else(
    token: str, public: str, address: str, sent: str, forwarded: bool, expected: bool | None, home: Path
) -> None:
    chosen = settings().model_copy(
        update={"metrics_token": SecretStr(token) if token else None, "public_url": public or None}
    )
    assert may_scrape(chosen, address=address, authorization=sent, forwarded=forwarded) is expected


async def test_a_stranger_is_told_nothing(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = httpx.ASGITransport(app=app, client=("192.0.2.7", 40000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        assert (await client.get("/metrics")).status_code == 404
        monkeypatch.setenv("MERCERY_METRICS_TOKEN", TOKEN)
        settings.cache_clear()
        assert (await client.get("/metrics")).status_code == 401
        answer = await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
