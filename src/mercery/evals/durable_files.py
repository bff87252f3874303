"""Orders with the types of their pieces, read from a folder, plain or `.gz`.

`orders.csv` or `orders.jsonl`: one line a piece (or `items`, a list, in JSON) with customer, order, item, and `at` (a date or
time) or `position` (which order of the customer it is). `products.csv` or `products.jsonl`: id, title, type, durable (yes or
no; empty where nobody says), replacement_days.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from mercery.core.errors import Invalid

_ENDINGS: Final = (".csv", ".jsonl", ".csv.gz", ".jsonl.gz")
_YES, _NO = frozenset({"1", "true", "yes", "y", "durable"}), frozenset({"0", "false", "no", "n", "consumable"})
_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedOrder:
    """What somebody bought at once. `when`: days where the file has dates, else the place among the customer's orders."""

    customer: str
    number: str
    when: float
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedProduct:
    """A piece and its type."""

    id: str
    title: str
    type: str
    durable: bool | None
    replacement_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedShop:
    """Orders by time, and the pieces by id."""

    orders: tuple[TypedOrder, ...]
    products: Mapping[str, TypedProduct]
    dated: bool


def read_shop(folder: Path) -> TypedShop:
    """What lies in the folder. Invalid names file, line and what is missing."""
    products = {one.id: one for one in _products(_file(folder, "products"))}
    path = _file(folder, "orders")
    lines = list(_lines(path))
    dated = any(row.get("at") for _, row in lines[:1])
    return TypedShop(orders=tuple(_orders(path, lines, dated=dated)), products=products, dated=dated)


def _file(folder: Path, name: str) -> Path:
    for ending in _ENDINGS:
        if (found := folder / f"{name}{ending}").exists():
            return found
    raise Invalid(f"{folder} has no {name}.csv.", remedy="The form stands in docs/guide/recommendations.md.")


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    if ".csv" in path.suffixes:
        rows = csv.DictReader(io.StringIO(text))
        for row in rows:
            yield rows.line_num, dict(row)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise Invalid(f"{path.name}, line {number} is no JSON: {error}.") from error


def _orders(path: Path, lines: Iterable[tuple[int, dict[str, Any]]], *, dated: bool) -> list[TypedOrder]:
    items: dict[tuple[str, str], dict[str, None]] = {}
    when: dict[tuple[str, str], float] = {}
    for number, row in lines:
        try:
            place = _moment(str(row["at"])) if dated else float(row["position"])
            key = (str(row["customer"]), str(row.get("order") or place))
            told = row["items"] if isinstance(row.get("items"), list) else [row["item"]]
        except (KeyError, ValueError, TypeError) as error:
            raise Invalid(
                f"{path.name}, line {number} cannot be read: {error}.",
                remedy="A line has customer, order, at or position, and item.",
            ) from error
        items.setdefault(key, {}).update(dict.fromkeys(str(one) for one in told))
        when[key] = min(place, when.get(key, place))
    found = [TypedOrder(customer=key[0], number=key[1], when=when[key], items=tuple(of)) for key, of in items.items()]
    return sorted(found, key=lambda one: (one.when, one.customer, one.number))


def _products(path: Path) -> Iterator[TypedProduct]:
    for number, row in _lines(path):
        try:
            days = str(row.get("replacement_days") or "").strip()
            yield TypedProduct(
                id=str(row["id"]), title=str(row.get("title") or ""), type=str(row.get("type") or ""),
                durable=_flag(row.get("durable")), replacement_days=int(float(days)) if days else None,
            )  # fmt: skip
        except (KeyError, ValueError) as error:
            raise Invalid(
                f"{path.name}, line {number} cannot be read: {error}.",
                remedy="A line has id, title, type, durable and replacement_days.",
            ) from error


def _flag(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    text = str(raw if raw is not None else "").strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    if text in ("", "none", "null", "nan"):
        return None
    raise ValueError(f"durable is {text!r}")


def _moment(text: str) -> float:
    """Days since 1970; a time without a zone is taken as UTC."""
    found = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() / _DAY
