"""One connection that wants to publish: handshake, commands, the key, then messages. Whoever has no key gets nothing else."""

from __future__ import annotations

import asyncio
import os
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any, Final
from urllib.parse import parse_qs

from mercery.livestream.ingest.amf import BadAmf, decoded, encoded
from mercery.livestream.ingest.chunks import (
    AUDIO,
    COMMAND,
    COMMAND3,
    DATA,
    PEER,
    SET_CHUNK,
    VIDEO,
    WINDOW,
    BadStream,
    Message,
    Reader,
    written,
)

HANDSHAKE_S: Final = 6.0
PUBLISH_S: Final = 10.0
STALLED_S: Final = 12.0
"""A publisher that sends nothing for so long is gone."""
_REFUSED_S: Final = 1.0
_WINDOW: Final = 2_500_000
_CHUNK: Final = 4_096
_SIZE: Final = 1536
_FIELD: Final = "@setDataFrame"


class Refused(Exception):
    """It may not publish."""


class Publisher:
    """Speaks with one publisher."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._in, self._out = reader, writer
        self._chunks = Reader()
        self._got = self._told = 0
        self.name = ""
        """Who it is, as far as it says: `key?name=Anna`."""

    async def admitted(self, show_of: Callable[[str], str]) -> str:
        """Which show it publishes to. `show_of` gives the show a key opens, empty where it opens none. Refused, BadStream."""
        async with asyncio.timeout(HANDSHAKE_S):
            await self._handshake()
        async with asyncio.timeout(PUBLISH_S):
            async for message in self._messages():
                if message.kind in (COMMAND, COMMAND3):
                    show = await self._command(message, show_of)
                    if show:
                        return show
        raise BadStream("it left")

    async def media(self) -> AsyncIterator[Message]:
        """Sound, pictures and what is said of them, until it ends."""
        while True:
            try:
                async with asyncio.timeout(STALLED_S):
                    data = await self._in.read(65_536)
            except TimeoutError:
                return
            if not data:
                return
            await self._acknowledge(len(data))
            for message in self._chunks.feed(data):
                if message.kind in (AUDIO, VIDEO):
                    yield message
                elif message.kind == DATA:
                    yield Message(DATA, message.stream, message.at, _without_field(message.body))
                elif message.kind in (COMMAND, COMMAND3) and self._ends(message):
                    return

    def close(self) -> None:
        """Hang up."""
        self._out.close()

    async def _handshake(self) -> None:
        hello = await self._in.readexactly(1 + _SIZE)
        if hello[0] != 3:
            raise BadStream("no RTMP")
        own = struct.pack(">II", 0, 0) + os.urandom(_SIZE - 8)
        self._out.write(b"\x03" + own + hello[1:])
        await self._out.drain()
        await self._in.readexactly(_SIZE)

    async def _messages(self) -> AsyncIterator[Message]:
        while data := await self._in.read(8_192):
            self._got += len(data)
            for message in self._chunks.feed(data):
                yield message

    async def _command(self, message: Message, show_of: Callable[[str], str]) -> str:
        values = _values(message)
        name, number = str(values[0]) if values else "", values[1] if len(values) > 1 else 0
        if name == "connect":
            await self._connected(number)
        elif name == "createStream":
            await self._answer("_result", number, None, 1.0)
        elif name in ("releaseStream", "FCPublish"):
            await self._answer("_result", number, None, None)
        elif name == "publish":
            return await self._publish(str(values[3]) if len(values) > 3 else "", message.stream, show_of)
        elif name in ("play", "play2"):
            raise Refused("nothing can be played here")
        return ""

    async def _connected(self, number: Any) -> None:
        self._out.write(written(WINDOW, struct.pack(">I", _WINDOW), number=2))
        self._out.write(written(PEER, struct.pack(">IB", _WINDOW, 2), number=2))
        self._out.write(written(SET_CHUNK, struct.pack(">I", _CHUNK), number=2))
        told = {
            "level": "status",
            "code": "NetConnection.Connect.Success",
            "description": "Connected.",
            "objectEncoding": 0,
        }
        await self._answer("_result", number, {"fmsVer": "FMS/3,0,1,123", "capabilities": 31}, told)

    async def _publish(self, key: str, stream: int, show_of: Callable[[str], str]) -> str:
        key, _, rest = key.partition("?")
        show = show_of(key)
        if not show:
            told = {
                "level": "error",
                "code": "NetStream.Publish.BadName",
                "description": "The stream key is not valid.",
            }
            # No sooner than after a second, so that keys cannot be tried by the thousand.
            await asyncio.sleep(_REFUSED_S)
            await self._answer("onStatus", 0, None, told, stream=stream)
            raise Refused("a wrong key")
        self.name = (parse_qs(rest).get("name") or [""])[0].strip()[:60]
        told = {"level": "status", "code": "NetStream.Publish.Start", "description": "On."}
        await self._answer("onStatus", 0, None, told, stream=stream)
        return show

    async def _answer(self, *values: Any, stream: int = 0) -> None:
        self._out.write(written(COMMAND, encoded(*values), stream=stream, chunk=_CHUNK))
        await self._out.drain()

    async def _acknowledge(self, size: int) -> None:
        self._got += size
        if self._got - self._told > _WINDOW // 2:
            self._told = self._got
            self._out.write(written(3, struct.pack(">I", self._got & 0xFFFFFFFF), number=2))
            await self._out.drain()

    def _ends(self, message: Message) -> bool:
        values = _values(message)
        return bool(values) and values[0] in ("FCUnpublish", "deleteStream", "closeStream")


def _values(message: Message) -> list[Any]:
    body = message.body[1:] if message.kind == COMMAND3 else message.body
    try:
        return decoded(body)
    except BadAmf as error:
        raise BadStream(f"a command cannot be read: {error}") from None


def _without_field(body: bytes) -> bytes:
    """`@setDataFrame` is for servers; files begin with what follows it."""
    head = encoded(_FIELD)
    return body.removeprefix(head)
