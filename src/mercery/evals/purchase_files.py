"""What people bought, read from files in two forms, plain or `.gz`.

Transactions are a table with the columns InvoiceNo, StockCode, Quantity, InvoiceDate and CustomerID (UCI Online Retail); rows
without a customer, cancellations (InvoiceNo begins with C), rows with no quantity and those whose code does not begin with
five digits (postage, fees) are left out. Baskets are lines of JSON `{"user", "history": [[item]], "next": [item]}` without
dates: they are counted back from the next one, which is bought on day 0.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mercery.core.errors import Invalid

COLUMNS: Final = ("InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "CustomerID")
_FIRST: Final = datetime(1970, 1, 1)  # noqa: DTZ001  the files name no zone, and only differences count


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who bought what at once: days on any one scale, codes each once."""

    person: str
    number: str
    day: float
    codes: tuple[str, ...]
    spent: tuple[float, ...] = ()
    """What each code cost, where the table has prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baskets:
    """A person's baskets, the oldest first, and the next one where it is known."""

    person: str
    history: tuple[tuple[str, ...], ...]
    next: tuple[str, ...]


def is_table(path: Path) -> bool:
    """Whether the file holds transactions; else it holds baskets."""
    return ".csv" in path.suffixes


def read_orders(path: Path) -> list[Order]:
    """The orders of a table of transactions by their days. Invalid names the line that cannot be read."""
    rows = csv.DictReader(io.StringIO(_text(path)))
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise Invalid(f"{path.name} has no column {missing[0]}.", remedy=f"The columns are {', '.join(COLUMNS)}.")
    codes: dict[tuple[str, str], dict[str, float]] = {}
    priced = "UnitPrice" in (rows.fieldnames or ())
    days: dict[tuple[str, str], float] = {}
    for row in rows:
        try:
            kept = _kept(row)
            key = (_customer(row["CustomerID"]), row["InvoiceNo"])
            day = (datetime.fromisoformat(row["InvoiceDate"]) - _FIRST).total_seconds() / 86400 if kept else 0.0
            cost = float(row["Quantity"]) * float(row["UnitPrice"]) if kept and priced else 0.0
        except (ValueError, TypeError, AttributeError) as error:
            raise Invalid(f"{path.name}, line {rows.line_num}: {error}.") from error
        if kept:
            of = codes.setdefault(key, {})
            of[row["StockCode"]] = of.get(row["StockCode"], 0.0) + cost
            days[key] = min(day, days.get(key, day))
    found = [
        Order(person=key[0], number=key[1], day=days[key], codes=tuple(of), spent=tuple(of.values()) if priced else ())
        for key, of in codes.items()
    ]
    return sorted(found, key=lambda order: (order.day, order.number))


def _kept(row: dict[str, str]) -> bool:
    return bool(
        row["CustomerID"].strip()
        and not row["InvoiceNo"].startswith("C")
        and row["StockCode"][:5].isdigit()
        and len(row["StockCode"]) >= 5
        and float(row["Quantity"]) > 0
    )


def _customer(number: str) -> str:
    """17850.0 and 17850 are one customer."""
    return number.strip().removesuffix(".0")


def read_baskets(path: Path) -> list[Baskets]:
    """One line a person. Invalid names the line that cannot be read."""
    found = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            history = tuple(_basket(one) for one in told["history"])
            found.append(Baskets(person=str(told["user"]), history=history, next=_basket(told.get("next") or ())))
        except (ValueError, TypeError, KeyError) as error:
            raise Invalid(
                f"{path.name}, line {number} cannot be read: {error}.",
                remedy='A line is {"user": …, "history": [[item, …], …], "next": [item, …]}.',
            ) from error
    return found


def _basket(items: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(item) for item in items))


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")


def later(train: Sequence[Order], test: Sequence[Order]) -> tuple[list[Order], list[Order]]:
    """What was known, and the later period.

    Where test begins after train begins, everything from its first day on is the later period, and is not learnt from; where it
    begins as early, it holds both, and what follows the last day of train is the later period. With no train, the last fifth
    of the time is.
    """
    if not test:
        raise Invalid("The test file holds no orders.")
    if not train:
        cut = test[0].day + (test[-1].day - test[0].day) * 0.8
        return [one for one in test if one.day < cut], [one for one in test if one.day >= cut]
    if test[0].day > train[0].day:
        known = [one for one in train if one.day < test[0].day]
        return known, list(test)
    after = [one for one in test if one.day > train[-1].day]
    if not after:
        raise Invalid("No order of the test file is later than those of the train file.")
    return list(train), after
