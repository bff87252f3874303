"""Frozen values as JSON and back: certificates, priced carts, briefs, voices. Pure.

Read by their own types, so that what is kept stays whatever the types say. Fields that have come since stand at their
default; fields that are gone are passed over.
"""

from __future__ import annotations

import types
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def plain(value: object) -> Any:
    """`value` as JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def read(kind: type[T], data: Mapping[str, Any]) -> T:
    """The value of the frozen class `kind` that `data` is the JSON of."""
    hints = _hints(cast(Hashable, kind))
    return kind(**{name: _read(hint, data[name]) for name, hint in hints.items() if name in data})


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(cast(Any, kind)) if one.init}


def _read(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if value is None:
        return None
    if origin in (Union, types.UnionType):
        return _read(next(one for one in inner if one is not types.NoneType), value)
    if origin is tuple:
        return _tuple(inner, value)
    if origin is frozenset:
        return frozenset(_read(inner[0], one) for one in value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _read(inner[1], one) for key, one in value.items()}
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return read(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value


def _tuple(inner: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], one) for one in value)
    return tuple(_read(hint, one) for hint, one in zip(inner, value, strict=True))
