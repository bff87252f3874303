"""The mark of machine-made content inside the video itself: a message to decoders that players pass over. Pure.

Containers drop metadata when a platform repacks them; supplemental enhancement information travels with the pictures.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

_LABEL: Final = UUID("6f1c1c3e-7f51-4f0e-9d43-2c5a0d3b8e11").bytes
"""Names this kind of message (H.264, annex D: user data, unregistered)."""
_SEI, _USER_DATA = 6, 5


def sei(text: str) -> bytes:
    """The message as a unit of the stream (Annex B), to be put before a picture one can begin at; empty for no text."""
    if not text:
        return b""
    payload = _LABEL + text.encode()
    size = len(payload)
    body = bytes([_USER_DATA]) + b"\xff" * (size // 255) + bytes([size % 255]) + payload + b"\x80"
    return b"\x00\x00\x00\x01" + bytes([_SEI]) + _escaped(body)


def read_sei(unit: bytes) -> str:
    """The text of such a unit (without its start code); empty where it is none of ours."""
    if not unit or unit[0] & 0x1F != _SEI:
        return ""
    body = _unescaped(unit[1:])
    if len(body) < 2 or body[0] != _USER_DATA:
        return ""
    at, size = 1, 0
    while at < len(body) and body[at] == 0xFF:
        size, at = size + 255, at + 1
    size += body[at] if at < len(body) else 0
    payload = body[at + 1 : at + 1 + size]
    return payload[16:].decode(errors="replace") if payload[:16] == _LABEL else ""


def _escaped(body: bytes) -> bytes:
    """Nothing inside may look like the start of a unit."""
    made, zeros = bytearray(), 0
    for one in body:
        if zeros >= 2 and one <= 3:
            made.append(3)
            zeros = 0
        made.append(one)
        zeros = zeros + 1 if one == 0 else 0
    return bytes(made)


def _unescaped(body: bytes) -> bytes:
    made, zeros = bytearray(), 0
    for one in body:
        if zeros >= 2 and one == 3:
            zeros = 0
            continue
        made.append(one)
        zeros = zeros + 1 if one == 0 else 0
    return bytes(made)
