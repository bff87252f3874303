"""Generated pages: written from the code, and a check that fails when they are out of date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from mercery.cli import COMMANDS, mercery
from mercery.commands import settings_command
from mercery.core.config import Settings, settings
from mercery.reference import write_reference

PAGES = ["settings.md", "commands.md", "events.md", "errors.md", "http.md", "policy-values.md"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    assert write_reference(folder) == PAGES
    return folder


def test_a_page_that_is_out_of_date_is_named_and_left_alone_by_the_check(written: Path) -> None:
    assert write_reference(written, check=True) == []
    (written / "errors.md").write_text("old")
    assert write_reference(written, check=True) == ["errors.md"]
    assert (written / "errors.md").read_text() == "old"
    assert write_reference(written) == ["errors.md"]


def test_every_setting_and_command_is_described(written: Path) -> None:
    for name, field in Settings.model_fields.items():
        assert field.description and field.description.endswith("."), name
        assert f"## MERCERY_{name.upper()}\n\n{field.description}" in (written / "settings.md").read_text()
    for name in COMMANDS:
        assert f"## mercery {name}" in (written / "commands.md").read_text()
        command = mercery.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None and command.help, name


def test_settings_are_listed_without_secrets(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_DATABASE_URL", "postgresql://mercery:hunter2@db/mercery")
    monkeypatch.setenv("MERCERY_SECRET_KEY", "a key nobody may see")
    said = CliRunner().invoke(settings_command).output
    assert "MERCERY_PORT = 8000" in said
    assert "Port to listen on. Default: 8000." in said
    assert "hunter2" not in said and "nobody may see" not in said


def test_a_setting_that_cannot_be_used_ends_in_one_clear_message(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCERY_PORT", "80 80")
    done = subprocess.run(
        [sys.executable, "-m", "mercery.cli", "settings"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "MERCERY_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_are_read_from_the_home_folder(home: Path) -> None:
    (home / "mercery.env").write_text("MERCERY_PORT=8123\n")
    assert settings().port == 8123
