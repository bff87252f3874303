"""Where an engine keeps what others have to find: its socket, and a file that says which process it is."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

STATE: Final = "engine.json"
BEAT: Final = "engine.beat"
"""A file the engine touches twice a second: one that was not touched for three seconds belongs to an engine that hangs."""
PREFIX: Final = "mercery-live-"
"""Of the private folder an engine's socket lies in."""
SILENT_S: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An engine as it announces itself."""

    pid: int
    socket: str
    began_at: float
    """Unix time."""
    version: int = 1


def announce(folder: Path, running: Running) -> None:
    """Write who runs, whole or not at all, for this user alone."""
    fresh = folder / f".{STATE}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(running), file)
    fresh.replace(folder / STATE)


def announced(folder: Path) -> Running | None:
    """Who is said to run there; None where nobody is, or the file cannot be read. The process may be gone all the same."""
    try:
        told: Any = json.loads((folder / STATE).read_text("utf-8"))
        return Running(
            pid=int(told["pid"]),
            socket=str(told["socket"]),
            began_at=float(told["began_at"]),
            version=int(told["version"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def withdraw(folder: Path) -> None:
    """Nobody runs there any more. What one that was killed left of its socket goes too."""
    if (gone := announced(folder)) is not None and Path(gone.socket).parent.name.startswith(PREFIX):
        with suppress(OSError):
            Path(gone.socket).unlink(missing_ok=True)
            Path(gone.socket).parent.rmdir()
    for name in (STATE, BEAT):
        with suppress(OSError):
            (folder / name).unlink()


def beats(folder: Path, now: float) -> bool:
    """Whether the engine showed within three seconds that it is alive. `now`: Unix time."""
    try:
        return now - (folder / BEAT).stat().st_mtime < SILENT_S
    except OSError:
        return False
