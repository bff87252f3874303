"""What a publisher sends, as a file that libav opens: messages of RTMP are tags of FLV but for their heads. Pure."""

from __future__ import annotations

import struct
from collections import deque
from typing import Final

from mercery.livestream.ingest.chunks import AUDIO, VIDEO, Message

HEAD: Final = b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00"
_MOST_KEPT: Final = 12_000_000
"""Bytes since the last key frame that are kept for who joins late."""


def tag(kind: int, at: int, body: bytes) -> bytes:
    """One tag and its length behind it."""
    stamp = struct.pack(">I", at & 0xFFFFFFFF)
    head = bytes([kind]) + len(body).to_bytes(3, "big") + stamp[1:] + stamp[:1] + b"\x00\x00\x00"
    return head + body + struct.pack(">I", 11 + len(body))


class Beginning:
    """What somebody who joins late has to get first: how it is coded, and everything since the last key frame."""

    def __init__(self) -> None:
        self._coded: dict[int, bytes] = {}
        self._told = b""
        self._since: deque[bytes] = deque()
        self._bytes = 0
        self.pictures = 0

    def take(self, message: Message) -> bytes:
        """Remember what is needed of it; the tag as it is passed on."""
        made = tag(18 if message.kind not in (AUDIO, VIDEO) else message.kind, message.at, message.body)
        if message.kind not in (AUDIO, VIDEO):
            self._told = made
        elif _is_setup(message):
            self._coded[message.kind] = made
        else:
            if message.kind == VIDEO:
                self.pictures += 1
                if _is_key(message):
                    self._since.clear()
                    self._bytes = 0
            self._since.append(made)
            self._bytes += len(made)
            if self._bytes > _MOST_KEPT:
                self._since.clear()
                self._bytes = 0
        return made

    def bytes(self) -> bytes:
        """The file from its beginning to now."""
        return b"".join([HEAD, self._told, *self._coded.values(), *self._since])


def _is_setup(message: Message) -> bool:
    if len(message.body) < 2:
        return False
    first, second = message.body[0], message.body[1]
    if message.kind == AUDIO:
        return first >> 4 == 10 and second == 0
    # Bit 7 marks the enhanced form, whose low bits say what follows: 0 is the set-up.
    return first & 15 == 0 if first & 0x80 else second == 0 and first & 15 == 7


def _is_key(message: Message) -> bool:
    return bool(message.body) and (message.body[0] >> 4) & 7 == 1
