"""BigCommerce's product CSV of both generations: rows of `Item Type` Product, SKU and Rule, or of `Item` Product, Variant and Image.

Rows follow their product. Rules: support.bigcommerce.com, "Importing and Exporting Products".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

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
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import parse_flag
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.i18n import Words

NAME: Final = "bigcommerce"
_CODED: Final = re.compile(r"\[\w+\]([^=\[\]]+)=(.+?)(?=,\s*\[\w+\]|$)")
_NAMED: Final = re.compile(r"Name=([^|;]*)\|Value=([^|;]*)", re.IGNORECASE)


def likeness(table: Table) -> float:
    """How surely the table is one of BigCommerce's."""
    if table.has("item type", "product name"):
        return 0.96
    return 0.96 if table.has("item", "name", "sku", "price") and table.has("options", "inventory tracking") else 0.0


def _kind(row: Row) -> str:
    return row.get("item type", "item").casefold()


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""

    def group(row: Row) -> str | None:
        if _kind(row) != "product":
            return None
        return row.get("product id", "id", "product code sku", "sku") or f"line-{row.line}"

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, table, context)


def _product(rows: list[Row], table: Table, context: Context) -> Product:
    head = rows[0]
    if _kind(head) != "product":
        context.log.stop(
            f"The {_kind(head) or 'row'} has no product row above it.",
            "Add the product's row.",
            line=head.line,
            field="key",
            zh="此行之上没有所属的商品行，请补上商品行。",
        )
    if any(_kind(row) == "rule" for row in rows):
        context.log.note(
            "The product has price rules for options; they are not read, its variants have the product's price.",
            "Check their prices.",
            line=next(row.line for row in rows if _kind(row) == "rule"),
            field="price",
            zh="商品按选项设有价格规则，未予读取，各款式均用商品价格。请核对价格。",
        )
    found = ProductFound(
        key=head.get("product id", "id", "product code sku", "sku") or head.get("product name", "name"),
        line=head.line,
        title=words(head.get("product name", "name")),
        description=described(head.get("product description", "description")),
        brand=head.get("brand name", "brand"),
        category=_category(head.get("category", "categories", "category string")),
        status="draft" if parse_flag(head.get("product visible", "is visible")) is False else "active",
        media=pictures(_images(rows, table)),
        shared_skus=True,
    )
    children = [row for row in rows[1:] if _kind(row) in ("sku", "variant")]
    found.variants = [_variant(row, head, context) for row in children] or [_variant(head, head, context)]
    return finish(found, context)


def _category(text: str) -> tuple[Words, ...]:
    first = re.split(r"[;|]", text)[0]
    return tuple(words(step.strip()) for step in re.split(r"/|>", first) if step.strip() and not step.strip().isdigit())


def _images(rows: list[Row], table: Table) -> list[str]:
    columns = [name for name in table.header if re.fullmatch(r"product image (file|url) \d+", name)]
    columns += [
        name for name in ("image url import", "internal image url export", "image file") if name in table.header
    ]
    return [row.cells.get(name, "") for row in rows for name in columns]


def _variant(row: Row, head: Row, context: Context) -> VariantFound:
    variant = VariantFound(
        line=row.line,
        sku=row.get("product code sku", "sku", "product sku"),
        barcode=row.get("product upc ean", "upc ean", "global trade number", "global trade item number"),
    )
    if row is not head:
        chosen = _CODED.findall(row.get("product name")) or _NAMED.findall(row.get("options"))
        variant.options = [option(name, words(re.sub(r":#.*$", "", value).strip())) for name, value in chosen]
    errors = context.log.errors
    price = _price(row, context) or (_price(head, context) if row is not head else None)
    if price:
        variant.prices = [price]
    elif context.log.errors == errors:
        no_price(context, variant, "Price")
    tracked = head.get("track inventory", "inventory tracking").casefold()
    counted = stock(
        context, row.get("current stock level", "current stock"), line=row.line, column="Current Stock Level"
    )
    variant.stock = Stock(None) if tracked in ("none", "no") else counted
    return variant


def _price(row: Row, context: Context) -> PriceRow | None:
    regular, sale = row.get("price", "calculated price"), row.get("sale price")
    if not regular or regular.startswith("["):
        return None
    if sale.strip("0.,"):
        return price_row(context, sale, regular, line=row.line, column="Sale Price")
    return price_row(context, regular, row.get("retail price"), line=row.line, column="Price")
