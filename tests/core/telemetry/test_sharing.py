"""Several processes of one home folder in one scrape, also when some of them are gone."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mercery.core.telemetry import recording
from mercery.core.telemetry.instruments import MEMORY, TURNS
from mercery.core.telemetry.recording import count
from mercery.core.telemetry.sharing import Shared

OTHER = """
import sys, time
from pathlib import Path
from mercery.core.telemetry.instruments import MEMORY, TURNS
from mercery.core.telemetry.recording import count, set_to
from mercery.core.telemetry.sharing import Shared

shared = Shared(Path(sys.argv[1]), "worker")
count(TURNS, "answered", by=int(sys.argv[2]))
set_to(MEMORY, "worker", value=1000)
shared.write()
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    recording.forget_all()
    yield
    recording.forget_all()


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Shared]:
    shared = Shared(tmp_path, "web")
    yield shared
    shared.close()


def other(home: Path, turns: int) -> subprocess.Popen[str]:
    """A process that has answered so many turns, and lives."""
    command = [sys.executable, "-c", OTHER, str(home), str(turns)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "written"
    return process


def test_totals_hold_when_a_process_is_killed_and_its_gauges_go(mine: Shared, tmp_path: Path) -> None:
    count(TURNS, "answered")
    killed, living = other(tmp_path, 10), other(tmp_path, 100)
    try:
        assert mine.collected()[TURNS.name] == {("answered",): 111.0}
        assert mine.collected()[MEMORY.name] == {("worker",): 2000.0}
        killed.send_signal(signal.SIGKILL)
        killed.wait(5)
        for _ in range(3):
            found = mine.collected()
            assert found[TURNS.name] == {("answered",): 111.0}
            assert found[MEMORY.name] == {("worker",): 1000.0}
    finally:
        for one in (killed, living):
            one.kill()
            one.wait(5)
    # What is left behind does not pile up: the departed are one file.
    assert mine.collected()[TURNS.name] == {("answered",): 111.0}
    assert sorted(path.name for path in mine.folder.glob("worker-*")) == []


def test_a_reader_that_died_while_it_put_the_departed_together_is_not_counted_twice(
    mine: Shared, tmp_path: Path
) -> None:
    gone = Shared(tmp_path, "worker")
    count(TURNS, "answered", by=7)
    gone.close()
    recording.forget_all()
    files = {path: path.read_bytes() for path in mine.folder.glob("worker-*")}
    assert mine.collected()[TURNS.name] == {("answered",): 7.0}
    # As if it had ended before it could take the files away.
    for path, content in files.items():
        path.write_bytes(content)
    assert mine.collected()[TURNS.name] == {("answered",): 7.0}
    assert mine.collected()[TURNS.name] == {("answered",): 7.0}


def test_nothing_is_written_while_nothing_happens(mine: Shared) -> None:
    count(TURNS, "answered")
    mine.write()
    file = mine.folder / f"{mine.name}.json"
    before = file.stat().st_mtime_ns
    time.sleep(0.01)
    for _ in range(5):
        mine.write()
    assert file.stat().st_mtime_ns == before
    count(TURNS, "answered")
    mine.write()
    assert file.stat().st_mtime_ns > before
