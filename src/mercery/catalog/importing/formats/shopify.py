"""Shopify's product CSV, with the headings of before and after 2024.

One row per variant; the handle groups rows; a row with only a picture adds that picture. Rules: help.shopify.com,
"Using CSV files to import and export products".
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
    no_price,
    option,
    price_row,
    stock,
)
from mercery.catalog.product import Media, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.i18n import Words

NAME: Final = "shopify"
_REQUIRED: Final = (
    ("Handle", ("handle", "url handle")),
    ("Title", ("title",)),
    ("Variant Price", ("variant price", "price")),
)
_PRICE: Final = ("variant price", "price")
_METAFIELD: Final = re.compile(r"^(.+?)\s*\(product\.metafields\.[^)]*\)$", re.IGNORECASE)


def likeness(table: Table) -> float:
    """How surely the table is one of Shopify's."""
    old = table.has("handle", "title") and any(
        name in table.header for name in ("variant price", "body html", "option1 name")
    )
    new = table.has("url handle", "title") and "price" in table.header
    partial = sum(name.startswith(("variant ", "option1 ", "image ")) for name in table.header) >= 6
    return 0.98 if old or new else 0.7 if partial and "variant price" in table.header else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""
    missing = [name for name, columns in _REQUIRED if not any(column in table.header for column in columns)]
    for name in missing:
        context.log.stop(
            f"The required column '{name}' is missing.",
            "Export the products again with all columns.",
            line=1,
            column=name,
            zh=f"缺少必需的“{name}”列，请连同所有列重新导出商品。",
        )
    if missing:
        return

    def group(row: Row) -> str | None:
        handle = row.get("handle", "url handle")
        if not handle:
            context.log.stop(
                "The row has no handle.",
                "Write the product's handle in every row.",
                line=row.line,
                column="Handle",
                field="key",
                zh="此行没有 Handle，请在每一行填写商品的 Handle。",
            )
            return f"line-{row.line}"
        return handle.casefold()

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, table, context)


def _product(rows: list[Row], table: Table, context: Context) -> Product:
    head = next((row for row in rows if row.get("title")), rows[0])
    found = ProductFound(
        key=head.get("handle", "url handle"),
        handle=head.get("handle", "url handle"),
        line=head.line,
        title=words(head.get("title")),
        description=described(head.get("body html", "description")),
        brand=head.get("vendor"),
        category=_category(head),
        audience=head.get("google shopping gender"),
        status=_status(head),
        shared_skus=True,
        tags=[tag.strip() for tag in head.get("tags").split(",") if tag.strip()],
        collections=[name for name in (head.get("collection"),) if name],
    )
    found.attributes = [
        attribute
        for raw, name in zip(table.raw_header, table.header, strict=True)
        if (label := _METAFIELD.match(raw)) and (attribute := typed_attribute(label[1], head.cells[name]))
    ]
    names = _option_names(rows)
    for row in rows:
        _add_picture(found, row)
        if _is_variant(row):
            found.variants.append(_variant(row, names, context))
    if not found.variants:
        context.log.stop(
            "The product has no variant row with a price.",
            "Add one.",
            line=head.line,
            field="price",
            zh="商品没有带价格的款式行，请补上。",
        )
    return finish(found, context)


def _category(head: Row) -> tuple[Words, ...]:
    path = head.get("type", "custom product type")
    if path:
        return (words(path),)
    full = head.get("product category", "standardized product type")
    return tuple(words(step.strip()) for step in full.split(">") if step.strip())


def _status(head: Row) -> Status:
    written = head.get("status").casefold()
    if written in ("draft", "archived", "active"):
        return written  # type: ignore[return-value]
    return "draft" if head.get("published", "published on online store").casefold() == "false" else "active"


def _option_names(rows: list[Row]) -> list[str]:
    return [next((name for row in rows if (name := row.get(f"option{n} name"))), "") for n in (1, 2, 3)]


def _is_variant(row: Row) -> bool:
    return bool(row.get("option1 value", "option2 value", "option3 value", "variant sku", "sku", *_PRICE))


def _add_picture(found: ProductFound, row: Row) -> None:
    source = row.get("image src", "product image url", "image source")
    if source:
        found.media.append(Media(source=source, alt=words(row.get("image alt text"))))


def _variant(row: Row, names: list[str], context: Context) -> VariantFound:
    variant = VariantFound(
        line=row.line,
        sku=row.get("variant sku", "sku").lstrip("'"),
        barcode=row.get("variant barcode", "barcode").lstrip("'"),
        # Shopify's own export names none; exports of apps do.
        external_id=row.get("variant id").lstrip("'"),
    )
    for number, name in enumerate(names, start=1):
        value = row.get(f"option{number} value")
        if value and not name:
            context.log.stop(
                f"There is a value for option {number} but no name.",
                "Write the option's name in the product's first row.",
                line=row.line,
                column=f"Option{number} Name",
                field="options",
                zh=f"选项 {number} 有值但没有名称，请在商品首行填写选项名称。",
            )
        elif name and not value:
            context.log.stop(
                f"The variant has no value for '{name}'.",
                "Write one.",
                line=row.line,
                column=f"Option{number} Value",
                field="options",
                zh=f"款式缺少“{name}”的值，请填写。",
            )
        elif value and not (value.casefold() == "default title" and name.casefold() == "title"):
            variant.options.append(option(name, words(value)))
    errors = context.log.errors
    price = price_row(
        context,
        row.get(*_PRICE),
        row.get("variant compare at price", "compare at price"),
        line=row.line,
        column="Variant Price",
    )
    if price:
        variant.prices.append(price)
    elif context.log.errors == errors:
        no_price(context, variant, "Variant Price")
    variant.stock = _stock(row, context)
    variant.pictures = [row.get("variant image", "variant image url")]
    weight = row.get("variant grams", "weight value grams")
    if weight not in ("", "0", "0.0"):
        attribute = typed_attribute("weight_g", weight)
        variant.attributes += [attribute] if attribute else []
    return variant


def _stock(row: Row, context: Context) -> Stock:
    """Without a tracker Shopify does not count the piece, whatever number stands beside it."""
    text = row.get("variant inventory qty", "inventory quantity")
    counted = stock(context, text, line=row.line, column="Variant Inventory Qty")
    tracker = row.cells.get("variant inventory tracker", row.cells.get("inventory tracker"))
    goes_on = row.get("variant inventory policy", "continue selling when out of stock").casefold() in (
        "continue",
        "true",
    )
    return Stock(None) if tracker == "" or goes_on else counted
