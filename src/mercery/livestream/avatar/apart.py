"""Examining what a designer sent in a process of its own; the web process never parses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mercery.core.errors import Problem
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.livestream.avatar.limits import SECONDS, Kind

log = get_logger(__name__)
_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
"""What the process may know of ours: no passwords, no keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found."""

    kind: Kind
    name: Words | None
    problems: tuple[Problem, ...]
    folder: Path
    """Where it lies now: the folder that was given, or the unpacked zip."""


def examined_apart(path: Path) -> Examined:
    """Examine a folder or a zip. It is unpacked nowhere to stay: see `unpacked` for that."""
    with unpacked(path) as found:
        return found


@contextmanager
def unpacked(path: Path) -> Iterator[Examined]:
    """A folder or zip, examined; what was unpacked is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="mercery-host-") as made:
        into = Path(made) / "unpacked"
        into.mkdir()
        yield _examined(path.absolute(), into)


def _examined(path: Path, into: Path) -> Examined:
    command = [sys.executable, "-m", "mercery.livestream.avatar.alone", str(path), str(into)]
    environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    folder = path if path.is_dir() else into
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=SECONDS + 10, env=environment, cwd=into, check=False
        )
    except subprocess.TimeoutExpired:
        return _given_up(path, folder, "Reading it took too long.")
    try:
        said = json.loads(done.stdout.splitlines()[-1])
        problems = tuple(Problem(**problem) for problem in said["problems"])
        name = Words(said["name"]["en"], said["name"]["zh"]) if said["name"] else None
        return Examined(kind=said["kind"], name=name, problems=problems, folder=folder)
    except (ValueError, IndexError, KeyError, TypeError):
        log.warning("host_examination_died", code=done.returncode, said=done.stderr[-2000:].decode("utf-8", "replace"))
        return _given_up(path, folder, "Reading it took too much memory or time, and was given up.")


def _given_up(path: Path, folder: Path, told: str) -> Examined:
    fault = Problem(message=told, remedy="Simplify the drawing and export it again.", file=path.name)
    return Examined(kind="host", name=None, problems=(fault,), folder=folder)
