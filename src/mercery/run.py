"""`mercery run`: database, schema, demo shop, web, worker and the director of shows, in one terminal, with a clear end to each failure."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

from mercery.core.config import Settings, settings
from mercery.core.errors import MerceryError
from mercery.core.ports import RUN_ADDRESS, reserved_port
from mercery.core.postgres import Watcher, ensure_running, leave
from mercery.core.processes import Children, Gate
from mercery.core.schema import upgrade
from mercery.core.secret_key import secret_key
from mercery.core.typed_command import as_typed

Say = Callable[[str], None]
_FIRST_PAGE_SECONDS = 60.0


class AlreadyRunning(MerceryError):
    """Mercery runs already in this home folder."""

    code = "already_running"
    status = 500


class HomeUnusable(MerceryError):
    """The home folder cannot be made or written to."""

    code = "home_unusable"
    status = 500


class NoAnswer(MerceryError):
    """The web process started but never answered."""

    code = "no_answer"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What the terminal shows when the shop answers."""

    address: str
    login: str | None
    password: str | None
    """Only at the start that made the account."""


def run(say: Say, *, seed: Callable[[str, Say], tuple[str | None, str | None]]) -> None:
    """Serve until interrupted. `seed(url, say)` prepares the shop and returns login and, when new, password."""
    chosen = settings()
    with _only_one(chosen), reserved_port(chosen.host, chosen.port), _interruptible() as interrupts:
        gate = Gate(chosen.home / "run.gate")
        watcher, children = None, Children(gate.environment)
        try:
            # The web process loads beside the preparation, which halves the time of a restart.
            children.start("web", [sys.executable, "-m", "mercery.cli", "web"])
            url, watcher = _start_database(chosen, say)
            if upgrade(url):
                say("Database schema brought up to date.")
            secret_key()  # made now, because later there may be no room for it
            login, password = seed(url, say)
            interrupts.wait()
            gate.open(url)
            _wait_for_first_page(chosen, children, interrupts.seen)
            children.start("worker", [sys.executable, "-m", "mercery.cli", "worker"])
            if chosen.live:
                children.start("live", [sys.executable, "-m", "mercery.cli", "live"])
            if not interrupts.seen():
                _announce(say, Ready(address=chosen.base_url, login=login, password=password))
                children.watch(until=interrupts.seen)
        except KeyboardInterrupt:
            say("Interrupted before the shop was open.")
        finally:
            interrupts.wait()
            say("Stopping …")
            children.stop(at_once=not gate.opened)
            if watcher:
                watcher.stop()
            leave(chosen.home)
    say("Stopped. Everything is kept; `make run` starts again.")


@contextlib.contextmanager
def _only_one(chosen: Settings) -> Iterator[None]:
    """Hold a lock file for as long as this process lives; the kernel frees it even after a kill."""
    with _lock_file(chosen.home) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise AlreadyRunning(
                f"Mercery already runs in {chosen.home.resolve()} (process {lock.read().strip() or 'unknown'}).",
                remedy="Use it, stop it with Ctrl+C in its terminal, or run `make stop`.",
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        # The port may have been named for this start alone: the doctor, started without it, looks here.
        (chosen.home / RUN_ADDRESS).write_text(f"{chosen.port} {chosen.host}", encoding="utf-8")
        yield


def _lock_file(home: Path) -> TextIO:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return (home / "run.lock").open("a+")
    except OSError as error:
        raise HomeUnusable(
            f"The folder {home.absolute()} cannot be used: {error.strerror}.",
            remedy="Set MERCERY_HOME to a folder you can write to, or make this one yours.",
        ) from error


class _Interrupts:
    """What Ctrl+C, SIGTERM and SIGHUP do: break off the preparation at once, later raise a flag for an orderly stop."""

    def __init__(self) -> None:
        self._seen = False
        self._breaking_off = True

    def note(self, _number: int, _frame: FrameType | None) -> None:
        """The signal handler."""
        self._seen = True
        if self._breaking_off:
            self._breaking_off = False
            raise KeyboardInterrupt

    def wait(self) -> None:
        """From here on only the flag is raised."""
        self._breaking_off = False

    def seen(self) -> bool:
        """Whether a stop was asked for."""
        return self._seen


@contextlib.contextmanager
def _interruptible() -> Iterator[_Interrupts]:
    interrupts = _Interrupts()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupts.note) for number in numbers}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start_database(chosen: Settings, say: Say) -> tuple[str, Watcher | None]:
    if chosen.database_url:
        return chosen.database_url.get_secret_value(), None
    address = ensure_running(chosen.home, say=say)
    watcher = Watcher(chosen.home)
    watcher.start()
    return address.url, watcher


def _wait_for_first_page(chosen: Settings, children: Children, interrupted: Callable[[], bool]) -> None:
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    page = f"http://{host}:{chosen.port}/healthz"
    # Our own machine is never reached through the proxy the environment may name.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + _FIRST_PAGE_SECONDS
    while not interrupted():
        children.check()
        try:
            direct.open(page, timeout=2).close()
            return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise NoAnswer("The web process does not answer.", remedy="Start again with MERCERY_LOG_LEVEL=debug.")
        time.sleep(0.1)


def _announce(say: Say, ready: Ready) -> None:
    lines = ["", f"  Shop      {ready.address}", f"  Console   {ready.address}/console"]
    if ready.login:
        lines.append(f"  Sign in   {ready.login}")
    if ready.password:
        lines.append(f"  Password  {ready.password}   (shown once)")
    elif ready.login:
        lines.append(
            f"  Password  shown at the first start; a new one: {as_typed('mercery staff reset-password')} {ready.login}"
        )
    say("\n".join([*lines, "", "  Ctrl+C stops it. Data are kept in " + str(Path(settings().home).resolve()), ""]))
