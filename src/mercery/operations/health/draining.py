"""How a web process leaves: first it says that it is not ready, and goes on to serve, so that a load balancer takes it out
before streams end; then it ends as it always did."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mercery.core.logging import get_logger

log = get_logger(__name__)


class Draining:
    """Whether this process is about to leave."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._began = False

    def __call__(self) -> bool:
        """Whether it is."""
        return self._began

    def begin(self) -> None:
        """It was asked to end: serve on for a while, then end."""
        if self._began:
            return
        self._began = True
        log.info("draining", seconds=self._seconds)
        # The server listens to both signals alike; this one we left to it.
        asyncio.get_running_loop().call_later(self._seconds, os.kill, os.getpid(), signal.SIGINT)

    @contextmanager
    def on_request(self) -> Iterator[None]:
        """Hear SIGTERM while the block runs, where seconds were set. Without them the server ends at once, as before."""
        if self._seconds:
            with suppress(NotImplementedError, ValueError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.begin)
        try:
            yield
        finally:
            self._began = True
