"""The values commands of RTMP are written in (AMF0, Adobe's specification of 2007), as far as publishers use them. Pure."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any, Final

_MOST_DEEP: Final = 8
_MOST_FIELDS: Final = 256


class BadAmf(ValueError):
    """Bytes that are no such value."""


def decoded(data: bytes) -> list[Any]:
    """All values, one after the other. BadAmf."""
    found: list[Any] = []
    at = 0
    while at < len(data):
        value, at = _value(data, at, 0)
        found.append(value)
        if len(found) > _MOST_FIELDS:
            raise BadAmf("too many values")
    return found


def encoded(*values: Any) -> bytes:
    """The values as bytes: numbers, texts, yes and no, nothing, and objects of these."""
    return b"".join(_bytes(one) for one in values)


def _value(data: bytes, at: int, deep: int) -> tuple[Any, int]:
    if deep > _MOST_DEEP:
        raise BadAmf("nested too deep")
    try:
        kind = data[at]
        at += 1
        if kind == 0:
            return struct.unpack_from(">d", data, at)[0], at + 8
        if kind == 1:
            return bool(data[at]), at + 1
        if kind == 2:
            return _text(data, at)
        if kind in (3, 8):
            return _object(data, at + (4 if kind == 8 else 0), deep)
        if kind in (5, 6):
            return None, at
        if kind == 10:
            return _list(data, at, deep)
    except (struct.error, IndexError):
        raise BadAmf("it ends too early") from None
    raise BadAmf(f"kind {kind} is not used here")


def _text(data: bytes, at: int) -> tuple[str, int]:
    size = struct.unpack_from(">H", data, at)[0]
    if at + 2 + size > len(data):
        raise BadAmf("it ends too early")
    return data[at + 2 : at + 2 + size].decode(errors="replace"), at + 2 + size


def _object(data: bytes, at: int, deep: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    while len(found) <= _MOST_FIELDS:
        name, at = _text(data, at)
        if not name and data[at] == 9:
            return found, at + 1
        found[name], at = _value(data, at, deep + 1)
    raise BadAmf("too many fields")


def _list(data: bytes, at: int, deep: int) -> tuple[list[Any], int]:
    size = struct.unpack_from(">I", data, at)[0]
    if size > _MOST_FIELDS:
        raise BadAmf("too many values")
    found = []
    at += 4
    for _ in range(size):
        value, at = _value(data, at, deep + 1)
        found.append(value)
    return found, at


def _bytes(value: Any) -> bytes:
    if value is None:
        return b"\x05"
    if isinstance(value, bool):
        return b"\x01" + bytes([value])
    if isinstance(value, int | float):
        return b"\x00" + struct.pack(">d", float(value))
    if isinstance(value, str):
        return b"\x02" + _plain(value)
    if isinstance(value, Mapping):
        return b"\x03" + b"".join(_plain(name) + _bytes(one) for name, one in value.items()) + b"\x00\x00\x09"
    raise BadAmf(f"{type(value).__name__} cannot be written")


def _plain(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">H", len(data)) + data
