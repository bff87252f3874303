"""Reads the demo shop's content files: pairs of words, amounts with units, and what is left after so many days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import cast, get_args

from mercery.claims.values import Dimensions, Flag, Quantity, Stock, Terms, Text, Unit, Value
from mercery.core.i18n import Words
from mercery.core.yaml_files import read_yaml

Node = Mapping[str, object]
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))? ([a-z_]+)")
_SIDES = re.compile(r"\d+(?:\.\d+)?(?: x \d+(?:\.\d+)?)+ [a-z]+")
_STOCK = re.compile(r"(\d+)(?:\+(\d+))?")
_UNITS = frozenset(get_args(Unit))


class ContentError(ValueError):
    """A content file of the demo shop says something that cannot be read."""


def content(name: str) -> Node:
    """The content file `name` (below demo/content), parsed."""
    text = (files("mercery.demo") / "content" / name).read_text("utf-8")
    return cast(Node, read_yaml(text))


def words(pair: object) -> Words:
    """`[English, 中文]`, or one word for both."""
    if isinstance(pair, str):
        return Words(pair, pair)
    if not isinstance(pair, list) or len(pair) != 2:
        raise ContentError(f"expected [English, 中文], got {pair!r}")
    return Words(str(pair[0]), str(pair[1]))


def rows(value: object) -> Sequence[Node]:
    """A list of mappings."""
    if not isinstance(value, list):
        raise ContentError(f"expected a list, got {value!r}")
    return cast(Sequence[Node], value)


def mapping(value: object) -> Node:
    """A mapping, empty where nothing stands."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ContentError(f"expected a mapping, got {value!r}")
    return cast(Node, value)


def value(raw: object) -> Value:
    """`780 g`, `40-45 h`, `27 x 19 x 9 cm`, true, `[English, 中文]` or `{terms: [[…], …]}` as a typed value."""
    if isinstance(raw, bool):
        return Flag(raw)
    if isinstance(raw, dict):
        return Terms(tuple(words(item) for item in raw["terms"]))
    if isinstance(raw, str) and _SIDES.fullmatch(raw):
        numbers, _, unit = raw.rpartition(" ")
        return Dimensions(tuple(Decimal(side) for side in numbers.split(" x ")), _unit(unit))
    if isinstance(raw, str) and (found := _AMOUNT.fullmatch(raw)):
        low, high, unit = found.groups()
        return Quantity(Decimal(low), _unit(unit), Decimal(high) if high else None)
    return Text(words(raw))


def stock(raw: object, today: date) -> Stock:
    """`3`, `0` (no date known) or `0+14` (back in 14 days)."""
    found = _STOCK.fullmatch(str(raw))
    if not found:
        raise ContentError(f"expected a stock such as 3 or 0+14, got {raw!r}")
    days = found[2]
    return Stock(int(found[1]), today + timedelta(days=int(days)) if days else None)


def _unit(name: str) -> Unit:
    if name not in _UNITS:
        raise ContentError(f"unknown unit {name!r}")
    return cast(Unit, name)
