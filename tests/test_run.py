"""`mercery run` as a shop owner meets it: started, interrupted, started twice, killed. Real processes, a bare shop."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from click.testing import CliRunner
from tests.core.postgres.homes import copy_home, used_home

from mercery.commands import stop_command
from mercery.core.postgres import ensure_running, status, stop

STARTER = """
import sys, time
import mercery.commands as commands

def seed(url, say):
    say("Seeding.")
    time.sleep(float(sys.argv[1]))
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
def new_shop(home: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home nothing was ever started in."""
    monkeypatch.setenv("MERCERY_PORT", str(port))
    yield home
    stop(home)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a database and all tables in it, where nothing runs."""
    return used_home(tmp_path_factory.mktemp("kept") / "home", schema=True)


@pytest.fixture
def shop(new_shop: Path, kept: Path) -> Path:
    """A home that had its first start, without a shop in it."""
    copy_home(kept, new_shop)
    return new_shop


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
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"http://127.0.0.1:{port}/", timeout=40)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def test_it_tells_address_and_password_and_stops_within_five_seconds(new_shop: Path, port: int) -> None:
    process = start()
    said = until(process, "Ctrl+C")
    assert f"http://127.0.0.1:{port}" in said
    assert "secret   (shown once)" in said
    assert answers(port)
    said, seconds = interrupt(process)
    assert "Everything is kept" in said
    assert process.returncode == 0
    assert seconds < 8  # five on an idle machine
    assert not answers(port)
    assert status(new_shop).state == "down"


@pytest.mark.slow
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
    assert seconds < 8  # five on an idle machine
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


@pytest.mark.slow
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


def child(process: subprocess.Popen[str], name: str) -> psutil.Process | None:
    """The living first process of the web server or of the worker."""
    for one in psutil.Process(process.pid).children():
        with contextlib.suppress(psutil.Error):
            if one.cmdline()[-1:] == [name]:
                return one
    return None


def eventually(what: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.slow  # each part alone: core/test_processes.py, core/postgres/test_server.py
def test_a_killed_web_process_worker_or_database_comes_back_by_itself(shop: Path, port: int) -> None:
    process = start()
    until(process, "Ctrl+C")
    for name in ("web", "worker"):
        killed = child(process, name)
        assert killed is not None
        orphans = killed.children()
        killed.kill()
        eventually(lambda name=name, killed=killed: child(process, name) not in (None, killed))  # type: ignore[misc]
        assert not psutil.wait_procs(orphans, timeout=5)[1], "what it had started still has the port"
    eventually(lambda: answers(port))
    postmaster = status(shop).pid
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    eventually(lambda: status(shop).state == "ready" and status(shop).pid != postmaster)
    eventually(lambda: answers(port))
    interrupt(process)
    assert process.returncode == 0


def test_a_closed_terminal_stops_it_in_good_order(shop: Path) -> None:
    process = start(seeding=30)
    until(process, "Seeding")
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert status(shop).state == "down"


def test_another_mercery_on_the_port_is_named(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = start(seeding=30)
    until(first, "Seeding")
    monkeypatch.setenv("MERCERY_HOME", str(tmp_path / "elsewhere"))
    second = start()
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"Another Mercery uses it, started in {tmp_path} (process " in said
    assert "Traceback" not in said
    interrupt(first)


def test_a_home_that_cannot_be_used_is_named(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MERCERY_HOME", str(tmp_path / "file" / "home"))
    process = start()
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"The folder {tmp_path}/file/home cannot be used: Not a directory." in said
    assert "MERCERY_HOME" in said
    assert "Traceback" not in said


def test_a_newer_schema_is_refused_and_nothing_is_served(shop: Path, port: int) -> None:
    url = ensure_running(shop).url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    process = start()
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "written by a newer Mercery" in said
    assert "Traceback" not in said
    assert not answers(port)


@pytest.mark.slow
def test_a_seed_that_was_killed_is_done_again_from_the_start(new_shop: Path) -> None:
    command = [sys.executable, "-m", "mercery.cli", "run"]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until(first, "products")
    first.kill()
    first.wait()
    again = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = until(again, "Ctrl+C")
    assert "300 customers, 1000 orders" in said
    assert "(shown once)" in said
    with psycopg.connect(ensure_running(new_shop).url) as connection:
        assert connection.execute("SELECT count(*) FROM shops").fetchone() == (1,)
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=30)


def test_stop_waits_until_what_runs_has_ended(home: Path) -> None:
    """What is typed next, a start or a restore, finds nothing in its way."""
    slow = "import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: (time.sleep(1), sys.exit()))\nprint('up', flush=True)\ntime.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", slow, "mercery run"], stdout=subprocess.PIPE, text=True)
    until(process, "up")
    # Nobody else waits for it, as for a program of another terminal: reaped here, it would stay a zombie.
    threading.Thread(target=process.wait, daemon=True).start()
    (home / "run.lock").write_text(str(process.pid))
    done = CliRunner().invoke(stop_command)
    assert done.output == "Stopped.\n" and not psutil.pid_exists(process.pid)
    assert CliRunner().invoke(stop_command).output == "Nothing runs here.\n"
