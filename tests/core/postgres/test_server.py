"""The supervisor against real processes: started, killed, raced, starved and stopped."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.core.postgres.homes import copy_home, used_home

from mercery.core.postgres import (
    DatabaseAddress,
    DiskFull,
    Health,
    NotOurs,
    PostgresError,
    StartFailed,
    Watcher,
    WrongVersion,
    ensure_running,
    leave,
    postmaster,
    status,
    stop,
)
from mercery.core.postgres.binaries import for_another_user
from mercery.core.postgres.cluster import LOGS_KEPT, prune_logs
from mercery.core.postgres.errors import explain
from mercery.core.postgres.layout import SOCKET_NAME, SOCKET_PATH_LIMIT, Layout
from mercery.core.postgres.postmaster import processes

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Path]:
    """A home below a folder that only we may enter; nothing of its server survives the test."""
    tmp_path.chmod(0o700)
    folder = tmp_path / "home"
    yield folder
    leave(folder)
    stop(folder)
    assert not list(processes(Layout.at(folder)))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose server ran and was stopped."""
    return used_home(tmp_path_factory.mktemp("kept") / "home")


@pytest.fixture
def used(at: Path, kept: Path) -> None:
    """The home `at` has had a server before."""
    copy_home(kept, at)


def ask(address: DatabaseAddress, query: str) -> object:
    """The first value a query gives, over a new connection."""
    with psycopg.connect(address.url) as connection:
        cursor = connection.execute(query.encode())
        return next(iter(cursor.fetchone() or ()), None) if cursor.description else None


def pid_of(home: Path) -> int:
    pid = status(home).pid
    assert pid is not None
    return pid


def until(condition: Callable[[], bool], *, seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


def python(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run code in another process."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


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


USER = """
import pathlib, sys
from mercery.core.postgres import ensure_running, status
home = pathlib.Path(sys.argv[1])
ensure_running(home, durable=False)
print(status(home).pid, flush=True)
sys.stdin.readline()
"""
"""A process that uses the server until it is told to end."""


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


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


def test_too_little_room_is_refused_before_anything_is_written(at: Path) -> None:
    with pytest.raises(DiskFull, match=r"is full\. \d+ MB are free, 1000000000 MB are needed") as caught:
        ensure_running(at, needed_mb=1_000_000_000)
    assert "MERCERY_HOME" in caught.value.remedy
    assert not (at / "postgres" / "data").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 100 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", folder], check=False)
    if mounted.returncode != 0:
        pytest.skip("a small file system can only be mounted as root")
    yield folder
    stop(folder / "home")
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_fills_up_is_named_and_nothing_saved_is_lost(small_disk: Path) -> None:
    home = small_disk / "home"
    address = ensure_running(home, needed_mb=10)
    ask(address, "CREATE TABLE kept AS SELECT 1 AS n")
    with pytest.raises(psycopg.errors.DiskFull):
        ask(address, "CREATE TABLE big AS SELECT repeat(md5(n::text), 50) FROM generate_series(1, 100000) n")
    stop(home)
    ballast = small_disk / "ballast"
    with suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(bytes(2**20))
    with pytest.raises(DiskFull, match="is full"):
        ensure_running(home)
    with pytest.raises(DiskFull, match="is full"):
        ensure_running(home, needed_mb=0)
    ballast.unlink()
    assert ask(ensure_running(home, needed_mb=10), "SELECT n FROM kept") == 1


def test_a_full_disk_while_creating_leaves_nothing_half_made(small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb") as file:
        file.write(bytes(80 * 2**20))
    with pytest.raises(DiskFull):
        ensure_running(small_disk / "home", needed_mb=0)
    (small_disk / "ballast").unlink()
    assert ask(ensure_running(small_disk / "home", needed_mb=10), "SELECT 1") == 1


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
def test_another_version_is_refused_and_left_alone(at: Path) -> None:
    ensure_running(at, durable=False)
    stop(at)
    version = Layout.at(at).data / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(WrongVersion, match="written by PostgreSQL 16") as caught:
        ensure_running(at, durable=False)
    assert "mercery export" in caught.value.remedy
    assert version.read_text() == "16\n"


def test_a_folder_of_somebody_else_is_refused_and_left_alone(at: Path) -> None:
    data = Layout.at(at).data
    data.mkdir(parents=True)
    (data / "holiday.jpg").write_text("not a database")
    with pytest.raises(NotOurs, match="no PostgreSQL data directory"):
        ensure_running(at)
    assert [file.name for file in data.iterdir()] == ["holiday.jpg"]


@pytest.mark.usefixtures("used")
def test_a_damaged_database_is_named(at: Path) -> None:
    ensure_running(at, durable=False)
    stop(at)
    (Layout.at(at).data / "global" / "pg_control").unlink()
    with pytest.raises(StartFailed, match="damaged") as caught:
        ensure_running(at, durable=False)
    assert "backup" in caught.value.remedy


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


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
@pytest.mark.usefixtures("used")
def test_as_root_the_server_is_somebody_else_and_nobodys_folder_is_opened(at: Path) -> None:
    modes = {folder: folder.stat().st_mode for folder in [at.parent, *at.parent.parents]}
    ensure_running(at, durable=False)
    assert {process.username() for process in processes(Layout.at(at))} == {"mercery"}
    assert {folder: folder.stat().st_mode for folder in modes} == modes


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_the_ordinary_user_runs_it_as_themselves(tmp_path: Path) -> None:
    folder = Path("/tmp") / f"mercery-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    programs = for_another_user()
    try:
        shutil.chown(folder, "nobody")
        code = f"""
import os, pathlib
from mercery.core.postgres import binaries, ensure_running, server, status, stop
from mercery.core.postgres.binaries import Binaries
server.installed = lambda: Binaries(folder=pathlib.Path({str(programs.folder)!r}))
import psycopg, psutil
os.setgroups([]); os.setgid(65534); os.setuid(65534)
home = pathlib.Path({str(folder)!r}) / "home"
address = ensure_running(home)
with psycopg.connect(address.url) as connection:
    print(connection.execute("select 1").fetchone()[0], psutil.Process(status(home).pid).username())
stop(home)
"""
        said, _ = python(code).communicate(timeout=60)
        assert said == "1 nobody\n"
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_a_copy_of_the_programs_is_made_once_and_nobody_else_can_write_it(tmp_path: Path) -> None:
    first = for_another_user(tmp_path / "cache")
    made = (first.folder / "postgres").stat()
    assert for_another_user(tmp_path / "cache") == first
    assert (first.folder / "postgres").stat() == made
    assert not [file for file in (tmp_path / "cache").rglob("*") if file.stat().st_mode & 0o022]


@pytest.mark.parametrize(
    ("log", "kind", "words"),
    [
        ("FATAL:  could not write: No space left on device", DiskFull, "is full"),
        ("initdb: error: could not look up effective user ID 1234: user does not exist", StartFailed, "no name"),
        ("PANIC:  could not locate a valid checkpoint\nLOG: invalid checkpoint record", StartFailed, "damaged"),
        ("FATAL:  could not open file: Permission denied", NotOurs, "may not use"),
        ("FATAL:  something new\nLOG:  database system is shut down", StartFailed, "FATAL:  something new"),
        ("", StartFailed, "It said: nothing"),
    ],
)
def test_what_postgresql_says_becomes_one_clear_error(log: str, kind: type[PostgresError], words: str) -> None:
    error = explain(log, Path("/shop/postgres/data"))
    assert type(error) is kind
    assert words in error.message
    assert error.remedy
