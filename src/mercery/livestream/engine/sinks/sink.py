"""What every sink does: take packets at once, write them in its own thread, begin anew when that fails, say how it does."""

from __future__ import annotations

import errno
import logging
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from typing import Final

from mercery.livestream.engine.coded import Coded, Head
from mercery.livestream.engine.protocol import SinkState, SinkStatus

log = logging.getLogger(__name__)
_MOST: Final = 25 * 8 + 47 * 8
"""Packets that wait: eight seconds of picture and sound."""
_MOST_BYTES: Final = 16_000_000
_COUNTED_S: Final = 10
STUCK_S: Final = 5.0
"""A write that takes longer does not come back: the sink is begun anew."""


class Trouble(Exception):
    """A sink cannot write. `again_s`: when it is tried again; `failed`: whether that needs somebody to change something."""

    def __init__(self, problem: str, *, failed: bool = False, again_s: float = 1.0) -> None:
        super().__init__(problem)
        self.problem, self.failed, self.again_s = problem, failed, again_s


class Sink(ABC):
    """A thread that writes packets somewhere. It begins at a picture one can begin at, and begins there again after trouble."""

    def __init__(self, name: str) -> None:
        self.id = name
        self._packets: deque[Coded] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._state: SinkState = "connecting"
        self._problem = ""
        self._reconnects = self._dropped = 0
        self._missed = False
        self._newest = self._written = 0.0
        self._taken: deque[float] = deque()
        self._busy_since = 0.0
        self._round = 0
        self._closing = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write."""
        self._thread = self._begun()

    def offer(self, coded: Coded) -> None:
        """Take the packet; when too much waits, all of that is dropped and it goes on at the next beginning."""
        with self._changed:
            self._newest = max(self._newest, coded.seconds)
            if len(self._packets) >= _MOST or self._bytes > _MOST_BYTES:
                self._drop()
            self._packets.append(coded)
            self._bytes += len(coded.data)
            self._changed.notify()

    def status(self) -> SinkStatus:
        """How it does now."""
        now = time.monotonic()
        with self._changed:
            while self._taken and now - self._taken[0] > _COUNTED_S:
                self._taken.popleft()
            behind = max(0.0, self._newest - self._written) if self._state == "healthy" else 0.0
            return SinkStatus(
                id=self.id,
                state=self._state,
                problem=self._problem,
                fps=round(len(self._taken) / _COUNTED_S, 2),
                behind_s=round(behind, 2),
                reconnects=self._reconnects,
                dropped=self._dropped,
            )

    def watch(self) -> None:
        """Begin anew where a write does not come back. Called every second or so."""
        since = self._busy_since
        if since and time.monotonic() - since > STUCK_S + 1 and not self._closing:
            log.warning("sink %s is stuck and begins anew", self.id)
            self._tell("waiting", "nothing was accepted for five seconds")
            self._reconnects += 1
            self._abandon()
            with self._changed:
                self._drop()
            self._thread = self._begun()

    def close(self, wait_s: float = 4.0) -> None:
        """Write what waits, end in order."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=wait_s)

    @abstractmethod
    def _write(self, coded: Coded) -> None:
        """Write a packet; the first after `_end` is a picture one can begin at. Trouble, OSError."""

    @abstractmethod
    def _end(self) -> None:
        """Close what is open, in order if that can be. Raises nothing."""

    @abstractmethod
    def _abandon(self) -> None:
        """Leave what is open to the thread that is stuck in it, and have its write fail if that can be."""

    def _cut_off(self, *, another: bool) -> None:
        """Packets were left out before the next, or they are of another encoder (`another`)."""
        self._end()

    def _prepare(self) -> None:  # noqa: B027
        """Work before the first packet, in the sink's thread. Trouble, OSError."""

    def _begun(self) -> threading.Thread:
        self._round += 1
        self._busy_since = 0.0
        thread = threading.Thread(target=self._run, args=(self._round,), name=f"sink {self.id}", daemon=True)
        thread.start()
        return thread

    def _run(self, mine: int) -> None:
        while self._round == mine:
            try:
                self._busy_since = time.monotonic()
                self._prepare()
                self._session(mine)
                return
            except Trouble as trouble:
                self._after(mine, trouble)
            except OSError as error:
                self._after(mine, _trouble(error))
            except Exception as error:
                # By its kind alone: libav's messages hold the address with its key.
                log.error("sink %s: %s", self.id, type(error).__name__)
                self._after(mine, Trouble(f"an error of this program ({type(error).__name__})", again_s=5.0))
            if self._closing:
                return

    def _session(self, mine: int) -> None:
        """From one beginning until the sink is closed."""
        head = None
        self._busy_since = 0.0
        while self._round == mine:
            coded = self._next(head)
            if coded is None:
                break
            if self._missed or (head is not None and coded.head is not head):
                self._cut_off(another=coded.head is not head)
            self._missed, head = False, coded.head
            self._busy_since = time.monotonic()
            self._write(coded)
            self._busy_since = 0.0
            self._done(coded)
        if self._round == mine:
            self._end()
            self._tell("off", "")

    def _next(self, head: Head | None) -> Coded | None:
        """The next packet: of the encoder that is being written, or a picture one can begin at. None where it is to end."""
        with self._changed:
            while True:
                while not self._packets:
                    if self._closing:
                        return None
                    self._changed.wait(0.5)
                coded = self._packets.popleft()
                self._bytes -= len(coded.data)
                begins = coded.kind == "video" and coded.key
                if begins or (coded.head is head and not self._missed):
                    return coded

    def _done(self, coded: Coded) -> None:
        with self._changed:
            self._written = max(self._written, coded.seconds)
            if coded.kind == "video":
                self._taken.append(time.monotonic())
            self._state, self._problem = "healthy", ""

    def _after(self, mine: int, trouble: Trouble) -> None:
        """Tell it, drop what is old by the time it is tried again, wait."""
        if self._round != mine:
            return
        self._busy_since = 0.0
        self._end()
        self._tell("failed" if trouble.failed else "waiting", trouble.problem)
        self._reconnects += 1
        until = time.monotonic() + trouble.again_s
        with self._changed:
            while not self._closing and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
            self._drop()

    def _drop(self) -> None:
        self._dropped += len(self._packets)
        self._packets.clear()
        self._bytes = 0
        self._missed = True

    def _tell(self, state: SinkState, problem: str) -> None:
        with self._changed:
            self._state, self._problem = state, problem


def _trouble(error: OSError) -> Trouble:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Trouble("the disk is full", failed=True, again_s=20.0)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble("may not be written to", failed=True, again_s=20.0)
    return Trouble(error.strerror or type(error).__name__, again_s=1.0)
