"""A zip from outside: what is wanted of it is taken, a bomb or a way out of the folder is refused."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.livestream.avatar.drawn_host import host

from mercery.livestream.avatar.alone import examine
from mercery.livestream.avatar.apart import unpacked
from mercery.livestream.avatar.cli import avatar_group
from mercery.livestream.avatar.unpacking import unpack


def packed(file: Path, folder: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for one in folder.iterdir():
            made.write(one, inside + one.name)
    return file


def refused(file: Path, into: Path) -> str:
    found = unpack(file, into)
    assert len(found) == 1 and found[0].remedy
    return found[0].message


def test_a_zip_of_the_folder_is_as_good_as_the_folder(tmp_path: Path) -> None:
    file = packed(tmp_path / "host.zip", host(tmp_path / "host"), "my host/")
    said = examine(file, tmp_path / "into")
    assert said == {"kind": "host", "name": {"en": "Ada", "zh": "艾达"}, "problems": []}


def test_only_what_a_host_needs_is_unpacked(tmp_path: Path) -> None:
    folder = host(tmp_path / "host")
    (folder / "notes.docx").write_bytes(b"x" * 100)
    assert unpack(packed(tmp_path / "host.zip", folder), tmp_path / "into") == []
    assert {one.name for one in (tmp_path / "into").iterdir()} == {"avatar.svg", "rig.json"}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("avatar.svg", b" " * 60_000_000)
    assert "avatar.svg unpacks to more than 2000 kB" in refused(tmp_path / "bomb.zip", tmp_path / "into")
    assert sum(one.stat().st_size for one in (tmp_path / "into").iterdir()) < 2_100_000


def test_a_bomb_that_lies_about_its_size_is_refused_too(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("avatar.svg", b" " * 6_000_000)
    content = held.getvalue().replace(struct.pack("<I", 6_000_000), struct.pack("<I", 100))
    (tmp_path / "bomb.zip").write_bytes(content)
    assert unpack(tmp_path / "bomb.zip", tmp_path / "into")
    assert sum(one.stat().st_size for one in (tmp_path / "into").iterdir()) < 2_100_000


@pytest.mark.parametrize("name", ["../avatar.svg", "/etc/avatar.svg", "a/../../avatar.svg", "..\\avatar.svg"])
def test_names_that_lead_out_of_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "host.zip", "w") as made:
        made.writestr(name, "<svg/>")
    assert "leads elsewhere" in refused(tmp_path / "host.zip", tmp_path / "into")


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("avatar.svg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "host.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "leads elsewhere" in refused(tmp_path / "host.zip", tmp_path / "into")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "host.zip").write_bytes(content)
    assert "no zip that can be read" in refused(tmp_path / "host.zip", tmp_path / "into")


def test_a_zip_with_too_many_entries_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "host.zip", "w") as made:
        for number in range(201):
            made.writestr(str(number), "")
    assert "201 entries" in refused(tmp_path / "host.zip", tmp_path / "into")


def test_it_is_examined_in_a_process_of_its_own_and_nothing_stays_behind(tmp_path: Path) -> None:
    file = packed(tmp_path / "host.zip", host(tmp_path / "host", without=["brow_L_rest"]))
    with unpacked(file) as found:
        assert [problem.message for problem in found.problems] == ["There is no group brow_L_rest."]
        assert found.kind == "host" and (found.folder / "avatar.svg").is_file()
    assert not found.folder.exists()


def test_the_command_tells_all_faults_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = host(tmp_path / "host", without=["brow_L_rest", "iris_R"])
    done = CliRunner().invoke(avatar_group, ["check", str(folder)])
    assert done.exit_code == 1
    assert (
        "avatar.svg: There is no group brow_L_rest." in done.output
        and "iris_R" in done.output
        and "2 to mend" in done.output
    )
