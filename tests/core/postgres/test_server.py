"""The supervisor against real processes: started, adopted, shared and stopped."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.core.postgres.in_use import USER, ask, line, pid_of, python

from mercery.core.postgres import (
    ensure_running,
    leave,
    status,
    stop,
)
from mercery.core.postgres.cluster import LOGS_KEPT, prune_logs
from mercery.core.postgres.layout import SOCKET_NAME, SOCKET_PATH_LIMIT, Layout
from mercery.core.postgres.postmaster import processes


def test_a_restart_keeps_the_data_and_the_role_is_no_superuser(at: Path) -> None:
    address = ensure_running(at)
    ask(address, "CREATE TABLE kept AS SELECT '真' AS word")
    assert stop(at)
    assert not stop(at)
    assert ensure_running(at) == address
    assert ask(address, "SELECT word FROM kept") == "真"
    assert ask(address, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.mark.usefixtures("used")
def test_every_database_knows_vectors_and_unicode(at: Path) -> None:
    address = ensure_running(at, durable=False)
    assert ask(address, "SELECT '[1,2]'::vector <-> '[1,3]'") == 1
    assert ask(address, "SELECT upper('é') || length('真丝')") == "É2"


@pytest.mark.usefixtures("used")
def test_a_running_server_is_adopted(at: Path) -> None:
    ensure_running(at, durable=False)
    before = pid_of(at)
    ensure_running(at, durable=False)
    assert pid_of(at) == before


@pytest.mark.usefixtures("used")
def test_nobody_else_can_enter_and_no_port_is_open(at: Path) -> None:
    address = ensure_running(at, durable=False)
    layout = Layout.at(at)
    assert layout.data.stat().st_mode & 0o077 == 0
    assert ask(address, "SHOW listen_addresses") == ""
    ours = [c for p in processes(layout) for c in p.net_connections("inet")]
    assert not ours


@pytest.mark.usefixtures("used")
def test_the_server_outlives_a_killed_parent_and_is_adopted(at: Path) -> None:
    parent = python(USER, at)
    before = line(parent)
    parent.kill()
    parent.wait()
    address = ensure_running(at, durable=False)
    assert str(pid_of(at)) == before
    assert ask(address, "SELECT 1") == 1


@pytest.mark.usefixtures("used")
def test_the_last_process_to_end_stops_it(at: Path) -> None:
    other = python(USER, at)
    line(other)
    address = ensure_running(at, durable=False)
    other.communicate("\n", timeout=20)
    assert ask(address, "SELECT 1") == 1
    assert leave(at)
    assert status(at).state == "down"
    assert not leave(at)


def test_processes_that_start_at_once_get_one_server(at: Path) -> None:
    users = [python(USER, at) for _ in range(4)]
    assert {line(user) for user in users} == {str(pid_of(at))}
    for user in users:
        user.communicate("\n", timeout=20)
    assert status(at).state == "down"


def test_a_path_too_long_for_a_socket_is_reached_by_a_short_one(at: Path) -> None:
    home = at / ("long" * 30)
    try:
        address = ensure_running(home, durable=False)
        assert len(str(address.socket_folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
        assert address.socket_folder.parent.stat().st_mode & 0o077 == 0
        assert ask(address, "SELECT 1") == 1
    finally:
        stop(home)


@pytest.mark.usefixtures("used")
def test_an_impatient_stop_still_loses_nothing(at: Path) -> None:
    address = ensure_running(at)
    ask(address, "CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(pid_of(at), signal.SIGSTOP)
    began = time.monotonic()
    assert stop(at, seconds=0.2)
    assert time.monotonic() - began < 5
    assert ask(ensure_running(at), "SELECT n FROM kept") == 1


def test_only_the_newest_logs_are_kept(at: Path) -> None:
    layout = Layout.at(at)
    layout.log_folder.mkdir(parents=True)
    for number in range(9):
        (layout.log_folder / f"postgresql-2026010{number}T000000.log").touch()
    prune_logs(layout)
    assert len(list(layout.log_folder.iterdir())) == LOGS_KEPT
    assert (layout.log_folder / "postgresql-20260108T000000.log").exists()
    shutil.rmtree(layout.data)
