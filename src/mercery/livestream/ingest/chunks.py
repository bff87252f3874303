"""RTMP's chunks (Adobe's specification of 2012, 5.3): bytes become messages and messages bytes. Bounded in everything. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

MOST_MESSAGE: Final = 4_000_000
"""Bytes of one message: a key frame of 50 Mbit/s is less."""
_MOST_STREAMS: Final = 64
_MOST_CHUNK: Final = 1 << 20
_LONG: Final = 0xFFFFFF
SET_CHUNK, ABORT, ACK, CONTROL, WINDOW, PEER = 1, 2, 3, 4, 5, 6
AUDIO, VIDEO, DATA, COMMAND = 8, 9, 18, 20
DATA3, COMMAND3 = 15, 17


class BadStream(Exception):
    """Whoever sends this does not speak RTMP, or wants too much."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was sent in one piece or several. `at` is in milliseconds."""

    kind: int
    stream: int
    at: int
    body: bytes


@dataclass(slots=True)
class _Stream:
    """A chunk stream: what the last header said, and what has come of its message."""

    at: int = 0
    delta: int = 0
    size: int = 0
    kind: int = 0
    stream: int = 0
    long: bool = False
    parts: bytearray = field(default_factory=bytearray)


class Reader:
    """Takes bytes in as they come."""

    def __init__(self) -> None:
        self.chunk = 128
        self._left = bytearray()
        self._streams: dict[int, _Stream] = {}

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages these bytes complete. BadStream."""
        self._left += data
        while (found := self._one()) is not None:
            taken, message = found
            del self._left[:taken]
            if message is not None:
                yield message

    def _one(self) -> tuple[int, Message | None] | None:
        """How many bytes the next chunk takes, and the message it ends; None while it is not all there."""
        data = self._left
        if len(data) < 1:
            return None
        form, number, at = data[0] >> 6, data[0] & 63, 1
        if number < 2:
            if len(data) < 2 + number:
                return None
            number, at = 64 + data[1] + (256 * data[2] if number else 0), 2 + number
        stream = self._streams.get(number)
        if stream is None:
            if form == 3 or len(self._streams) >= _MOST_STREAMS:
                raise BadStream("a chunk continues nothing")
            stream = self._streams[number] = _Stream()
        return self._rest(stream, form, at)

    def _rest(self, stream: _Stream, form: int, at: int) -> tuple[int, Message | None] | None:
        data, need = self._left, (11, 7, 3, 0)[form]
        if len(data) < at + need:
            return None
        head = bytes(data[at : at + need])
        at += need
        long = (int.from_bytes(head[:3], "big") == _LONG) if need else stream.long
        if long:
            if len(data) < at + 4:
                return None
            time, at = struct.unpack_from(">I", data, at)[0], at + 4
        else:
            time = int.from_bytes(head[:3], "big") if need else stream.delta
        size = int.from_bytes(head[3:6], "big") if need >= 7 else stream.size
        if size > MOST_MESSAGE:
            raise BadStream("a message is too long")
        take = min(self.chunk, size - len(stream.parts))
        if len(data) < at + take:
            return None
        self._begin(stream, form, head, time, size, long=long)
        stream.parts += data[at : at + take]
        if len(stream.parts) < stream.size:
            return at + take, None
        message = Message(stream.kind, stream.stream, stream.at, bytes(stream.parts))
        stream.parts = bytearray()
        self._obey(message)
        return at + take, message

    def _begin(self, stream: _Stream, form: int, head: bytes, time: int, size: int, *, long: bool) -> None:
        if stream.parts:
            return
        stream.long, stream.size = long, size
        if form == 0:
            stream.at = stream.delta = time
            stream.kind, stream.stream = head[6], int.from_bytes(head[7:11], "little")
        else:
            stream.delta = time
            stream.at = (stream.at + time) & 0xFFFFFFFF
            if form == 1:
                stream.kind = head[6]

    def _obey(self, message: Message) -> None:
        if message.kind == SET_CHUNK and len(message.body) >= 4:
            size = struct.unpack_from(">I", message.body)[0] & 0x7FFFFFFF
            if not 1 <= size <= _MOST_CHUNK:
                raise BadStream("that chunk size cannot be")
            self.chunk = size
        elif message.kind == ABORT and len(message.body) >= 4:
            number = struct.unpack_from(">I", message.body)[0]
            if number in self._streams:
                self._streams[number].parts = bytearray()


def written(kind: int, body: bytes, *, number: int = 3, stream: int = 0, chunk: int = 128) -> bytes:
    """A short message in chunks, without a time."""
    head = (
        bytes([number]) + b"\x00\x00\x00" + len(body).to_bytes(3, "big") + bytes([kind]) + stream.to_bytes(4, "little")
    )
    parts = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]
    return head + bytes([0xC0 | number]).join(parts)
