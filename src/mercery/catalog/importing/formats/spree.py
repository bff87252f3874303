"""Spree's product CSV: one row per variant, the slug groups rows, prices in the row's currency, empty cells at a row's end left out.

The headings are those of `Spree::CSV::ProductVariantPresenter`. Rows of one variant in further currencies repeat its SKU.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    described,
    finish,
    no_price,
    option,
    pictures,
    price_row,
    stock,
)
from mercery.catalog.product import PriceRow, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import is_currency, parse_flag
from mercery.core.files.tabular import Row, Table, grouped

NAME: Final = "spree"


def likeness(table: Table) -> float:
    """How surely the table is one of Spree's."""
    marks = ("inventory count", "inventory backorderable", "option1 name", "compare at price", "track inventory", "image1 src",
             "category1", "dimensions unit", "available on", "meta title", "slug")  # fmt: skip
    got = sum(mark in table.header for mark in marks)
    return 0.97 if table.has("slug", "price") and got >= 4 else 0.9 if got >= 5 else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""
    missing = [name for name in ("slug", "sku", "name", "price") if name not in table.header]
    for name in missing:
        context.log.stop(
            f"The required column '{name}' is missing.",
            "Export the products with all columns.",
            line=1,
            column=name,
            zh=f"缺少必需的“{name}”列，请连同所有列导出商品。",
        )
    if missing:
        return

    def group(row: Row) -> str | None:
        return row.get("slug", "product id") or (None if row.get("option1 value") else row.get("name") or None)

    for rows in grouped(table.rows(context.log, short_rows=True), group):
        yield _product(rows, table, context)


def _product(rows: list[Row], table: Table, context: Context) -> Product:
    head = next((row for row in rows if row.get("name")), rows[0])
    found = ProductFound(
        key=head.get("slug", "product id", "sku"),
        handle=head.get("slug"),
        line=head.line,
        title=words(head.get("name")),
        description=described(head.get("description")),
        brand=head.get("brand name", "vendor name"),
        category=tuple(
            words(step.strip())
            for step in head.get("category1").split("->" if "->" in head.get("category1") else ">")
            if step.strip()
        ),
        status=_status(head),
        tags=[tag.strip() for tag in head.get("tags").split(",") if tag.strip()],
        media=pictures(row.get(f"image{n} src") for row in rows for n in (1, 2, 3)),
    )
    for raw, name in zip(table.raw_header, table.header, strict=True):
        if raw.startswith(("metafield.", "custom_field.")) and head.cells.get(name):
            attribute = typed_attribute(raw.rsplit(".", 1)[-1], head.cells[name])
            found.attributes += [attribute] if attribute else []
    _measures(found, head)
    names = [next((name for row in rows if (name := row.get(f"option{n} name"))), "") for n in (1, 2, 3)]
    _variants(found, rows, names, context)
    return finish(found, context)


def _status(head: Row) -> Status:
    written = head.get("status").casefold()
    return "archived" if written == "archived" else "draft" if written in ("draft", "paused") else "active"


def _measures(found: ProductFound, head: Row) -> None:
    unit = head.get("dimensions unit") or "cm"
    sides = [head.get(side) for side in ("width", "height", "depth")]
    if all(side and side.strip("0.") for side in sides):
        attribute = typed_attribute("dimensions", " x ".join(sides) + f" {unit}")
        found.attributes += [attribute] if attribute else []
    if head.get("weight").strip("0."):
        attribute = typed_attribute("weight", f"{head.get('weight')} {head.get('weight unit') or 'kg'}")
        found.attributes += [attribute] if attribute else []


def _variants(found: ProductFound, rows: list[Row], names: list[str], context: Context) -> None:
    by_sku: dict[str, VariantFound] = {}
    master = rows[0] if len(rows) > 1 and not any(rows[0].get(f"option{n} value") for n in (1, 2, 3)) else None
    if master is not None and not any(row.get("option1 value") for row in rows[1:]):
        master = None
    for row in rows:
        if row is master:
            continue
        known = by_sku.get(row.get("sku"))
        if known is not None and _only_prices(row, known, names):
            known.prices += _prices(row, context)
            continue
        variant = _variant(row, names, context)
        if row.get("sku"):
            by_sku[row.get("sku")] = variant
        found.variants.append(variant)


def _only_prices(row: Row, known: VariantFound, names: list[str]) -> bool:
    """Whether the row gives a variant above its price in a further currency."""
    values = [row.get(f"option{n} value") for n in (1, 2, 3)]
    same = [value.en or value.zh for _, value in known.options] == [value for value in values if value]
    other = row.get("currency").upper() not in {price.amount.currency for price in known.prices}
    return bool(row.get("currency")) and other and (same or not any(values))


def _variant(row: Row, names: list[str], context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("sku"))
    for number, name in enumerate(names, start=1):
        value = row.get(f"option{number} value")
        if bool(value) != bool(name):
            what = f"no value for '{name}'" if name else f"a value for option {number} without a name"
            context.log.stop(
                f"The variant has {what}.",
                "Write both.",
                line=row.line,
                column=f"option{number}_value",
                field="options",
                zh="选项名称与值不齐全，请一并填写。",
            )
        elif value:
            variant.options.append(option(name, words(value)))
    errors = context.log.errors
    variant.prices = _prices(row, context)
    if not variant.prices and context.log.errors == errors:
        no_price(context, variant)
    counted = stock(context, row.get("inventory count"), line=row.line, column="inventory_count")
    free = parse_flag(row.get("track inventory")) is False or parse_flag(row.get("inventory backorderable")) is True
    variant.stock = Stock(None) if free else counted
    return variant


def _prices(row: Row, context: Context) -> list[PriceRow]:
    currency = row.get("currency").upper() or None
    if currency and not is_currency(currency):
        context.log.stop(
            f"The currency '{currency}' is unknown.",
            "Write its ISO code, such as EUR.",
            line=row.line,
            column="currency",
            field="price",
            zh=f"货币“{currency}”无法识别，请填写 ISO 代码，例如 EUR。",
        )
        return []
    price = price_row(
        context, row.get("price"), row.get("compare at price"), line=row.line, column="price", currency=currency
    )
    return [price] if price else []
