"""What keeps a server from starting is named, and left as it is."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from tests.core.postgres.in_use import ask

from mercery.core.postgres import (
    DiskFull,
    NotOurs,
    PostgresError,
    StartFailed,
    WrongVersion,
    ensure_running,
    stop,
)
from mercery.core.postgres.errors import explain
from mercery.core.postgres.layout import Layout


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
