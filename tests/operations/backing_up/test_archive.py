"""An archive stands under its name when it is whole, and otherwise not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mercery.core.errors import Conflict
from mercery.operations.backing_up.archive import ArchiveWriter, new_archive, open_archive
from mercery.operations.backing_up.manifest import Manifest, Part
from mercery.operations.backing_up.sealing import Damaged

MOMENT = datetime(2026, 11, 27, 3, 30, tzinfo=UTC)
KILLED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from mercery.operations.backing_up import archive
if sys.argv[2] == "named":
    archive.os.O_TMPFILE = 0
with archive.new_archive(Path(sys.argv[1]) / "mercery-20261127-033000Z.zip", None, datetime.now(UTC)) as writer:
    def forever():
        yield b"x" * 3_000_000
        print("begun", flush=True)
        time.sleep(60)
    writer.add("database.dump", forever())
"""


def no_passphrase() -> str:
    raise AssertionError("it is not sealed")


def manifest(parts: list[Part]) -> Manifest:
    return Manifest(
        made_at=MOMENT, version="1", revision="0001", server="18.4", dumped_by="18.4", database_bytes=1, tables={}, shops=(),
        parts=tuple(parts), left_out=(),
    )  # fmt: skip


def write(target: Path, passphrase: str | None = None, **parts: bytes) -> None:
    with new_archive(target, passphrase, MOMENT) as writer:
        for name, content in parts.items():
            writer.add(name, [content])
        writer.finish(manifest(writer.parts))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    target = tmp_path / "mercery.zip"
    write(target, one=b"1" * 1000, two=b"")
    with open_archive(target, no_passphrase) as archive:
        archive.verify()
        assert {part.name: b"".join(archive.chunks(part)) for part in archive.manifest.parts} == {
            "one": b"1" * 1000,
            "two": b"",
        }
    assert target.stat().st_mode & 0o777 == 0o600


def test_it_is_a_plain_zip_for_everybody_else(tmp_path: Path) -> None:
    write(tmp_path / "mercery.zip", one=b"content")
    with zipfile.ZipFile(tmp_path / "mercery.zip") as plain:
        assert plain.testzip() is None and plain.read("one") == b"content"


def test_one_under_a_passphrase_opens_with_it(tmp_path: Path) -> None:
    write(tmp_path / "mercery.zip.sealed", "four words nobody guesses", one=b"content " * 200_000)
    assert b"content" not in (tmp_path / "mercery.zip.sealed").read_bytes()
    with open_archive(tmp_path / "mercery.zip.sealed", lambda: "four words nobody guesses") as archive:
        archive.verify()


def test_an_error_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 100
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError), new_archive(tmp_path / "mercery.zip", None, MOMENT) as writer:
        writer.add("one", broken())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["nameless", "named"])
def test_one_killed_midway_leaves_nothing_that_looks_like_a_backup(tmp_path: Path, how: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), how], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == b"begun\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not list(tmp_path.glob("*.zip"))
    write(tmp_path / "mercery-20261128-033000Z.zip", one=b"1")
    assert [one.name for one in tmp_path.iterdir()] == ["mercery-20261128-033000Z.zip"]


def test_an_unfinished_one_that_is_being_written_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "O_TMPFILE", 0)

    def writing() -> Iterator[bytes]:
        yield b"1"
        write(tmp_path / "mercery-2.zip", one=b"2")

    with new_archive(tmp_path / "mercery-1.zip", None, MOMENT) as writer:
        writer.add("one", writing())
        writer.finish(manifest(writer.parts))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mercery-1.zip", "mercery-2.zip"]


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "mercery.zip").write_text("mine")
    with pytest.raises(Conflict, match="exists already"):
        write(tmp_path / "mercery.zip", one=b"1")
    assert (tmp_path / "mercery.zip").read_text() == "mine"


def test_a_damaged_byte_is_found_whatever_part_it_is_in(tmp_path: Path) -> None:
    target = tmp_path / "mercery.zip"
    write(target, one=b"1" * 500, two=b"2" * 500)
    whole = target.read_bytes()
    for at in (whole.index(b"1" * 500) + 250, whole.index(b"2" * 500) + 3, whole.index(b'"sha256": "') + 14):
        (tmp_path / "damaged.zip").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Damaged), open_archive(tmp_path / "damaged.zip", no_passphrase) as archive:
            archive.verify()


def test_one_that_was_cut_off_is_no_backup(tmp_path: Path) -> None:
    target = tmp_path / "mercery.zip"
    write(target, one=b"1" * 5000)
    target.write_bytes(target.read_bytes()[:-40])
    with pytest.raises(Damaged, match="not a whole backup"), open_archive(target, no_passphrase):
        pass


@pytest.mark.parametrize("name", ["files/../../etc/passwd", "/etc/passwd", "files\\..\\up"])
def test_a_part_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / "mercery.zip"
    with target.open("wb") as file:
        writer = ArchiveWriter(file, MOMENT)
        writer.add(name, [b"1"])
        writer.finish(manifest(writer.parts))
    with pytest.raises(Damaged, match="leads elsewhere"), open_archive(target, no_passphrase):
        pass


def test_one_with_a_part_more_than_its_manifest_names_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "mercery.zip"
    write(target, one=b"1")
    with zipfile.ZipFile(target, "a") as more:
        more.writestr("files/added", b"2")
    with pytest.raises(Damaged, match="parts its manifest names"), open_archive(target, no_passphrase) as archive:
        archive.verify()


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """24 MB go through; what is held at once stays below a few."""
    import tracemalloc

    tracemalloc.start()
    began = time.monotonic()
    with new_archive(tmp_path / "mercery.zip.sealed", "four words nobody guesses", MOMENT) as writer:
        writer.add("one", (bytes([number]) * (1 << 20) for number in range(24)))
        writer.finish(manifest(writer.parts))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 << 20 and time.monotonic() - began < 30
