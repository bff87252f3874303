"""Figures of all processes that share a home folder, for one scrape.

    <home>/metrics/<process>.json    what a process counted, written while something changed
    <home>/metrics/<process>.lock    held by the process as long as it lives; the kernel lets go of it at any end
    <home>/metrics/departed.json     what processes counted that are gone: totals never fall when one ends

So several web processes behind one port, workers and the director are one target, also in containers that share the
folder, and no process of ours needs a port of its own. A process that is killed takes at most `EVERY` seconds along.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from mercery.core.ids import new_id
from mercery.core.logging import get_logger
from mercery.core.postgres.locks import exclusive, is_free, open_lock, try_exclusive
from mercery.core.telemetry import recording
from mercery.core.telemetry.figures import NONE, Figures, from_json, lasting, to_json, together

log = get_logger(__name__)
EVERY: Final = 5.0
_QUIET_EVERY: Final = 12
"""Rounds after which figures are written although only gauges changed."""
_DEPARTED: Final = "departed.json"
_FOLDER: Final = "folder.lock"


class Shared:
    """This process among those of its home folder."""

    def __init__(self, home: Path, role: str) -> None:
        self.folder = home.resolve() / "metrics"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.name = f"{role}-{os.getpid()}-{new_id('m')[-8:]}"
        # With the folder to itself: a reader must not find the lock before it is held, and think its owner gone.
        with exclusive(self.folder / _FOLDER, seconds=5, doing="reading figures"):
            self._lock = open_lock(self.folder / f"{self.name}.lock")
            try_exclusive(self._lock)
        self._written: Figures = NONE
        self._rounds = 0

    def write(self, *, anyway: bool = False) -> None:
        """Write down what was counted, where it changed."""
        figures = recording.figures()
        self._rounds += 1
        known = bool(self._written) and lasting(figures) == lasting(self._written)
        if known and not anyway and self._rounds % _QUIET_EVERY:
            return
        self._written = figures
        _write(self.folder / f"{self.name}.json", figures)

    def close(self) -> None:
        """Write for the last time and leave: from now on what was counted belongs to those that are gone."""
        with contextlib.suppress(OSError):
            self.write(anyway=True)
        os.close(self._lock)

    def collected(self) -> Figures:
        """The figures of all processes of the folder: this one's as they are now, others' as they last wrote them."""
        others = _others(self.folder, self.name)
        return together([*others, recording.figures()])


def _others(folder: Path, but: str) -> list[Figures]:
    # One reader at a time, so that nobody who is gone is counted twice.
    with exclusive(folder / _FOLDER, seconds=5, doing="reading figures"):
        departed, taken = _departed(folder)
        found, gone = [], []
        for path in sorted(folder.glob("*-*.lock")):
            if path.stem == but:
                continue
            figures = _read(path.with_suffix(".json"))
            if not is_free(path):
                found.append(figures)
                continue
            gone.append(path)
            if path.stem not in taken:
                departed = together([departed, lasting(figures)])
        if gone:
            # With the names, so that a reader who dies right here leaves nothing to be counted again.
            kept = {"figures": to_json(departed), "taken": [path.stem for path in gone]}
            _replace(folder / _DEPARTED, json.dumps(kept, ensure_ascii=False))
            for path in gone:
                path.with_suffix(".json").unlink(missing_ok=True)
                path.unlink(missing_ok=True)
    return [departed, *found]


def _departed(folder: Path) -> tuple[Figures, frozenset[str]]:
    try:
        match json.loads((folder / _DEPARTED).read_text("utf-8")):
            case {"figures": figures, "taken": list(taken)}:
                return from_json(figures), frozenset(map(str, taken))
    except (OSError, ValueError):
        pass
    return NONE, frozenset()


@asynccontextmanager
async def shared_figures(home: Path, role: str) -> AsyncIterator[Shared | None]:
    """Have this process's figures written while the block runs. None, and nothing is written, where the folder cannot be
    used: figures never keep a process from serving."""
    try:
        shared = Shared(home, role)
    except OSError as error:
        log.warning("figures_not_shared", error=error.strerror)
        yield None
        return
    writing = asyncio.create_task(_keep_writing(shared), name="figures")
    try:
        yield shared
    finally:
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writing
        await asyncio.to_thread(shared.close)


async def _keep_writing(shared: Shared) -> None:
    while True:
        try:
            # In a thread: a disk that is slow must not hold up customers.
            await asyncio.to_thread(shared.write)
        except OSError as error:
            log.warning("figures_not_written", error=error.strerror)
        await asyncio.sleep(EVERY)


def _write(path: Path, figures: Figures) -> None:
    _replace(path, json.dumps(to_json(figures), ensure_ascii=False, separators=(",", ":")))


def _replace(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def _read(path: Path) -> Figures:
    try:
        return from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return NONE
