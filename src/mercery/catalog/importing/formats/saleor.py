"""The CSV that Saleor's dashboard exports.

One row is one variant; columns such as `default-channel (channel price amount)`,
`europe (warehouse quantity)` and `material (product attribute)` name channel, warehouse or attribute before the bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    described,
    finish,
    option,
    pictures,
    price_row,
    stock,
)
from mercery.catalog.importing.formats.saleor_fixture import description_of
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.tabular import Row, Table, grouped

NAME: Final = "saleor"
_BRACKET: Final = re.compile(
    r"^(?P<name>.+?)\s*\((?P<kind>product attribute|variant attribute|warehouse quantity|channel [a-z ]+)\)$",
    re.IGNORECASE,
)


def likeness(table: Table) -> float:
    """How surely the table is Saleor's CSV export."""
    brackets = sum(bool(_BRACKET.match(raw.strip())) for raw in table.raw_header)
    return 0.96 if brackets and ("variant sku" in table.header or "variant id" in table.header) else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products of a CSV export, in file order."""
    if "name" not in table.header:
        context.log.stop(
            "The required column 'name' is missing.",
            "Export the products with their names.",
            line=1,
            column="name",
            zh="缺少必需的“name”列，请连同名称导出商品。",
        )
        return

    def group(row: Row) -> str | None:
        return row.get("id", "slug") or row.get("name") or None

    for rows in grouped(table.rows(context.log), group):
        yield _table_product(rows, table, context)


def _bracketed(table: Table, kind: str) -> list[tuple[str, str]]:
    found = []
    for raw, name in zip(table.raw_header, table.header, strict=True):
        hit = _BRACKET.match(raw.strip())
        if hit and hit["kind"].casefold() == kind:
            found.append((hit["name"], name))
    return found


def _table_product(rows: list[Row], table: Table, context: Context) -> Product:
    head = rows[0]
    category = head.get("category")
    found = ProductFound(
        key=head.get("slug", "id", "name"),
        handle=head.get("slug"),
        line=head.line,
        title=words(head.get("name")),
        description=described(_editor_text(head.get("description"))),
        category=(words(category.replace("-", " ").capitalize()),) if category else (),
        collections=[name.strip() for name in head.get("collections").split(",") if name.strip()],
        media=pictures(re.split(r",\s*", head.get("product media"))),
        strict_options=False,
    )
    for label, name in _bracketed(table, "product attribute"):
        attribute = typed_attribute(label, head.cells.get(name, ""))
        found.attributes += [attribute] if attribute else []
    published = _bracketed(table, "channel published")
    if published and not any(head.cells.get(name, "").casefold() in ("true", "1") for _, name in published):
        found.status = "draft"
    found.variants = [
        _table_variant(row, table, context) for row in rows if row.get("variant sku", "variant id") or len(rows) == 1
    ]
    return finish(found, context)


def _editor_text(text: str) -> str:
    return description_of({"description": text}) if text.startswith("{") else text


def _table_variant(row: Row, table: Table, context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("variant sku", "variant id"))
    variant.options = [
        option(label, words(row.cells[name]))
        for label, name in _bracketed(table, "variant attribute")
        if row.cells.get(name)
    ]
    currencies = dict(_bracketed(table, "channel variant currency code")) or dict(
        _bracketed(table, "channel product currency code")
    )
    seen: set[str] = set()
    errors = context.log.errors
    for channel, name in _bracketed(table, "channel price amount"):
        code = row.cells.get(currencies.get(channel, ""), "") or None
        price = price_row(context, row.cells.get(name, ""), line=row.line, column=table.raw(name), currency=code)
        if price:
            listed = "default" if price.amount.currency not in seen else channel
            seen.add(price.amount.currency)
            variant.prices.append(PriceRow(amount=price.amount, price_list=listed))
    if not variant.prices and context.log.errors == errors:
        context.log.note(
            "The variant has no price in any channel; it cannot be sold.",
            "Give it one.",
            line=row.line,
            field="price",
            zh="该款式在各渠道均无价格，不能销售，请填写价格。",
        )
    counts = [
        stock(context, row.cells[name], line=row.line, column=table.raw(name)).quantity
        for _, name in _bracketed(table, "warehouse quantity")
        if row.cells.get(name)
    ]
    if counts:
        variant.stock = Stock(sum(count or 0 for count in counts))
    variant.pictures = [text for text in re.split(r",\s*", row.get("variant media")) if text]
    return variant
