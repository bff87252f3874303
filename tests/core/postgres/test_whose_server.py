"""Whose the server and its programs are: as root somebody else's, else the user's own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.core.postgres.in_use import AS_ROOT, python

from mercery.core.postgres import (
    ensure_running,
)
from mercery.core.postgres.binaries import for_another_user
from mercery.core.postgres.layout import Layout
from mercery.core.postgres.postmaster import processes


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
