"""Any other table or list of objects, read by a mapping (guessed or given)."""

from __future__ import annotations

import re
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
    stock,
)
from mercery.catalog.importing.formats.nested import nodes, prices_of, variants_in
from mercery.catalog.importing.grouping import Grouping, find_grouping, kind_of_row
from mercery.catalog.importing.guess import ASIDE_KINDS, SET_KINDS, FieldMapping
from mercery.catalog.importing.option_columns import split_choices
from mercery.catalog.product import Attribute, PriceRow, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, parse_flag, parse_whole
from mercery.core.files.tabular import Row, grouped, heading, text_of
from mercery.core.i18n import Words

NAME: Final = "guessed"
Rows = Callable[[], Iterator[Row]]
Cells = Mapping[str, Any]
_NUMBERED: Final = re.compile(r"option ?\d", re.IGNORECASE)
_IN_STOCK: Final = {
    "有货": True, "现货": True, "in stock": True, "instock": True, "in_stock": True, "available": True, "unlimited": True, "无货": False, "缺货": False,
    "售罄": False, "out of stock": False, "outofstock": False, "out_of_stock": False, "sold out": False, "preorder": False,
}  # fmt: skip


def read(rows: Rows, mapping: FieldMapping, context: Context) -> Iterator[Product]:
    """The products; `rows` gives the rows anew at each call (they are read twice)."""
    context.comma_decimal = mapping.comma_decimal or None
    grouping = find_grouping(rows, mapping, context.log)
    reader = _Reader(mapping, context, grouping)
    for members in grouped(rows(), grouping.of):
        yield reader.product(members)
    if not reader.priced and reader.first_unpriced and not context.log.errors:
        no_price(context, reader.first_unpriced, reader.raw("price"))


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
    def __init__(self, mapping: FieldMapping, context: Context, grouping: Grouping) -> None:
        self.mapping, self.context, self.grouping = mapping, context, grouping
        self.priced = 0
        self.first_unpriced: VariantFound | None = None

    def cell(self, cells: Cells, field: str) -> Any:
        return self.mapping.value(cells, field)

    def text(self, cells: Cells, field: str) -> str:
        return text_of(self.cell(cells, field))

    def raw(self, field: str) -> str:
        return next((guess.column for guess in self.mapping.guesses if guess.field == field), field)

    def product(self, rows: Sequence[Row]) -> Product:
        head = self._head(rows)
        cells = head.cells
        description = words_of(self.cell(cells, "description"), self.cell(cells, "description_zh"))
        found = ProductFound(
            key=self._key(head),
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
        nested = variants_in(cells, self.mapping.column("variants"))
        if nested:
            found.variants = self._nested(nested, head)
        else:
            found.variants = self._rows(rows, head)
        return finish(found, self.context)

    def _head(self, rows: Sequence[Row]) -> Row:
        titled = [row for row in rows if self.text(row.cells, "title") or self.text(row.cells, "title_zh")] or list(
            rows
        )
        return next((row for row in titled if self.grouping.is_parent(row)), titled[0])

    def _key(self, head: Row) -> str:
        """As the row's own system calls it; a row without any name is known by its line."""
        if head.line in self.grouping.twins:
            return self.grouping.twins[head.line]
        fields = [self.grouping.repeated] if self.grouping.repeated else []
        for name in (*fields, "key", "sku", "handle", "title", "title_zh"):
            if value := self.text(head.cells, name):
                return value
        return f"line-{head.line}"

    def _rows(self, rows: Sequence[Row], head: Row) -> list[VariantFound]:
        """One variant a row, but for the parent's own row and for rows that only add a picture."""
        others = [row for row in rows if row is not head]
        sellable = [row for row in others if self._sells(row)]
        if kind_of_row(head.cells, self.mapping) in SET_KINDS and not sellable:
            return self._set(head)
        chosen = {row.line: self._options(row.cells) for row in rows}
        if sellable and (self.grouping.is_parent(head) or self._is_master(head, sellable, chosen)):
            members = sellable
        else:
            members = [row for row in rows if row is head or row in sellable]
        labels = self._differing(members, chosen) if len(members) > 1 else []
        found = []
        for row in members:
            variant = self._variant(row.cells, row.line or None, fallback=head.cells if row is not head else {})
            variant.options += [option(label, words_of(row.cells.get(heading(label)))) for label in labels]
            if row is not head:
                variant.pictures = _pictures(self.cell(row.cells, "image"))
            found.append(variant)
        return found

    def _sells(self, row: Row) -> bool:
        if kind_of_row(row.cells, self.mapping) in ASIDE_KINDS:
            return False
        fields = ("sku", "price", "sale", "stock", "title", "barcode", "options")
        return any(self.text(row.cells, name) for name in fields) or bool(self._options(row.cells))

    def _is_master(self, head: Row, others: Sequence[Row], chosen: Mapping[int, list[tuple[str, Words]]]) -> bool:
        """Whether the first row only carries the product: the others all choose something and it does not."""
        return not chosen[head.line] and all(chosen[row.line] for row in others)

    def _set(self, head: Row) -> list[VariantFound]:
        """A bundle or group of other products: sold under its own price, or without one only through its parts."""
        return [self._variant(head.cells, head.line or None)] if self.text(head.cells, "price") else []

    def _differing(self, rows: Sequence[Row], chosen: Mapping[int, list[tuple[str, Words]]]) -> list[str]:
        """Columns that tell variants apart where the options do not: material, capacity, else their own titles."""
        known = [tuple(value.en or value.zh for _, value in chosen[row.line]) for row in rows]
        labels: list[str] = []
        for column in (*self.mapping.attributes, self.raw("title")):
            if len(set(known)) == len(rows):
                break
            own = [text_of(row.cells.get(heading(column))) for row in rows]
            if all(own) and len(set(own)) > 1 and max(map(len, own)) <= 80:
                labels.append(column)
                known = [(*before, value) for before, value in zip(known, own, strict=True)]
        return labels if len(set(known)) == len(rows) else []

    def _category(self, cells: Cells) -> tuple[Words, ...]:
        value = self.cell(cells, "category")
        if isinstance(value, list):
            named = [each for each in value if text_of(each)]
            return tuple(words_of(step) for step in named)[
                : 1 if all(isinstance(step, str) for step in named) else None
            ]
        if isinstance(value, Mapping):
            return (words_of(value),)
        steps = _steps(text_of(value))
        chinese = _steps(text_of(self.mapping.also(cells, self.mapping.column("category") or "")))
        if len(chinese) != len(steps):
            return tuple(words(step) for step in steps)
        return tuple(words_of(step, other) for step, other in zip(steps, chinese, strict=True))

    def _status(self, cells: Cells) -> Status:
        text = self.text(cells, "status").casefold()
        if text in ("draft", "archived"):
            return text  # type: ignore[return-value]
        return "draft" if parse_flag(text) is False else "active"

    def _attributes(self, cells: Cells) -> list[Attribute]:
        pairs: list[tuple[str, Any]] = []
        held = self.cell(cells, "attributes")
        if isinstance(held, Mapping):
            pairs += list(held.items())
        elif isinstance(held, list):
            pairs += [
                (text_of(row.get("name", row.get("key"))), row.get("value", row.get("options", row.get("option"))))
                for row in held
                if isinstance(row, Mapping)
            ]
        else:
            pairs += split_choices(text_of(held))
        pairs += [(column, self._said(cells, column)) for column in self.mapping.attributes]
        pairs += [(name, value) for name, value in self._paired(cells) if _is_list(value)]
        found = []
        for label, value in pairs:
            if isinstance(value, Mapping | list) and not (isinstance(value, Mapping) and {"en", "zh"} & value.keys()):
                value = text_of(value)
            both = words_of(value)
            label = "warranty (months)" if heading(label) == "warranty months" else label
            attribute = typed_attribute(label, both.en or both.zh, also=both.zh if both.en else "") if label else None
            found += [attribute] if attribute else []
        return found

    def _said(self, cells: Cells, column: str) -> Any:
        """The cell of an attribute; in both languages where another column has it in Chinese."""
        own, chinese = cells.get(heading(column)), self.mapping.also(cells, column)
        return {"en": text_of(own), "zh": text_of(chinese)} if text_of(own) and text_of(chinese) else own or chinese

    def _paired(self, cells: Cells) -> list[tuple[str, str]]:
        pairs = [(text_of(cells.get(heading(n))), text_of(cells.get(heading(v)))) for n, v in self.mapping.option_pairs]
        return [(name, value) for name, value in pairs if name and value]

    def _nested(self, nested: list[Mapping[str, Any]], head: Row) -> list[VariantFound]:
        names = _declared_options(self.cell(head.cells, "options"))
        inherited = {name: value for name, value in head.cells.items() if name in self._inherited()}
        found = []
        for place, raw in enumerate(nested, start=1):
            own = {heading(str(key)): value for key, value in raw.items() if value is not None}
            variant = self._variant(inherited | own, head.line or None, place=place)
            if names and all(_NUMBERED.fullmatch(label) for label, _ in variant.options):
                variant.options = [
                    option(name, words_of(own[f"option{number}"]))
                    for number, name in enumerate(names, start=1)
                    if text_of(own.get(f"option{number}")) not in ("", "Default Title")
                ]
            if not variant.options:
                variant.options = _chosen_attributes(own.get("attributes"))
            if not variant.options and len(nested) > 1 and text_of(own.get("title", own.get("name"))):
                variant.options = [option("Variant", words_of(own.get("title", own.get("name"))))]
            variant.pictures = _pictures(self.cell(own, "image"))
            found.append(variant)
        return found

    def _inherited(self) -> set[str]:
        return {name for field in ("currency", "price", "was", "sale") if (name := self.mapping.column(field))}

    def _variant(
        self, cells: Cells, line: int | None, *, place: int = 0, fallback: Cells | None = None
    ) -> VariantFound:
        # A nested variant without a SKU is known to the other system by its id, and so it is to us.
        # So is a row by its number, where that number does not stand for several rows.
        own_id = text_of(cells.get("item id", cells.get("id"))) if place else ""
        if not place and self.grouping.repeated != "key":
            own_id = self.text(cells, "key")
        variant = VariantFound(line=line, sku=self.text(cells, "sku") or own_id, barcode=self.text(cells, "barcode"))
        variant.options = self._options(cells)
        errors = self.context.log.errors
        path = f"variants[{place - 1}]." if place else ""
        variant.prices = self._prices(cells, line, path)
        if not variant.prices and fallback and self.context.log.errors == errors:
            variant.prices = self._prices(fallback, line, path)
        if variant.prices:
            self.priced += 1
        elif self.context.log.errors == errors:
            self._unpriced(variant)
        variant.stock = self._stock(cells, line)
        return variant

    def _unpriced(self, variant: VariantFound) -> None:
        """Not false, only not for sale: unless the whole file is so, which `read` sees in the end."""
        self.first_unpriced = self.first_unpriced or variant
        self.context.log.note(
            "There is no price; it cannot be sold until it has one.",
            "Give it one.",
            line=variant.line,
            column=self.raw("price"),
            field="price",
            zh="没有价格，填写价格之前不能销售。",
        )

    def _prices(self, cells: Cells, line: int | None, path: str) -> list[PriceRow]:
        return prices_of(self.context, self.mapping, cells, line=line, path=path)

    def _options(self, cells: Cells) -> list[tuple[str, Words]]:
        found = []
        held = self.cell(cells, "options")
        if isinstance(held, Mapping):
            found += [option(str(label), words_of(value)) for label, value in held.items() if text_of(value)]
        elif isinstance(held, list):
            found += [option(label, words_of(value)) for label, value in map(_choice, held) if label and text_of(value)]
        elif text := text_of(held):
            pairs = split_choices(text) or [(self.raw("options"), text)]
            found += [option(label, words_of(value)) for label, value in pairs]
        for column in self.mapping.options:
            if text_of(cells.get(heading(column))):
                found.append(option(column, words_of(cells[heading(column)], self.mapping.also(cells, column))))
        found += [option(name, words_of(value)) for name, value in self._paired(cells) if not _is_list(value)]
        return found

    def _stock(self, cells: Cells, line: int | None) -> Stock:
        text = self.text(cells, "stock")
        column = self.raw("stock")
        asked = column.rstrip().endswith(("?", "？"))
        said = parse_flag(text) if asked or not re.search(r"\d", text) else None
        said = _IN_STOCK.get(text.casefold(), said)
        restock = self.text(cells, "restock")
        if said is not None:
            text = "" if said else "0"
        try:
            if text and parse_whole(text) < 0:
                self.context.log.stop(
                    f"The stock {text} is negative.",
                    "Write 0 or more.",
                    line=line,
                    column=column,
                    field="stock",
                    zh=f"库存 {text} 小于 0，请填写 0 或以上的数。",
                )
        except Unreadable:
            pass
        return stock(self.context, text, line=line, column=column, restock=restock, restock_column=self.raw("restock"))


def _steps(path: str) -> list[str]:
    """The steps of a category's path, at most twelve; of several paths those of the first."""
    first = re.split(r"[|;；\n]", path)[0]
    return [step.strip() for step in re.split(r"\s*(?:->|[>＞»›])\s*|(?<=\S)/(?=\S)", first) if step.strip()][:12]


def _declared_options(value: Any) -> list[str]:
    """The names of a product's options where its variants only number them."""
    return [text_of(each.get("name", each.get("title"))) if isinstance(each, Mapping) else text_of(each)
            for each in nodes(value)]  # fmt: skip


def _chosen_attributes(value: Any) -> list[tuple[str, Words]]:
    """What tells a variant apart where its system calls that attributes."""
    if isinstance(value, str):
        return [option(label, words_of(each)) for label, each in split_choices(value)]
    if isinstance(value, Mapping):
        return [option(str(label), words_of(each)) for label, each in value.items() if isinstance(each, str) and each]
    return [option(label, words_of(each)) for label, each in map(_choice, nodes(value)) if label and text_of(each)]


def _choice(entry: Any) -> tuple[str, Any]:
    """One entry of a variant's list of options, as the different systems write it."""
    if not isinstance(entry, Mapping):
        return "", None
    label = next(
        (entry[key] for key in ("name", "option", "option_display_name", "title", "key", "label") if entry.get(key)), ""
    )
    value = next(
        (entry[key] for key in ("value", "label", "option", "values") if entry.get(key) not in (None, "", label)), None
    )
    return (text_of(label), None if isinstance(value, list) else value)


def _is_list(text: str) -> bool:
    """Whether a cell names several values: what can be chosen, not what was."""
    return len([piece for piece in re.split(r"[,|;]", text) if piece.strip()]) > 1


def _list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value if (text := text_of(item))]
    return [text.strip() for text in re.split(r"[,;，；、|]", text_of(value)) if text.strip()]


def _pictures(value: Any) -> list[str]:
    items = nodes(value) if isinstance(value, list | Mapping) else []
    if items:
        return [text for item in items if (text := _address(item))]
    return [text.strip() for text in re.split(r"[|\n;]|,\s*(?=https?:)|,\s+", text_of(value)) if text.strip()]


def _address(item: Any) -> str:
    if isinstance(item, Mapping):
        return next(
            (text_of(item[key]) for key in ("url", "src", "source", "href", "original", "image") if item.get(key)), ""
        )
    return text_of(item)
