"""Messages as bytes: a line of JSON, then the sound it announces. Everything read is checked, nothing is guessed. Pure."""

from __future__ import annotations

import json
import math
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from mercery.livestream.engine.protocol import FromEngine, ToEngine

MOST_HEAD: Final = 256_000
"""Bytes of a message's line of JSON."""
MOST_SOUND: Final = 16_000_000
"""Bytes of sound behind it: two minutes and more."""
_MOST_TEXT: Final = 20_000
_MOST_ITEMS: Final = 20_000
_RATES: Final = (8_000, 96_000)
_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")

T = TypeVar("T")


class Malformed(Exception):
    """Bytes that are no message. `fatal`: where the next one begins is not known either."""

    def __init__(self, problem: str, *, kind: str = "", id: str = "", fatal: bool = False) -> None:  # noqa: A002
        super().__init__(problem)
        self.problem, self.kind, self.id, self.fatal = problem, kind, id, fatal


def kind_of(message: type[Any]) -> str:
    """`SinkOff` is `sink_off`."""
    return _CAPITAL.sub("_", message.__name__).lower()


TO_ENGINE: Final[Mapping[str, type[Any]]] = {kind_of(one): one for one in get_args(ToEngine)}
FROM_ENGINE: Final[Mapping[str, type[Any]]] = {kind_of(one): one for one in get_args(FromEngine)}


def written(message: Any) -> bytes:
    """The message as it goes over the line."""
    head: dict[str, Any] = {"message": kind_of(type(message))}
    sound = b""
    for one in fields(message):
        value = getattr(message, one.name)
        if isinstance(value, bytes):
            sound = value
        else:
            head[one.name] = _plain(value)
    if sound:
        head["bytes"] = len(sound)
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + sound


def head_of(line: bytes) -> dict[str, Any]:
    """A message's first line, read. Malformed, fatal: what follows it cannot be told apart from it."""
    if len(line) > MOST_HEAD:
        raise Malformed("The line is too long.", fatal=True)
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        raise Malformed("The line is no JSON.", fatal=True) from None
    if not isinstance(head, dict) or not isinstance(head.get("message"), str):
        raise Malformed("The line is no message.", fatal=True)
    size = head.get("bytes", 0)
    if type(size) is not int or not 0 <= size <= MOST_SOUND:
        raise Malformed("The length of the sound cannot be.", kind=head["message"], fatal=True)
    return head


def read(head: dict[str, Any], sound: bytes, known: Mapping[str, type[Any]]) -> Any:
    """The message of a line and the sound behind it. Malformed says which field is wrong."""
    kind = str(head["message"])[:40]
    name = head["id"][:80] if isinstance(head.get("id"), str) else ""
    given = {key: value for key, value in head.items() if key not in ("message", "bytes")}
    try:
        if (of := known.get(kind)) is None:
            raise Malformed("There is no such message.")
        message = _of(of, given, sound)
        if kind == "say":
            _heard(message)
    except Malformed as error:
        raise Malformed(error.problem, kind=kind, id=name) from None
    return message


def _heard(say: Any) -> None:
    if not _RATES[0] <= say.rate <= _RATES[1]:
        raise Malformed("rate: that many samples a second cannot be.")
    if not say.pcm or len(say.pcm) % 2:
        raise Malformed("bytes: sound of whole 16-bit samples is wanted.")
    if not 0 <= say.pause_ms <= 60_000:
        raise Malformed("pause_ms: between nothing and a minute.")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@lru_cache(maxsize=64)
def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of)


def _of(of: Any, given: Mapping[str, Any], sound: bytes = b"") -> Any:
    hints = _hints(of)
    if unknown := sorted(set(given) - set(hints)):
        raise Malformed(f"{unknown[0][:40]}: there is no such field.")
    values: dict[str, Any] = {}
    for one in fields(of):
        if hints[one.name] is bytes:
            values[one.name] = sound
        elif one.name in given:
            values[one.name] = _value(hints[one.name], given[one.name], one.name)
        elif one.default is MISSING:
            raise Malformed(f"{one.name}: is missing.")
    return of(**values)


def _value(wanted: Any, value: Any, name: str) -> Any:
    origin = get_origin(wanted)
    if origin is Literal:
        if value not in get_args(wanted) or not isinstance(value, str):
            raise Malformed(f"{name}: one of {', '.join(map(str, get_args(wanted)))} is wanted.")
        return value
    if origin is tuple:
        if not isinstance(value, list) or len(value) > _MOST_ITEMS:
            raise Malformed(f"{name}: a list is wanted.")
        return tuple(_value(get_args(wanted)[0], one, name) for one in value)
    if origin in (Union, types.UnionType):
        options = [one for one in get_args(wanted) if one is not type(None)]
        return None if value is None else _value(options[0], value, name)
    if is_dataclass(wanted):
        if not isinstance(value, dict):
            raise Malformed(f"{name}: an object is wanted.")
        return _of(wanted, value)
    return _simple(wanted, value, name)


def _simple(wanted: Any, value: Any, name: str) -> Any:
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted:
        raise Malformed(f"{name}: {wanted.__name__} is wanted.")
    if isinstance(value, str) and len(value) > _MOST_TEXT:
        raise Malformed(f"{name}: is too long.")
    if isinstance(value, float) and not math.isfinite(value):
        raise Malformed(f"{name}: a number is wanted.")
    if isinstance(value, int) and abs(value) > 2**53:
        raise Malformed(f"{name}: is too large.")
    return value
