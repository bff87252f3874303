"""The programme pushed to an outside platform by RTMP or RTMPS. The address holds the platform's key: it is in no message."""

from __future__ import annotations

import errno
from contextlib import suppress
from typing import Any, Final

from mercery.livestream.engine.coded import Coded
from mercery.livestream.engine.fragments import packet_of
from mercery.livestream.engine.sinks.connection import Connection
from mercery.livestream.engine.sinks.sink import STUCK_S, Sink, Trouble

_AGAIN_S: Final = 1.0
_REASONS: Final = {
    errno.ECONNREFUSED: "nobody answers there",
    errno.ETIMEDOUT: "no answer in time",
    errno.EHOSTUNREACH: "cannot be reached",
    errno.ENETUNREACH: "cannot be reached",
    errno.EPIPE: "the other side hung up",
    errno.ECONNRESET: "the other side hung up",
    errno.EIO: "the connection was refused or broke off",
    errno.EINVAL: "the address cannot be used",
}


class RtmpSink(Sink):
    """One connection at a time; times begin at nothing with each, for servers that were never told of the one before."""

    def __init__(self, name: str, address: str) -> None:
        super().__init__(name)
        self._address = address
        self._container: Any = None
        self._connection: Connection | None = None
        self._streams: dict[str, Any] = {}
        self._first = 0

    def _write(self, coded: Coded) -> None:
        if self._container is None:
            self._connect(coded)
        import av

        packet = packet_of(coded, self._first)
        if packet is None:
            return
        packet.stream = self._streams[coded.kind]
        try:
            self._container.mux_one(packet)
        except (OSError, av.FFmpegError) as error:
            raise _trouble(error) from None

    def _connect(self, coded: Coded) -> None:
        import av

        options = {"flvflags": "no_duration_filesize"}
        head = coded.head
        try:
            self._connection = Connection(self._address, STUCK_S)
            self._container = av.open(self._connection, "w", format="flv", options=options)
            told = {"title": head.title, "comment": head.mark, "AIGC": head.mark}
            self._container.metadata.update({name: value for name, value in told.items() if value})
            self._streams = {
                "video": self._container.add_stream_from_template(head.video),
                "audio": self._container.add_stream_from_template(head.audio),
            }
            self._container.start_encoding()
        except (OSError, ValueError, av.FFmpegError) as error:
            raise _trouble(error, sealed=self._address.startswith("rtmps:")) from None
        self._first = coded.pts

    def _abandon(self) -> None:
        # The thread that is stuck in it ends it.
        connection, self._connection = self._connection, None
        self._container, self._streams = None, {}
        if connection is not None:
            connection.shut()

    def _cut_off(self, *, another: bool) -> None:
        # What was left out is a jump in time to the platform; another encoder's head it has to be told by a new connection.
        if another:
            self._end()

    def _end(self) -> None:
        container, self._container = self._container, None
        connection, self._connection = self._connection, None
        self._streams = {}
        if container is not None:
            with suppress(Exception):
                container.close()
        if connection is not None:
            connection.close()


def _trouble(error: Exception, *, sealed: bool = False) -> Trouble:
    """`sealed`: as a connection by TLS was made, which libav ends without saying why."""
    number = getattr(error, "errno", None)
    if sealed and number == errno.EIO:
        return Trouble("the connection was refused, or its certificate is not trusted", again_s=_AGAIN_S)
    kind = type(error).__name__
    if kind in ("HTTPUnauthorizedError", "HTTPForbiddenError"):
        return Trouble("the key was refused", failed=True, again_s=5.0)
    return Trouble(_REASONS.get(number or 0, f"the connection broke off ({kind})"), again_s=_AGAIN_S)
