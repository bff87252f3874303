"""Prices and lists as JSON holds them: objects in objects, edges of a graph, minor units with a currency beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mercery.catalog.importing.draft import Context, price_row
from mercery.catalog.importing.fields import currency_in
from mercery.catalog.importing.guess import FieldMapping, is_minor
from mercery.catalog.product import PriceRow
from mercery.core.files.amounts import Unreadable, is_currency, parse_amount, parse_flag
from mercery.core.files.tabular import heading, text_of

_AMOUNTS: Final = ("amount", "value", "gross", "price", "minor", "cent amount", "amount minor", "price minor", "net")
_CURRENCIES: Final = ("currency", "currency code", "currency id", "currency iso")
Cells = Mapping[str, Any]


def nodes(value: Any) -> list[Any]:
    """The members of a list, of `{"edges": [{"node": …}]}` or of `{"nodes": […]}`."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping):
        for key in ("edges", "nodes", "items", "data"):
            if isinstance(value.get(key), list):
                return [each.get("node", each) if isinstance(each, Mapping) else each for each in value[key]]
    return []


def variants_in(cells: Cells, column: str | None) -> list[Cells]:
    """The objects in a row's list of variants, a master variant that stands apart before them."""
    found = [cells.get("master variant"), *nodes(cells.get(column or ""))]
    return [each for each in found if isinstance(each, Mapping)]


def prices_of(context: Context, mapping: FieldMapping, cells: Cells, *, line: int | None, path: str) -> list[PriceRow]:
    """The prices in a row or object, one per currency; a sale price beside the price makes that one the price before."""
    reader = _Prices(context, mapping, line, path)
    held = cells.get(mapping.column("prices") or "")
    found = reader.entries(held)
    return found or reader.own(cells)


class _Prices:
    def __init__(self, context: Context, mapping: FieldMapping, line: int | None, path: str) -> None:
        self.context, self.mapping, self.line, self.path = context, mapping, line, path

    def raw(self, field: str) -> str:
        return next((guess.column for guess in self.mapping.guesses if guess.field == field), field)

    def entries(self, held: Any) -> list[PriceRow]:
        """Prices in a list of objects, in one object, or by currency: `{"EUR": 12.5}`."""
        entries = nodes(held) or ([held] if isinstance(held, Mapping) else [])
        found: list[PriceRow] = []
        for entry in entries:
            if not isinstance(entry, Mapping):
                continue
            by_code = {str(key).upper(): value for key, value in entry.items() if is_currency(str(key).upper())}
            for code, value in by_code.items():
                found += self._row(_scalar(value), "", code, minor=False)
            if not by_code:
                found += self._object(entry, None)
        seen: set[str] = set()
        return [row for row in found if not (row.amount.currency in seen or seen.add(row.amount.currency))]  # type: ignore[func-returns-value]

    def own(self, cells: Cells) -> list[PriceRow]:
        """The price of a row's own columns."""
        mapping = self.mapping
        column = mapping.column("price") or next(
            (name for name in ("minor", "amount", "price") if name in cells), "price"
        )
        if cells.get(column) is None and mapping.value(cells, "price") in (None, ""):
            column = next((name for name in ("minor", *_AMOUNTS) if cells.get(name) is not None), column)
        value = mapping.value(cells, "price") if column == mapping.column("price") else cells.get(column)
        if isinstance(value, Mapping | list):
            return self.entries(value)
        was, sale = cells.get(mapping.column("was") or ""), cells.get(mapping.column("sale") or "")
        if isinstance(was, Mapping):
            was = was.get("amount", was.get("value"))
        if text_of(sale).strip("0.,") and parse_flag(text_of(cells.get("on sale"))) is not False:
            value, was = self._lower(text_of(sale), value, was)
        code = text_of(cells.get(mapping.column("currency") or "")).upper() or currency_in(self.raw("price"))
        minor = is_minor(self.raw("price") if mapping.column("price") == column else column)
        before = _plain(was) if mapping.column("sale") or is_minor(self.raw("was")) == minor else ""
        return self._row(_plain(value), before, code, minor=minor)

    def _lower(self, sale: str, value: Any, was: Any) -> tuple[Any, Any]:
        """The sale price and what it was before, unless it is no lower."""
        try:
            before = parse_amount(_plain(value), self.context.currency, comma_decimal=self.context.comma_decimal)
            now = parse_amount(sale, self.context.currency, comma_decimal=self.context.comma_decimal)
        except Unreadable:
            return sale, _plain(value) or was
        return (sale, value) if now.number < before.number else (value, was)

    def _object(self, entry: Cells, currency: str | None) -> list[PriceRow]:
        inner = {heading(str(key)): value for key, value in entry.items()}
        code = next((text_of(inner[key]).upper() for key in _CURRENCIES if text_of(inner.get(key))), currency or "")
        column = next((name for name in _AMOUNTS if inner.get(name) is not None), None)
        if column is None:
            return []
        if isinstance(inner[column], Mapping):
            return self._object(inner[column], code)
        minor = is_minor(column) or column == "cent amount"
        was = inner.get("compare at") if not minor else None
        return self._row(_plain(inner[column]), _plain(was), code if len(code) == 3 else "", minor=minor)

    def _row(self, value: str, was: str, currency: str, *, minor: bool) -> list[PriceRow]:
        row = price_row(
            self.context, value, was, line=self.line, column=self.path + self.raw("price"), currency=currency or None,
            minor=minor,
        )  # fmt: skip
        return [row] if row else []


def _scalar(value: Any) -> str:
    return _plain(value.get("amount", value.get("value"))) if isinstance(value, Mapping) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return format(value, ".10f").rstrip("0").rstrip(".")
    return text_of(value)
