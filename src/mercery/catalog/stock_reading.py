"""Stock and prices from a file that names nothing else: a count of the night, a list of new prices, both by SKU."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from mercery.catalog.costs_reading import known_currency
from mercery.catalog.importing.fields import currency_in, places
from mercery.core.errors import MerceryError
from mercery.core.files.amounts import Unreadable, parse_amount, parse_date, parse_whole, to_money
from mercery.core.files.problems import ProblemLog
from mercery.core.files.rows import columns_of, rows_of
from mercery.core.files.tabular import Row, text_of
from mercery.core.files.twice import Once
from mercery.core.i18n import Words
from mercery.core.money import Money

T = TypeVar("T")
_FIELDS: Final = ("sku", "stock", "restock", "price", "was", "currency")
_EXAMPLE: Final = {"stock": "12", "restock": "2026-12-10", "price": "412.50", "was": "412.50"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one row says of a variant. None: it says nothing of that."""

    sku: str
    line: int
    stock: int | None = None
    restock: date | None = None
    price: Money | None = None
    was: Money | None = None


def likeness(path: Path) -> float:
    """How surely the file holds stock or prices by SKU, and nothing else of goods."""
    columns = columns_of(path)
    found = _columns(columns)
    says = "sku" in found and ("stock" in found or "price" in found)
    return 0.95 if says and len(found) == len(columns) else 0.0


def read_stock(path: Path, name: str, currency: str) -> list[Told]:
    """The rows of the file; FileRefused with every problem. Amounts without a currency of their own are in `currency`."""
    log = ProblemLog(name)
    found: dict[str, Told] = {}
    once = Once(what=Words("SKU", "SKU"), name="sku")
    for raw in rows_of(path, name, log):
        row = _row(raw, currency, log)
        if row is None:
            continue
        if problem := once.again(row.sku, row.line):
            log.take([problem])
        found[row.sku] = row
    log.refuse()
    return list(found.values())


def _columns(columns: Iterable[str]) -> dict[str, str]:
    """Of each field the column that is called so; the surest name wins."""
    known = places()
    found: dict[str, str] = {}
    for field in _FIELDS:
        named = [(known[field][column], column) for column in columns if column in known[field]]
        taken = [one for one in sorted(named) if one[1] not in found.values()]
        if taken:
            found[field] = taken[0][1]
    return found


def _row(raw: Row, currency: str, log: ProblemLog) -> Told | None:
    """One row; None where it says nothing, or nothing that can be read."""
    columns = _columns(raw.cells)
    said = {field: text_of(raw.cells.get(column)).strip() for field, column in columns.items()}
    if not any(said.get(field) for field in ("stock", "restock", "price")):
        return None
    if not said.get("sku"):
        log.stop("There is no SKU.", "Write the SKU.", line=raw.line, field="sku", zh="没有 SKU，请填写 SKU。")
        return None
    told = said.get("currency", "").upper() or currency_in(columns.get("price", "")) or currency
    code = known_currency(told, raw, log)
    if code is None:
        return None
    try:
        return _read(said, raw.line or 0, code)
    except _Unread as unread:
        _report(unread, raw, log)
        return None


class _Unread(Exception):
    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


def _read(said: dict[str, str], line: int, currency: str) -> Told:
    stock = _taken(said, "stock", parse_whole)
    if stock is not None and stock < 0:
        raise _Unread("stock", said["stock"])
    return Told(
        sku=said["sku"],
        line=line,
        stock=stock,
        restock=_taken(said, "restock", parse_date),
        price=_taken(said, "price", lambda text: _money(text, currency)),
        was=_taken(said, "was", lambda text: _money(text, currency)),
    )


def _money(text: str, currency: str) -> Money:
    amount, rounded = to_money(parse_amount(text, currency).number, currency)
    if rounded or amount.minor < 0:
        raise Unreadable(f"{text} cannot be a price", zh=f"“{text}”不能作为价格")
    return amount


def _taken(said: dict[str, str], field: str, read: Callable[[str], T]) -> T | None:
    text = said.get(field, "")
    try:
        return read(text) if text else None
    except (Unreadable, MerceryError) as error:
        raise _Unread(field, text) from error


def _report(unread: _Unread, raw: Row, log: ProblemLog) -> None:
    example = _EXAMPLE[unread.field]
    log.stop(
        f"'{unread.text}' cannot be read.",
        f"Write it as in {example}, 0 or more." if unread.field == "stock" else f"Write it as in {example}.",
        line=raw.line,
        field=unread.field,
        zh=f"“{unread.text}”无法识别，请按“{example}”的形式填写。",
    )
