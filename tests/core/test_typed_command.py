"""Printed commands can be typed where they are read."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from mercery import cli
from mercery.core import typed_command
from mercery.core.errors import NotFound
from mercery.core.typed_command import as_typed, command_at


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    script = tmp_path / "my shop" / ".venv" / "bin" / "mercery"
    script.parent.mkdir(parents=True)
    script.touch()
    return tmp_path / "my shop"


def test_the_shortest_way_that_works_is_named(checkout: Path, tmp_path: Path) -> None:
    script = checkout / ".venv/bin/mercery"
    assert command_at(script, folder=checkout, on_path=None) == ".venv/bin/mercery"
    assert command_at(script, folder=checkout, on_path=str(script)) == "mercery"
    assert command_at(script, folder=tmp_path / "elsewhere", on_path=None) == f"'{script}'"
    other = tmp_path / "mercery"
    other.touch()
    assert command_at(script, folder=checkout, on_path=str(other)) == ".venv/bin/mercery", "another installation"
    assert command_at(tmp_path / "none" / "mercery", folder=checkout, on_path=None) == "mercery"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_command, "_here", lambda: ".venv/bin/mercery")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Run `mercery index rebuild`.", "Run `.venv/bin/mercery index rebuild`."),
        ("  mercery restore /b/mercery-1.zip --replace", "  .venv/bin/mercery restore /b/mercery-1.zip --replace"),
        ("MERCERY_HOME=/srv/mercery mercery run.", "MERCERY_HOME=/srv/mercery .venv/bin/mercery run."),
        ("请运行 `mercery stop`，然后重新启动。", "请运行 `.venv/bin/mercery stop`，然后重新启动。"),
        ("postgresql://mercery@host/mercery is away", "postgresql://mercery@host/mercery is away"),
        ("Look into mercery.env; Mercery runs.", "Look into mercery.env; Mercery runs."),
        ("sudo /opt/mercery/.venv/bin/mercery doctor", "sudo /opt/mercery/.venv/bin/mercery doctor"),
    ],
)
@pytest.mark.usefixtures("here")
def test_commands_in_a_text_are_put_right_and_nothing_else(text: str, typed: str) -> None:
    assert as_typed(text) == typed


@pytest.mark.usefixtures("here")
def test_every_error_of_a_command_is_printed_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise NotFound("There is no shop yet.", remedy="Run `mercery run` once, or `mercery shop create`.")

    monkeypatch.setattr(cli.mercery, "main", fail)
    with pytest.raises(SystemExit):
        cli.main([])
    assert "Run `.venv/bin/mercery run` once, or `.venv/bin/mercery shop create`." in capsys.readouterr().err


def test_on_this_machine_the_command_exists() -> None:
    named = as_typed("mercery doctor").removesuffix(" doctor")
    assert shutil.which(named) or Path(named).exists() or not Path(sys.executable).with_name("mercery").exists()
