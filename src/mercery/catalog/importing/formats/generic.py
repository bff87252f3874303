"""Any other table or list of objects, read by a mapping (guessed or given)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    finish,
    no_price,
    option,
    pictures,
    plain_text,
    price_row,
    stock,
)
from mercery.catalog.importing.guess import FieldMapping, is_minor
from mercery.catalog.product import Attribute, PriceRow, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, parse_flag, parse_whole
from mercery.core.files.tabular import Row, grouped, heading, text_of
from mercery.core.i18n import Words

NAME: Final = "guessed"
Rows = Callable[[], Iterator[Row]]


def read(rows: Rows, mapping: FieldMapping, context: Context) -> Iterator[Product]:
    """The products; `rows` gives the rows anew at each call (they are read twice)."""
    context.comma_decimal = mapping.comma_decimal or None
    group = _grouping(rows, mapping)
    for members in grouped(rows(), group):
        yield _Reader(mapping, context).product(members, group(members[0]) or "")


def _grouping(rows: Rows, mapping: FieldMapping) -> Callable[[Row], str | None]:
    """What makes rows one product: a repeated key; else, where buyers choose, a repeated title; else each is its own."""
    key, title = mapping.column("key"), mapping.column("title")
    keys: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    for row in rows():
        keys[text_of(row.cells.get(key or ""))] += 1
        titles[text_of(row.cells.get(title or ""))] += 1
    repeated_key = any(count > 1 for value, count in keys.items() if value)
    by_title = not repeated_key and bool(mapping.options) and any(count > 1 for value, count in titles.items() if value)

    def group(row: Row) -> str | None:
        own_key = text_of(row.cells.get(key or ""))
        if by_title:
            return text_of(row.cells.get(title or "")) or f"line-{row.line}"
        for name in ("key", "sku", "handle", "title"):
            value = own_key if name == "key" else text_of(row.cells.get(mapping.column(name) or ""))
            if value:
                return value
        return f"line-{row.line}"

    return group


def words_of(value: Any, chinese: Any = None) -> Words:
    """A cell as text in both languages."""
    if isinstance(value, Mapping):
        lower = {str(key).casefold().replace("_", "-").split("-")[0]: each for key, each in value.items()}
        if "en" in lower or "zh" in lower:
            return Words(text_of(lower.get("en")), text_of(lower.get("zh")) or text_of(chinese))
    text, other = text_of(value), text_of(chinese)
    plain = words(text)
    return Words(plain.en, plain.zh or other)


class _Reader:
    def __init__(self, mapping: FieldMapping, context: Context) -> None:
        self.mapping, self.context = mapping, context

    def cell(self, cells: Mapping[str, Any], field: str) -> Any:
        return cells.get(self.mapping.column(field) or "")

    def text(self, cells: Mapping[str, Any], field: str) -> str:
        return text_of(self.cell(cells, field))

    def raw(self, field: str) -> str:
        return next((guess.column for guess in self.mapping.guesses if guess.field == field), field)

    def product(self, rows: Sequence[Row], key: str) -> Product:
        head = next((row for row in rows if self.text(row.cells, "title") or self.text(row.cells, "title_zh")), rows[0])
        cells = head.cells
        description = words_of(self.cell(cells, "description"), self.cell(cells, "description_zh"))
        found = ProductFound(
            key=key,
            handle=self.text(cells, "handle"),
            line=head.line or None,
            title=words_of(self.cell(cells, "title"), self.cell(cells, "title_zh")),
            description=Words(plain_text(description.en), plain_text(description.zh)),
            brand=self.text(cells, "brand"),
            category=self._category(cells),
            audience=self.text(cells, "audience"),
            status=self._status(cells),
            tags=_list(self.cell(cells, "tags")),
            collections=_list(self.cell(cells, "collections")),
            attributes=self._attributes(cells),
            media=pictures(source for row in rows for source in _pictures(self.cell(row.cells, "image"))),
            tax_included=parse_flag(self.text(cells, "tax_included")),
        )
        nested = self.cell(cells, "variants")
        if isinstance(nested, list) and nested:
            found.variants = self._nested(nested, head)
        else:
            found.variants = [self._variant(row.cells, row.line or None) for row in rows]
        return finish(found, self.context)

    def _category(self, cells: Mapping[str, Any]) -> tuple[Words, ...]:
        value = self.cell(cells, "category")
        if isinstance(value, list):
            return tuple(words_of(step) for step in value if text_of(step))[
                : 1 if all(isinstance(step, str) for step in value) else None
            ]
        if isinstance(value, Mapping):
            return (words_of(value),)
        return tuple(
            words(step.strip()) for step in re.split(r"\s*[>＞]\s*|(?<=\S)/(?=\S)", text_of(value)) if step.strip()
        )

    def _status(self, cells: Mapping[str, Any]) -> Status:
        text = self.text(cells, "status").casefold()
        if text in ("draft", "archived"):
            return text  # type: ignore[return-value]
        return "draft" if parse_flag(text) is False or text in ("下架", "已下架", "inactive", "hidden") else "active"

    def _attributes(self, cells: Mapping[str, Any]) -> list[Attribute]:
        pairs: list[tuple[str, Any]] = []
        held = self.cell(cells, "attributes")
        if isinstance(held, Mapping):
            pairs += list(held.items())
        elif isinstance(held, list):
            pairs += [
                (text_of(row.get("name", row.get("key"))), row.get("value")) for row in held if isinstance(row, Mapping)
            ]
        pairs += [(column, cells.get(heading(column))) for column in self.mapping.attributes]
        found = []
        for label, value in pairs:
            if isinstance(value, Mapping | list) and not (isinstance(value, Mapping) and {"en", "zh"} & value.keys()):
                value = text_of(value)
            both = words_of(value)
            label = "warranty (months)" if heading(label) == "warranty months" else label
            attribute = typed_attribute(label, both.en or both.zh, also=both.zh if both.en else "")
            found += [attribute] if attribute else []
        return found

    def _nested(self, nested: list[Any], head: Row) -> list[VariantFound]:
        found = []
        for place, raw in enumerate(nested, start=1):
            if not isinstance(raw, Mapping):
                self.context.log.stop(
                    f"Variant {place} is not an object.", "Write objects only.", line=head.line, column="variants"
                )
                continue
            own = {heading(str(key)): value for key, value in raw.items()}
            cells = {name: value for name, value in head.cells.items() if name in self._inherited()} | own
            found.append(self._variant(cells, head.line or None, place=place, nested=True))
        return found

    def _inherited(self) -> set[str]:
        return {name for field in ("currency", "price", "was", "sale") if (name := self.mapping.column(field))}

    def _variant(
        self, cells: Mapping[str, Any], line: int | None, *, place: int = 0, nested: bool = False
    ) -> VariantFound:
        variant = VariantFound(line=line, sku=self.text(cells, "sku"), barcode=self.text(cells, "barcode"))
        variant.options = self._options(cells)
        errors = self.context.log.errors
        variant.prices = self._prices(cells, line, f"variants[{place - 1}]." if nested else "")
        if not variant.prices and self.context.log.errors == errors:
            no_price(self.context, variant, self.raw("price"))
        variant.stock = self._stock(cells, line)
        if nested:
            variant.pictures = _pictures(self.cell(cells, "image"))
        return variant

    def _options(self, cells: Mapping[str, Any]) -> list[tuple[str, Words]]:
        found = []
        held = self.cell(cells, "options")
        if isinstance(held, Mapping):
            found += [option(str(label), words_of(value)) for label, value in held.items() if text_of(value)]
        elif isinstance(held, list):
            found += [
                option(text_of(row.get("name", row.get("option"))), words_of(row.get("value")))
                for row in held
                if isinstance(row, Mapping)
            ]
        for column in self.mapping.options:
            if text_of(cells.get(heading(column))):
                found.append(option(column, words_of(cells[heading(column)])))
        return found

    def _prices(self, cells: Mapping[str, Any], line: int | None, path: str) -> list[PriceRow]:
        held = self.cell(cells, "prices")
        entries = held if isinstance(held, list) else [held] if isinstance(held, Mapping) else []
        found = []
        for entry in entries:
            if isinstance(entry, Mapping):
                inner = {heading(str(key)): value for key, value in entry.items()}
                found += self._one_price(inner, line, path, inner.get("currency") or inner.get("currency code"))
        return found or self._one_price(cells, line, path, self.cell(cells, "currency"))

    def _one_price(self, cells: Mapping[str, Any], line: int | None, path: str, currency: Any) -> list[PriceRow]:
        column = self.mapping.column("price") or next(
            (name for name in ("minor", "amount", "price") if name in cells), "price"
        )
        if cells.get(column) is None:
            column = next(
                (
                    name
                    for name in ("minor", "amount minor", "price minor", "amount", "price", "value")
                    if cells.get(name) is not None
                ),
                column,
            )
        value = cells.get(column)
        if isinstance(value, Mapping):
            currency = value.get("currency") or value.get("currency_code") or value.get("currencyCode") or currency
            value = value.get("amount", value.get("value", value.get("gross")))
        was, sale = self.cell(cells, "was"), self.cell(cells, "sale")
        if text_of(sale) and not isinstance(value, Mapping):
            value, was = sale, text_of(value) or was
        code = text_of(currency).upper() or _named_currency(self.raw("price"))
        minor = is_minor(self.raw("price") if self.mapping.column("price") == column else column)
        was_minor = is_minor(self.raw("was"))
        row = price_row(
            self.context,
            _plain(value),
            _plain(was) if was_minor == minor else "",
            line=line,
            column=path + self.raw("price"),
            currency=code or None,
            minor=minor,
        )
        return [row] if row else []

    def _stock(self, cells: Mapping[str, Any], line: int | None) -> Stock:
        text = self.text(cells, "stock")
        column = self.raw("stock")
        said = parse_flag(text) if not re.search(r"\d", text) else None
        said = {
            "有货": True,
            "现货": True,
            "in stock": True,
            "无货": False,
            "缺货": False,
            "out of stock": False,
            "sold out": False,
        }.get(text.casefold(), said)
        restock = self.text(cells, "restock")
        if said is not None:
            text = "" if said else "0"
        try:
            if text and parse_whole(text) < 0:
                self.context.log.stop(
                    f"The stock {text} is negative.", "Write 0 or more.", line=line, column=column, field="stock"
                )
        except Unreadable:
            pass
        return stock(self.context, text, line=line, column=column, restock=restock, restock_column=self.raw("restock"))


def _named_currency(column: str) -> str:
    hit = re.search(r"(?<![A-Za-z])(EUR|USD|CNY|GBP|JPY|RMB|CHF|HKD)(?![A-Za-z])|([€£元])", column.upper())
    if not hit:
        return ""
    return {"RMB": "CNY", "€": "EUR", "£": "GBP", "元": "CNY"}.get(hit[0], hit[0])


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return format(value, ".10f").rstrip("0").rstrip(".")
    return text_of(value)


def _list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value if (text := text_of(item))]
    return [text.strip() for text in re.split(r"[,;，；、|]", text_of(value)) if text.strip()]


def _pictures(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value if (text := text_of(item))]
    return [text.strip() for text in re.split(r"[|\n;]|,\s*(?=https?:)|,\s+", text_of(value)) if text.strip()]
