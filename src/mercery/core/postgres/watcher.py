"""Notices that the server died, and starts it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mercery.core.errors import MerceryError
from mercery.core.logging import get_logger
from mercery.core.postgres import cluster, postmaster
from mercery.core.postgres.layout import Layout
from mercery.core.postgres.server import ensure_running

log = get_logger(__name__)

_PRUNE_SECONDS = 600.0


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the server is, as the health page shows it."""

    state: Literal["up", "busy", "restarting", "failed"]
    """`busy`: its processes exist but do not answer yet, for instance while it recovers."""
    restarts: int = 0
    message: str = ""
    remedy: str = ""


class Watcher:
    """A thread that asks the server every `interval` seconds, by a real connection, and restarts it when it is gone.

    After a failed restart it waits 0.5 seconds, then twice as long each time, at most 30 seconds.
    """

    def __init__(
        self,
        home: Path,
        *,
        interval: float = 1.0,
        durable: bool = True,
        on_change: Callable[[Health], None] | None = None,
    ) -> None:
        self._layout = Layout.at(home)
        self._interval = interval
        self._durable = durable
        self._on_change = on_change
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postgres-watcher", daemon=True)
        self.health = Health(state="up")

    def start(self) -> None:
        """Begin to watch. Call after `ensure_running`."""
        self._thread.start()

    def stop(self) -> None:
        """End watching; call before the server is stopped on purpose."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        backoff, pruned = 0.5, time.monotonic()
        while not self._ending.wait(self._interval if self.health.state != "failed" else backoff):
            state = postmaster.state(self._layout)
            # Processes without their first one are the rest of a killed server.
            dead = state == "down" or (state == "silent" and postmaster.postmaster_pid(self._layout) is None)
            if dead:
                backoff = 0.5 if self._restart() else min(backoff * 2, 30.0)
            else:
                backoff = 0.5
                self._tell(Health(state="up" if state == "ready" else "busy", restarts=self.health.restarts))
            if time.monotonic() - pruned > _PRUNE_SECONDS:
                cluster.prune_logs(self._layout)
                pruned = time.monotonic()

    def _restart(self) -> bool:
        if self._ending.is_set():
            return False
        self._tell(Health(state="restarting", restarts=self.health.restarts))
        try:
            ensure_running(self._layout.home, durable=self._durable)
        except (MerceryError, OSError) as error:
            message, remedy = (error.message, error.remedy) if isinstance(error, MerceryError) else (str(error), "")
            self._tell(Health(state="failed", restarts=self.health.restarts, message=message, remedy=remedy))
            return False
        self._tell(Health(state="up", restarts=self.health.restarts + 1))
        return True

    def _tell(self, health: Health) -> None:
        if health == self.health:
            return
        self.health = health
        log.warning("database", state=health.state, restarts=health.restarts, message=health.message)
        if self._on_change is not None:
            self._on_change(health)
