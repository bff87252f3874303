"""Real processes: a web server and a worker are scraped as one, and the server drains before it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

TOKEN = "a token of sixteen signs and more"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def client(port: int) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def started(home: Path, database_url: str, port: int) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """A web server and a worker over a fresh database."""
    environment = os.environ | {
        "MERCERY_DATABASE_URL": database_url, "MERCERY_PORT": str(port), "MERCERY_METRICS_TOKEN": TOKEN,
        "MERCERY_DRAIN_SECONDS": "2",
    }  # fmt: skip
    processes = {
        role: subprocess.Popen([sys.executable, "-m", "mercery.cli", role], env=environment, stdin=subprocess.DEVNULL)
        for role in ("web", "worker")
    }
    yield processes
    for one in processes.values():
        one.kill()
        one.wait(10)


def until(client: httpx.Client, path: str, status: int, *, seconds: float = 180) -> httpx.Response:
    """The first answer with that status."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with suppress(httpx.TransportError):
            answer = client.get(path)
            if answer.status_code == status:
                return answer
        time.sleep(0.05)
    raise AssertionError(f"{path} never answered {status}")


def scraped(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """All samples of a scrape, by name and labels' values."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


@pytest.mark.slow
def test_several_processes_are_one_target_and_a_server_drains_before_it_ends(
    started: dict[str, subprocess.Popen[bytes]], client: httpx.Client, database_url: str
) -> None:
    assert until(client, "/readyz", 200).json()["ready"] is True
    assert client.get("/metrics").status_code == 401
    ends = time.monotonic() + 120
    found: dict[tuple[str, ...], float] = {}
    while time.monotonic() < ends and ("mercery_process_memory_bytes", "worker") not in found:
        time.sleep(0.2)
        found = scraped(client)
    # One scrape of the web server's port tells of the worker too, which has no port.
    assert found["mercery_process_memory_bytes", "web"] > 10_000_000
    assert found["mercery_process_memory_bytes", "worker"] > 10_000_000
    assert found["mercery_http_requests_total", "GET", "/readyz", "200"] >= 1
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT role, pid FROM installation_processes ORDER BY role").fetchall()
    assert [row[0] for row in rows] == ["web", "worker"]
    # It says that it leaves, and goes on to serve.
    started["web"].send_signal(signal.SIGTERM)
    answer = until(client, "/readyz", 503, seconds=1.5)
    assert answer.json() == {"ready": False, "checks": {"draining": "broken"}}
    assert client.get("/healthz").status_code == 200
    assert started["web"].wait(20) in (0, 1)
    started["worker"].send_signal(signal.SIGTERM)
    assert started["worker"].wait(20) == 0
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM installation_processes").fetchone() == (0,)
