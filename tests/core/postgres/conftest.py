"""Homes of servers that end with the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.core.postgres.homes import copy_home, used_home

from mercery.core.postgres import (
    leave,
    stop,
)
from mercery.core.postgres.layout import Layout
from mercery.core.postgres.postmaster import processes


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
