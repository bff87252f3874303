"""A server for one RTMP stream on this machine, for measuring and for tests: it counts the pictures it was sent."""

from __future__ import annotations

import contextlib
import socket
import threading


class Receiver:
    """Listens until a stream comes and takes it in; another one after that."""

    def __init__(self, port: int = 0) -> None:
        self._port = port or _free_port()
        self.address = f"rtmp://127.0.0.1:{self._port}/live/bench"
        self.pictures = 0
        self.codecs: set[str] = set()
        self._closing = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more."""
        self._closing = True
        self._thread.join(timeout=6)

    def _run(self) -> None:
        while not self._closing:
            # libav has errors of its own for a call that was not answered in time.
            with contextlib.suppress(Exception):
                self._one()

    def _one(self) -> None:
        import av

        with av.open(self.address, options={"listen": "1"}, timeout=(5.0, 2.0)) as container:
            self.codecs |= {one.codec_context.name for one in container.streams}
            for packet in container.demux():
                if packet.stream.type == "video" and packet.size:
                    self.pictures += 1
                if self._closing:
                    return


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
