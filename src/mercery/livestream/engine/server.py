"""The engine's end of the line to its director: one connection at a time, a thread to read and one to write."""

from __future__ import annotations

import logging
import os
import queue
import socket
import struct
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from mercery.livestream.engine.place import PREFIX
from mercery.livestream.engine.protocol import Beat, Refused
from mercery.livestream.engine.wire import MOST_HEAD, TO_ENGINE, Malformed, head_of, read, written

log = logging.getLogger(__name__)
_MOST_IN: Final = 400
"""Messages the engine has not looked at: beyond them the director's writing waits."""
_MOST_OUT: Final = 4_000
"""Events for a director that is away; the oldest are dropped beyond them."""
_WRITE: Final = struct.pack("ll", 3, 0)
"""Seconds and microseconds a write may wait."""


class Server:
    """Listens at a socket only this user can reach. What was read waits in `inbox`, in the order it came; `prepare` does what
    takes longer than a picture before that, so that the thread that keeps time need not."""

    def __init__(self, prepare: Callable[[Any], Any] = lambda message: message) -> None:
        self._prepare = prepare
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self.path = str(self._folder / "engine")
        self.inbox: queue.Queue[Any] = queue.Queue(_MOST_IN)
        self._out: deque[bytes] = deque(maxlen=_MOST_OUT)
        self._beat = self._last_beat = b""
        self._changed = threading.Condition()
        self._connection: socket.socket | None = None
        self._closing = False
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._socket.bind(self.path)
        finally:
            os.umask(before)
        self._socket.listen(4)
        for work, name in ((self._accept, "accept"), (self._send, "send")):
            threading.Thread(target=work, name=name, daemon=True).start()

    @property
    def connected(self) -> bool:
        """Whether a director is there."""
        return self._connection is not None

    def tell(self, message: Any) -> None:
        """Tell the director, or the next one. Of beats only the last is kept."""
        data = written(message)
        with self._changed:
            if isinstance(message, Beat):
                self._beat = self._last_beat = data
            elif self._connection is not None or not isinstance(message, Refused):
                self._out.append(data)
            self._changed.notify_all()

    def close(self) -> None:
        """Say what is left to be said, for a moment, and be gone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._connection or not (self._out or self._beat), 0.5)
            self._closing = True
            self._changed.notify_all()
        self._drop(self._connection)
        self._socket.close()
        with suppress(OSError):
            Path(self.path).unlink()
            self._folder.rmdir()

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _WRITE)
            with self._changed:
                self._beat = self._last_beat
                before, self._connection = self._connection, connection
                self._changed.notify_all()
            _shut(before)
            threading.Thread(target=self._listen, args=(connection,), name="read", daemon=True).start()

    def _drop(self, connection: socket.socket | None) -> None:
        with self._changed:
            if connection is not None and self._connection is connection:
                self._connection = None
                self._changed.notify_all()
        _shut(connection)

    def _listen(self, connection: socket.socket) -> None:
        try:
            with connection.makefile("rb") as lines:
                while line := lines.readline(MOST_HEAD + 1):
                    if not self._one(line, lines):
                        break
        except (OSError, ValueError):
            pass
        self._drop(connection)

    def _one(self, line: bytes, lines: Any) -> bool:
        """Read a message; False where the next one's beginning is lost with it."""
        try:
            head = head_of(line)
            size = head.get("bytes", 0)
            sound = lines.read(size) if size else b""
            if len(sound) < size:
                return False
            self.inbox.put(self._prepare(read(head, sound, TO_ENGINE)))
        except Malformed as error:
            log.warning("a message was refused: %s", error.problem)
            self.tell(Refused(of=error.kind, problem=error.problem, id=error.id))
            return not error.fatal
        return True

    def _send(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or (self._connection and (self._out or self._beat)))
                if self._closing:
                    return
                connection = self._connection
                first = self._out[0] if self._out else self._beat
            if connection is None:
                continue
            sent = _sent(connection, first)
            with self._changed:
                if not sent:
                    pass
                elif self._out and self._out[0] is first:
                    self._out.popleft()
                elif self._beat is first:
                    self._beat = b""
                self._changed.notify_all()
            if not sent:
                self._drop(connection)


def _sent(connection: socket.socket, data: bytes) -> bool:
    """Whether all of it went; a director that reads nothing for three seconds is none."""
    try:
        connection.sendall(data)
    except OSError:
        return False
    return True


def _shut(connection: socket.socket | None) -> None:
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        with suppress(OSError):
            connection.close()
