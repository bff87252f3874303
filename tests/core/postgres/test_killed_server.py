"""Servers, starts and processes that are killed: what is left does not stand in the way of the next."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.core.postgres.in_use import ask, pid_of, python, until

from mercery.core.postgres import (
    Health,
    PostgresError,
    Watcher,
    ensure_running,
    postmaster,
    status,
    stop,
)
from mercery.core.postgres.layout import Layout


@pytest.mark.usefixtures("used")
def test_the_watcher_restarts_a_killed_server(at: Path) -> None:
    address = ensure_running(at)
    ask(address, "CREATE TABLE kept AS SELECT 1 AS n")
    told: list[Health] = []
    watcher = Watcher(at, interval=0.1, on_change=told.append)
    watcher.start()
    try:
        os.kill(pid_of(at), signal.SIGKILL)
        # Whoever listens is told a moment after the state is set.
        until(lambda: len(told) == 2)
        assert [health.state for health in told] == ["restarting", "up"]
        assert watcher.health.restarts == 1
        assert ask(address, "SELECT n FROM kept") == 1
    finally:
        watcher.stop()


@pytest.mark.usefixtures("used")
def test_the_watcher_tells_why_it_cannot_restart_and_tries_again(at: Path) -> None:
    ensure_running(at, durable=False)
    version = Layout.at(at).data / "PG_VERSION"
    watcher = Watcher(at, interval=0.1, durable=False)
    watcher.start()
    try:
        version.write_text("15\n")
        os.kill(pid_of(at), signal.SIGKILL)
        until(lambda: watcher.health.state == "failed")
        assert "PostgreSQL 15" in watcher.health.message
        version.write_text("18\n")
        until(lambda: watcher.health.state == "up")
    finally:
        watcher.stop()


@pytest.mark.usefixtures("used")
def test_a_server_that_lost_a_backend_recovers_by_itself(at: Path) -> None:
    address = ensure_running(at, durable=False)
    before = pid_of(at)
    with psycopg.connect(address.url) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    ensure_running(at, durable=False)
    assert pid_of(at) == before
    assert ask(address, "SELECT 1") == 1


@pytest.mark.usefixtures("used")
def test_orphans_of_a_killed_server_do_not_block_the_next(at: Path) -> None:
    address = ensure_running(at, durable=False)
    with psycopg.connect(address.url) as busy:
        thread = threading.Thread(target=lambda: _ignore_errors(busy, "SELECT count(*) FROM generate_series(1, 1e12)"))
        thread.start()
        until(lambda: ask(address, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1e12)'") == 1)
        os.kill(pid_of(at), signal.SIGKILL)
        ensure_running(at, durable=False)
        assert ask(address, "SELECT 1") == 1
        thread.join(timeout=5)
        assert not thread.is_alive()


def _ignore_errors(connection: psycopg.Connection[tuple[object, ...]], query: str) -> None:
    with suppress(psycopg.Error):
        connection.execute(query.encode())


def test_a_half_finished_initdb_is_done_again(at: Path) -> None:
    code = "import pathlib, sys; from mercery.core.postgres import ensure_running; ensure_running(pathlib.Path(sys.argv[1]))"
    starting = python(code, at)
    unfinished = at / "postgres" / "data.unfinished" / "base"
    until(unfinished.exists)
    for process in [*psutil.Process(starting.pid).children(recursive=True), psutil.Process(starting.pid)]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    starting.wait()
    assert not (at / "postgres" / "data").exists()
    assert ask(ensure_running(at, durable=False), "SELECT 1") == 1
    assert not unfinished.exists()


@pytest.mark.usefixtures("used")
def test_a_pid_file_whose_number_another_program_has_now_is_stale(at: Path) -> None:
    ensure_running(at, durable=False)
    stop(at)
    other = subprocess.Popen(["sleep", "60"])
    try:
        pid_file = Layout.at(at).data / "postmaster.pid"
        pid_file.write_text(f"{other.pid}\n/proc/self/cwd\n1\n5432\n.\n\n0 0\nready\n")
        assert status(at).state == "down"
        assert ask(ensure_running(at, durable=False), "SELECT 1") == 1
        assert pid_of(at) != other.pid
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.usefixtures("used")
def test_a_killed_start_leaves_no_role_behind_half_made(at: Path) -> None:
    address = ensure_running(at, durable=False)
    with psycopg.connect(address.url.replace("mercery@", "postgres@").replace("/mercery?", "/postgres?")) as admin:
        admin.autocommit = True
        admin.execute("DROP DATABASE mercery")
    assert ask(ensure_running(at, durable=False), "SELECT current_database()") == "mercery"


@pytest.mark.usefixtures("used")
def test_a_stopped_clock_of_a_start_is_told(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_running(at, durable=False)
    monkeypatch.setattr(postmaster, "RECOVERY_SECONDS", 0.3)
    pid = pid_of(at)
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(PostgresError, match="has not answered"):
            ensure_running(at, durable=False)
    finally:
        os.kill(pid, signal.SIGCONT)
