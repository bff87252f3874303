"""Vendure's product import CSV: the first row of a product carries its fields, the rows below add variants.

Rules: docs.vendure.io, "Importing data". Texts may be given per language (`name:en`, `name:zh_Hans`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from mercery.catalog.product import Product
from mercery.catalog.slug import slug
from mercery.catalog.vocabulary import is_chinese
from mercery.claims.values import Stock
from mercery.core.files.amounts import parse_flag
from mercery.core.files.tabular import Row, Table, heading
from mercery.core.i18n import Lang, Words, lang_from_tag

NAME: Final = "vendure"
_REQUIRED: Final = ("name", "slug", "description", "assets", "facets", "optionGroups", "optionValues", "sku", "price",
                    "taxCategory", "stockOnHand", "trackInventory", "variantAssets", "variantFacets")  # fmt: skip


def likeness(table: Table) -> float:
    """How surely the table is one of Vendure's."""
    bases = {heading(raw.split(":")[0]) for raw in table.raw_header}
    return 0.97 if {"option groups", "option values"} <= bases else 0.0


class _Columns:
    """The file's columns by field and language."""

    def __init__(self, table: Table) -> None:
        self.by_field: dict[str, dict[Lang | None, str]] = {}
        self.custom: list[tuple[str, str, Lang | None]] = []
        self.other_languages: set[str] = set()
        for raw, name in zip(table.raw_header, table.header, strict=True):
            bits = raw.split(":")
            if heading(bits[0]) in ("product", "variant") and len(bits) > 1:
                if heading(bits[0]) == "product":
                    self.custom.append((name, bits[1], lang_from_tag(bits[2]) if len(bits) > 2 else None))
                continue
            lang = lang_from_tag(bits[1]) if len(bits) > 1 else None
            if len(bits) > 1 and lang is None:
                self.other_languages.add(bits[1])
                if any(
                    other.split(":")[0] == bits[0] and lang_from_tag(other.partition(":")[2])
                    for other in table.raw_header
                ):
                    continue
            self.by_field.setdefault(heading(bits[0]), {}).setdefault(lang, name)

    def words(self, row: Row, field: str) -> Words:
        columns = self.by_field.get(field, {})
        plain = row.cells.get(columns.get(None, ""), "")
        english, chinese = row.cells.get(columns.get("en", ""), ""), row.cells.get(columns.get("zh", ""), "")
        if plain and not (english or chinese):
            return Words("", plain) if is_chinese(plain) else Words(plain)
        return Words(english, chinese)

    def text(self, row: Row, field: str) -> str:
        words = self.words(row, field)
        return words.en or words.zh


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""
    columns = _Columns(table)
    missing = [name for name in _REQUIRED if heading(name) not in columns.by_field]
    if missing:
        context.log.stop(
            "Required columns are missing: " + ", ".join(f"'{name}'" for name in missing) + ".",
            "Add them, empty where there is nothing to say.", line=1, column=missing[0], zh=f"缺少必需的列：{'、'.join(missing)}。请添加，无内容时留空。",
        )  # fmt: skip
    rows: list[Row] = []
    for row in table.rows(context.log):
        if columns.text(row, "name"):
            if rows:
                yield _product(rows, columns, context)
            rows = [row]
        elif rows:
            rows.append(row)
        else:
            context.log.stop(
                "The first row has no product name.",
                "Write it.",
                line=row.line,
                column="name",
                field="title",
                zh="首行没有商品名称，请填写。",
            )
    if rows:
        yield _product(rows, columns, context)


def _product(rows: list[Row], columns: _Columns, context: Context) -> Product:
    head = rows[0]
    title = columns.words(head, "name")
    key = columns.text(head, "slug") or slug(title.en or title.zh)
    description = columns.words(head, "description")
    found = ProductFound(
        key=key,
        handle=columns.text(head, "slug"),
        line=head.line,
        title=title,
        description=Words(plain_text(description.en), plain_text(description.zh)),
        media=pictures(_list(columns.text(head, "assets"))),
        shared_skus=True,
        strict_options=False,
    )
    _facets(found, head, columns)
    for name, label, _ in columns.custom:
        attribute = typed_attribute(label, head.cells.get(name, ""))
        found.attributes += [attribute] if attribute else []
    groups = columns.words(head, "option groups")
    names = _list(groups.en or groups.zh)
    found.variants = [_variant(row, names, columns, context) for row in rows]
    return finish(found, context)


def _list(text: str) -> list[str]:
    return [piece.strip() for piece in text.split("|") if piece.strip()]


def _facets(found: ProductFound, head: Row, columns: _Columns) -> None:
    english, chinese = (columns.words(head, "facets").en, columns.words(head, "facets").zh)
    pairs, others = _list(english or chinese), _list(chinese) if english else []
    categories: list[Words] = []
    for place, pair in enumerate(pairs):
        label, _, value = pair.partition(":")
        other = others[place].partition(":")[2] if place < len(others) and len(others) == len(pairs) else ""
        both = Words(value.strip(), other.strip()) if english else Words("", value.strip())
        if heading(label) in ("category", "分类", "类别"):
            categories.append(both)
        elif heading(label) in ("brand", "品牌") and not found.brand:
            found.brand = value.strip()
        else:
            attribute = typed_attribute(label, value.strip(), also=other.strip())
            found.attributes += [attribute] if attribute else []
    found.category = tuple(categories)


def _variant(row: Row, names: list[str], columns: _Columns, context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=columns.text(row, "sku"))
    values = columns.words(row, "option values")
    english, chinese = _list(values.en), _list(values.zh)
    main = english or chinese
    if len(main) != len(names) or (english and chinese and len(chinese) != len(names)):
        wrong = len(main) if len(main) != len(names) else len(chinese)
        context.log.stop(
            f"The row has {wrong} option values, the product has {len(names)} option groups.",
            "Give one value for each group, divided by |.", line=row.line, column="optionValues", field="options", zh=f"此行有 {wrong} 个选项值，商品有 {len(names)} 组选项。请为每组填写一个值，以 | 分隔。",
        )  # fmt: skip
    for place, (name, value) in enumerate(zip(names, main, strict=False)):
        other = chinese[place] if english and place < len(chinese) else ""
        variant.options.append(option(name, Words(value, other) if english else Words("", value)))
    if not variant.sku:
        context.log.stop(
            "The variant has no SKU.",
            "Give it one.",
            line=row.line,
            column="sku",
            field="sku",
            zh="款式没有 SKU，请填写。",
        )
    errors = context.log.errors
    price = price_row(context, columns.text(row, "price"), line=row.line, column="price")
    if price:
        variant.prices.append(price)
    elif context.log.errors == errors:
        no_price(context, variant)
    counted = stock(context, columns.text(row, "stock on hand"), line=row.line, column="stockOnHand")
    variant.stock = Stock(None) if parse_flag(columns.text(row, "track inventory")) is False else counted
    variant.pictures = _list(columns.text(row, "variant assets"))
    return variant
