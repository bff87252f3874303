"""The whole shop as a person starts it: `mercery run` on a database of its own, with the demo shop in it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Page, expect
from tests.ports import free_port
from tests.prepared import Prepared, surroundings

PATIENCE = 90_000
"""Milliseconds a step may take on a busy machine."""
_READY = 300.0
"""Seconds a shop may take to be drawn, seeded and open on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShop:
    """The running shop and how to sign in."""

    base: str
    login: str
    password: str
    database_url: str

    async def sign_in(self, page: Page, lang: str) -> None:
        """Open the console in a browser."""
        await page.goto(f"{self.base}/console?lang={lang}")
        await page.fill("input[name=email]", self.login)
        await page.fill("input[name=password]", self.password)
        await page.press("input[name=password]", "Enter")
        await page.wait_for_selector(".sidebar .side-nav")


def start(home: Path, url: str, **settings: str) -> tuple[subprocess.Popen[str], str]:
    """`mercery run`, and what it printed until the shop was open."""
    ports = {"MERCERY_PORT": str(free_port()), "MERCERY_LIVE_INGEST_PORT": str(free_port())}
    log = home / "run.log"
    with log.open("w") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "mercery.cli", "run"],
            env=surroundings(home, url, **ports, **settings),
            stdout=out,
            stderr=out,
            text=True,
            cwd=home,
        )
    deadline = time.monotonic() + _READY
    while "Ctrl+C" not in log.read_text():
        assert running.poll() is None and time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.1)
    return running, log.read_text()


def end(running: subprocess.Popen[str]) -> None:
    """Stop it as Ctrl+C does."""
    running.send_signal(signal.SIGINT)
    try:
        running.wait(20)
    except subprocess.TimeoutExpired:
        running.kill()


@pytest.fixture(autouse=True)
def patient(page: Page) -> Iterator[None]:
    """Wait longer than a unit test would: a whole installation runs beside the browser."""
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="session")
def shop(prepared_shop: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    """The demo shop, serving."""
    with opened(tmp_path_factory.mktemp("home"), prepared_shop) as shop:
        yield shop


@pytest.fixture(scope="module")
def shop_with_director(prepared_shop: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenShop]:
    """A demo shop of its own that goes on air: the other has no director."""
    with opened(tmp_path_factory.mktemp("home"), prepared_shop, MERCERY_LIVE="true") as shop:
        yield shop


@contextmanager
def opened(home: Path, made: Prepared, **settings: str) -> Iterator[OpenShop]:
    """A copy of the demo shop, running until the block ends."""
    with made.once_more(home) as url:
        running, said = start(home, url, **settings)
        address = re.search(r"Shop +(http\S+)", said)
        assert address and made.login in said
        try:
            yield OpenShop(base=address[1], login=made.login, password=made.password, database_url=url)
        finally:
            end(running)
