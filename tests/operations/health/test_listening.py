"""The small server of a machine that runs no web process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.ports import _free_beside
from mercery.operations.health.checks import Looks
from mercery.operations.health.listening import MetricsOpen, listening
from mercery.operations.health.readiness import Probe, readiness_checks
from mercery.operations.health.scraping import Scraper

TOKEN = "a token of sixteen signs and more"


def chosen(listen: str, token: str = "") -> Settings:
    changes = {"metrics_listen": listen, "metrics_token": SecretStr(token) if token else None}
    return settings().model_copy(update={**changes, "public_url": "https://shop.example"})


async def asked(port: int, path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(100):
            try:
                return await client.get(f"http://127.0.0.1:{port}{path}", headers=headers)
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
    raise AssertionError("nobody listens")


async def test_a_worker_answers_where_no_web_process_runs(database: Database, home: Path) -> None:
    port = _free_beside("127.0.0.1", 20_000)
    assert port
    looks = Looks(database)
    scraper = Scraper(database, looks, None)
    probe = Probe(database, readiness_checks(None, lambda: "open"), lambda: False)
    async with listening(chosen(f"127.0.0.1:{port}"), scraper, probe):
        assert (await asked(port, "/healthz")).text == "ok"
        assert (await asked(port, "/readyz")).json()["ready"] is True
        answer = await asked(port, "/metrics")
        assert {"mercery_check", "mercery_jobs_in_queue"} <= {
            one.name for one in text_string_to_metric_families(answer.text)
        }
        assert (await asked(port, "/console")).status_code == 404
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /metrics HTTP/1.1\r\n\r\n")
        assert b"405" in await reader.readline()
        writer.close()
    async with listening(chosen(f"127.0.0.1:{port}", TOKEN), scraper, probe):
        assert (await asked(port, "/metrics")).status_code == 401
        assert (await asked(port, "/metrics", Authorization=f"Bearer {TOKEN}")).status_code == 200


async def test_figures_are_not_shown_to_other_machines_without_a_token(database: Database, home: Path) -> None:
    scraper = Scraper(database, Looks(database), None)
    with pytest.raises(MetricsOpen, match="other machines"):
        async with listening(chosen("0.0.0.0:9464"), scraper, None):
            pass
