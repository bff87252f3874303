"""The process: RTMP in from people, FLV out to engines on this machine, and a line to the director, who says which keys open what."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mercery.livestream.ingest.amf import BadAmf
from mercery.livestream.ingest.chunks import BadStream
from mercery.livestream.ingest.flv import Beginning
from mercery.livestream.ingest.publisher import Publisher, Refused

log = logging.getLogger(__name__)
ALONE_S: Final = 90.0
"""Without a director for so long it ends."""
_MOST_STRANGERS: Final = 16
"""Connections that have not shown a key."""
_MOST_WAITING: Final = 2_000
"""Tags an engine has not read."""
_LINE: Final = 65_536


@dataclass(eq=False)
class _Stream:
    """What comes in for a show."""

    show: str
    publisher: Publisher
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    beginning: Beginning = field(default_factory=Beginning)
    readers: set[asyncio.Queue[bytes]] = field(default_factory=set)
    told: bool = False


class Ingest:
    """Listens, lets in, passes on."""

    def __init__(self, host: str, port: int, socket: Path) -> None:
        self._host, self._port, self._socket = host, port, socket
        self._keys: dict[str, str] = {}
        self._streams: dict[str, _Stream] = {}
        self._directors: set[asyncio.StreamWriter] = set()
        self._strangers = 0
        self._out_port = 0
        self._alone_since = time.monotonic()

    async def run(self) -> int:
        """Until no director has been there for a while. 3 where the port is taken."""
        try:
            rtmp = await asyncio.start_server(self._publisher, self._host, self._port)
        except OSError as error:
            log.error("port %d cannot be had: %s", self._port, error.strerror)
            return 3
        out = await asyncio.start_server(self._reader, "127.0.0.1", 0)
        self._out_port = out.sockets[0].getsockname()[1]
        self._socket.parent.mkdir(parents=True, exist_ok=True)
        self._socket.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            control = await asyncio.start_unix_server(self._director, str(self._socket))
        finally:
            os.umask(before)
        async with rtmp, out, control:
            while self._directors or time.monotonic() - self._alone_since < ALONE_S:  # noqa: ASYNC110 - a clock
                await asyncio.sleep(1)
        self._socket.unlink(missing_ok=True)
        return 0

    def show_of(self, key: str) -> str:
        """The show a key opens. Every key is compared, and in the same time."""
        found = ""
        for show, known in self._keys.items():
            if hmac.compare_digest(known.encode(), key.encode()):
                found = show
        return found

    async def _publisher(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        publisher = Publisher(reader, writer)
        if self._strangers >= _MOST_STRANGERS:
            publisher.close()
            return
        self._strangers += 1
        try:
            show = await publisher.admitted(self.show_of)
        except (Refused, BadStream, BadAmf) as error:
            log.info("a publisher was refused: %s", error)
            publisher.close()
            return
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            publisher.close()
            return
        finally:
            self._strangers -= 1
        await self._pass_on(_Stream(show=show, publisher=publisher))

    async def _pass_on(self, stream: _Stream) -> None:
        before = self._streams.get(stream.show)
        if before is not None:
            # Whoever comes with the key again has lost the line; the old one is not heard of any more.
            before.publisher.close()
        self._streams[stream.show] = stream
        try:
            async for message in stream.publisher.media():
                made = stream.beginning.take(message)
                for queue in stream.readers:
                    # An engine that reads no more is let go: half a stream would be no picture.
                    queue.put_nowait(made if queue.qsize() < _MOST_WAITING else b"")
                if not stream.told and stream.beginning.pictures > 1:
                    stream.told = True
                    await self._tell(self._began(stream))
        except (BadStream, OSError) as error:
            log.info("a publisher was lost: %s", error)
        finally:
            stream.publisher.close()
            for queue in stream.readers:
                queue.put_nowait(b"")
            if self._streams.get(stream.show) is stream:
                del self._streams[stream.show]
                await self._tell({"kind": "ended", "show": stream.show})

    def _began(self, stream: _Stream) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self._out_port}/{stream.token}.flv"
        return {"kind": "began", "show": stream.show, "url": url, "name": stream.publisher.name}

    async def _reader(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """An engine: HTTP, one address per stream, which nobody else can know."""
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        stream: _Stream | None = None
        try:
            async with asyncio.timeout(5):
                asked = (await reader.readuntil(b"\r\n\r\n")).split(b" ")
            token = asked[1].decode().strip("/").removesuffix(".flv") if len(asked) > 1 else ""
            stream = next((one for one in self._streams.values() if secrets.compare_digest(one.token, token)), None)
            if stream is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n")
            writer.write(stream.beginning.bytes())
            stream.readers.add(queue)
            while made := await queue.get():
                writer.write(made)
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, UnicodeDecodeError):
            pass
        finally:
            if stream is not None:
                stream.readers.discard(queue)
            writer.close()

    async def _director(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._directors.add(writer)
        try:
            for stream in self._streams.values():
                if stream.told:
                    await self._tell(self._began(stream))
            while line := await reader.readline():
                with suppress(ValueError, AttributeError):
                    self._take_keys(json.loads(line)["keys"])
        except (OSError, ValueError, KeyError):
            pass
        finally:
            self._directors.discard(writer)
            self._alone_since = time.monotonic()
            writer.close()

    def _take_keys(self, keys: Mapping[str, str]) -> None:
        known = {str(show): str(key) for show, key in keys.items() if key}
        for show, stream in list(self._streams.items()):
            if known.get(show) != self._keys.get(show):
                stream.publisher.close()
        self._keys = known

    async def _tell(self, message: Mapping[str, Any]) -> None:
        for writer in list(self._directors):
            with suppress(OSError):
                writer.write(json.dumps(message).encode() + b"\n")
                await writer.drain()
