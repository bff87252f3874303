"""Compiled templates outlive their process, and nothing but the same source compiled the same way is taken from them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from mercery.ui import compiled
from mercery.ui.compiled import Compiled


def _environment(source: str, folder: Path) -> Environment:
    """As a process that has just started makes it."""
    return Environment(loader=DictLoader({"page": source}), bytecode_cache=Compiled(folder), autoescape=True)


def _never(*_: object, **__: object) -> str:
    raise AssertionError("compiled once more")


def _only(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def test_the_next_process_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _environment("{{ n + 1 }}", tmp_path).get_template("page").render(n=1) == "2"
    monkeypatch.setattr(Environment, "_generate", _never)
    assert _environment("{{ n + 1 }}", tmp_path).get_template("page").render(n=2) == "3"


def test_another_source_is_compiled(tmp_path: Path) -> None:
    _environment("before", tmp_path).get_template("page")
    assert _environment("after", tmp_path).get_template("page").render() == "after"
    assert _environment("after", tmp_path).get_template("page").render() == "after"


def test_what_another_release_compiled_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _environment("{{ 1 }}", tmp_path).get_template("page")
    monkeypatch.setattr(compiled, "_made_by", lambda: b"x" * 32)
    monkeypatch.setattr(Environment, "_generate", _never)
    with pytest.raises(AssertionError, match="once more"):
        _environment("{{ 1 }}", tmp_path).get_template("page")


@pytest.mark.parametrize("size", [0, 10, 71, 72, 90])
def test_a_file_that_is_cut_short_is_compiled_over(tmp_path: Path, size: int) -> None:
    _environment("{{ n }}", tmp_path).get_template("page")
    whole = _only(tmp_path).read_bytes()
    _only(tmp_path).write_bytes(whole[:size])
    assert _environment("{{ n }}", tmp_path).get_template("page").render(n=7) == "7"
    assert _only(tmp_path).read_bytes()[:72] == whole[:72]


def test_where_nothing_can_be_written_pages_are_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder would be")
    assert _environment("{{ n }}", tmp_path / "taken").get_template("page").render(n=7) == "7"


def test_a_machine_that_stores_nothing_compiled_gets_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _environment("{{ n }}", tmp_path / "none").get_template("page").render(n=7) == "7"
    assert not (tmp_path / "none").exists()
