"""Child processes of `mercery run`: started together, restarted when they die, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mercery.core.config import settings
from mercery.core.errors import MerceryError
from mercery.core.logging import get_logger

log = get_logger(__name__)

_GRACE_SECONDS = 4.0
_QUICK_DEATH_SECONDS = 5.0
_QUICK_DEATHS_ALLOWED = 3


_SUPERVISED = "MERCERY_SUPERVISED"
"""Set in the environment of child processes and of those they start in turn."""


_GATE = "MERCERY_GATE"
"""Names the file whose existence lets a child serve."""


def end_with_parent() -> None:
    """Called in a child of `mercery run`: ends this process when the one that started it is gone, even by a kill.

    Otherwise it would keep the port, and the next start would fail. A process started by hand is left alone.
    """
    if supervised():
        threading.Thread(target=_follow, args=[os.getppid()], name="end-with-parent", daemon=True).start()


def supervised() -> bool:
    """Whether `mercery run` started this process, or one that started it."""
    return os.environ.get(_SUPERVISED) == "1"


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


class Gate:
    """Lets child processes load while the database is still being prepared: they wait here before they serve."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.opened = False
        path.unlink(missing_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """What a child needs to find the gate."""
        return {_GATE: str(self._path.resolve())}

    def open(self, database_url: str) -> None:
        """Let everybody pass, now and when they are started again, and tell them where the database is."""
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.touch(mode=0o600)
        fresh.write_text(database_url, "utf-8")
        fresh.rename(self._path)
        self.opened = True


def behind_a_gate() -> bool:
    """Whether the process that started this one prepares the database."""
    return _GATE in os.environ


def wait_for_gate() -> None:
    """Return when the gate is open, at once where there is none; ends this process with the one that started it."""
    if not behind_a_gate():
        return
    gate, parent = Path(os.environ[_GATE]), os.getppid()
    while not gate.exists():
        if os.getppid() != parent:
            sys.exit(1)
        time.sleep(0.02)
    os.environ["MERCERY_DATABASE_URL"] = gate.read_text("utf-8")
    settings.cache_clear()


class ChildKeepsDying(MerceryError):
    """A process of Mercery ends each time right after it was started."""

    code = "process_keeps_dying"
    status = 500


@dataclass(slots=True)
class _Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    quick_deaths: int = 0


class Children:
    """The child processes of this one. Each leads a group of its own, so that a stop reaches what it started in turn."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = {**os.environ, **(environment or {})}
        self._children: list[_Child] = []
        self._ending = False

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one process and keep it running."""
        self._children.append(_Child(name, command, self._spawn(command)))

    def watch(self, *, until: Callable[[], bool], poll: float = 0.3) -> None:
        """Restart what dies until `until()` is true. Raises ChildKeepsDying when one cannot stay up."""
        while not until():
            for child in self._children:
                self._revive(child)
            time.sleep(poll)

    def check(self) -> None:
        """Restart what died since the last look."""
        for child in self._children:
            self._revive(child)

    def stop(self, *, at_once: bool = False) -> None:
        """Ask all to end, then insist after a few seconds; `at_once` when none of them has begun to serve."""
        self._ending = True
        for child in self._children:
            _signal(child.process, signal.SIGKILL if at_once else signal.SIGTERM)
        deadline = time.monotonic() + _GRACE_SECONDS
        for child in self._children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            _signal(child.process, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=2)

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        environment = {**self._environment, _SUPERVISED: "1"}
        return subprocess.Popen(command, env=environment, start_new_session=True, stdin=subprocess.DEVNULL)

    def _revive(self, child: _Child) -> None:
        code = child.process.poll()
        if code is None or self._ending:
            return
        quick = time.monotonic() - child.started < _QUICK_DEATH_SECONDS
        child.quick_deaths = child.quick_deaths + 1 if quick else 0
        if child.quick_deaths >= _QUICK_DEATHS_ALLOWED:
            raise ChildKeepsDying(
                f"The {child.name} process ends right after its start (code {code}).",
                remedy="The lines above say why; start again with MERCERY_LOG_LEVEL=debug for more.",
            )
        # What a killed process had started would go on serving beside its successor.
        _signal(child.process, signal.SIGKILL)
        log.warning("process_restarted", process=child.name, code=code)
        time.sleep(0.2 * child.quick_deaths)
        child.process, child.started = self._spawn(child.command), time.monotonic()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
