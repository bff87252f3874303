"""`mercery run` as a shop owner meets it: started, interrupted, started twice, killed. Real processes, a bare shop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from mercery.core.postgres import status, stop

STARTER = """
import sys, time
import psycopg
import mercery.commands as commands
from mercery.core.schema import newest_revision, procrastinate_schema

def seed(url, say):
    say("Seeding.")
    time.sleep(float(sys.argv[1]))
    if newest_revision() is None and not psycopg.connect(url).execute("SELECT to_regclass('procrastinate_jobs')").fetchone()[0]:
        psycopg.connect(url, autocommit=True).execute(procrastinate_schema())
    return "owner@example.com", "secret"

commands._prepare = seed
sys.argv = ["mercery", "run"]
from mercery.cli import main
main()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def shop(home: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MERCERY_PORT", str(port))
    yield home
    stop(home)


def start(seeding: float = 0.0) -> subprocess.Popen[str]:
    """In a group of its own, as a terminal would."""
    return subprocess.Popen(
        [sys.executable, "-c", STARTER.replace("sys.argv[1]", repr(str(seeding)))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def until(process: subprocess.Popen[str], words: str) -> str:
    """Read what it says up to the line with these words."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"never said {words!r}:\n{said}")


def interrupt(process: subprocess.Popen[str]) -> tuple[str, float]:
    """Ctrl+C in the terminal: the whole group gets the signal. What it says then, and the seconds it takes."""
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    return said, time.monotonic() - began


def answers(port: int) -> bool:
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}/", timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def test_it_tells_address_and_password_and_stops_within_five_seconds(shop: Path, port: int) -> None:
    process = start()
    said = until(process, "Ctrl+C")
    assert f"http://127.0.0.1:{port}" in said
    assert "secret   (shown once)" in said
    assert answers(port)
    said, seconds = interrupt(process)
    assert "Everything is kept" in said
    assert process.returncode == 0
    assert seconds < 5
    assert not answers(port)
    assert status(shop).state == "down"


def test_a_second_start_in_the_same_home_is_told_so(shop: Path) -> None:
    first = start(seeding=20)
    until(first, "Seeding")
    second = start()
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"already runs in {shop}" in said
    assert "make stop" in said
    assert "Traceback" not in said
    interrupt(first)


def test_an_interrupt_while_seeding_ends_at_once(shop: Path) -> None:
    process = start(seeding=30)
    until(process, "Seeding")
    said, seconds = interrupt(process)
    assert "before the shop was open" in said
    assert seconds < 5
    assert status(shop).state == "down"


def test_a_port_in_use_is_named_with_a_way_out(shop: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = start()
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in said
    assert f"MERCERY_PORT={port + 1} make run" in said
    assert status(shop).state == "down"


def test_after_a_kill_the_port_is_free_and_the_next_start_works(shop: Path, port: int) -> None:
    process = start()
    until(process, "Ctrl+C")
    process.kill()
    process.wait()
    end = time.monotonic() + 10
    while answers(port):
        assert time.monotonic() < end, "the web process outlived its parent"
        time.sleep(0.1)
    again = start()
    until(again, "Ctrl+C")
    interrupt(again)
    assert again.returncode == 0
