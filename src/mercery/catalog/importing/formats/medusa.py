"""Medusa's product CSV, headings of version 1 (`Option 1 Name`, `Price EUR`) and 2 (`Variant Option 1 Name`, `Variant Price EUR`).

One row per variant; the handle (else the id) groups rows. A price per currency or region: `Price france [EUR]`.
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
from mercery.catalog.product import PriceRow, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import is_currency, parse_flag
from mercery.core.files.tabular import Row, Table, grouped

NAME: Final = "medusa"
_PRICE: Final = re.compile(
    r"^(?:variant )?price (?:(?P<code>[a-z]{3})|(?P<region>.+?) ?\[?(?P<in>[a-z]{3})\]?)$", re.IGNORECASE
)
_BOTH: Final = ("id", "title", "hs code", "mid code", "origin country", "material", "weight", "length", "height", "width",
                "metadata", "created at", "updated at", "deleted at", "thumbnail", "external id", "images")  # fmt: skip
_PRODUCT: Final = frozenset(
    [*_BOTH, "handle", "subtitle", "description", "status", "is giftcard", "discountable", "collection id", "collection title",
     "collection handle", "type id", "type", "type value", "tags", "categories", "sales channels", "shipping profile id",
     "profile name", "profile type", "options", "variants"]
)  # fmt: skip
_VARIANT: Final = frozenset(
    [*_BOTH, "sku", "barcode", "ean", "upc", "inventory quantity", "allow backorder", "manage inventory", "variant rank",
     "product id", "product", "options", "inventory items"]
)  # fmt: skip
_NUMBERED: Final = frozenset(["image", "tag", "category", "sales channel", "option", "type", "collection"])
_OPEN: Final = ("price ", "metadata ", "option ", "category ", "tag ", "image ", "sales channel ", "profile ", "type ",
                "collection ", "inventory ", "additional data")  # fmt: skip
_MEASURES: Final = ("Material", "Origin Country", "Weight", "Length", "Width", "Height")


def likeness(table: Table) -> float:
    """How surely the table is one of Medusa's."""
    product = sum(name.startswith("product ") for name in table.header)
    variant = sum(name.startswith(("variant ", "option ", "price ")) for name in table.header)
    marked = table.has("product handle", "product title") or table.has("product title", "variant title")
    return 0.97 if marked and variant else 0.8 if product >= 5 and variant >= 4 else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""
    if "product title" not in table.header:
        context.log.stop(
            "The required column 'Product Title' is missing.",
            "Export the products again.",
            line=1,
            column="Product Title",
            zh="缺少必需的“Product Title”列，请重新导出商品。",
        )
        return
    _check_columns(table, context)
    prices = _price_columns(table, context)
    if not prices:
        context.log.stop(
            "There is no price column such as 'Variant Price EUR'.",
            "Export the products with prices.",
            line=1,
            column="Variant Price",
            zh="没有“Variant Price EUR”之类的价格列，请连同价格导出商品。",
        )

    def group(row: Row) -> str | None:
        return row.get("product handle", "product id") or row.get("product title") or None

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, prices, table, context)


def _check_columns(table: Table, context: Context) -> None:
    """Medusa refuses columns that are called as its own and are not: a misspelt one would be lost in silence."""
    for raw, name in zip(table.raw_header, table.header, strict=True):
        lead, _, rest = name.partition(" ")
        known = {"product": _PRODUCT, "variant": _VARIANT}.get(lead)
        numbered = re.fullmatch(r"(.*?)(?: \d+)(?: (?:name|value|url|handle|title|id|metadata))*", rest)
        if known and not (rest in known or (numbered and numbered[1] in _NUMBERED) or rest.startswith(_OPEN)):
            context.log.stop(
                f"The column '{raw}' is none of Medusa's.",
                "Mend its name, or call it something that does not begin with 'Product' or 'Variant'.",
                line=1,
                column=raw,
                zh=f"“{raw}”不是 Medusa 的列。请更正列名，或改用不以 Product 或 Variant 开头的名称。",
            )


def _price_columns(table: Table, context: Context) -> dict[str, tuple[str, str]]:
    """Column to currency and price list."""
    found = {}
    for raw, name in zip(table.raw_header, table.header, strict=True):
        hit = _PRICE.match(raw.strip())
        if not hit:
            continue
        code = (hit["code"] or hit["in"]).upper()
        if not is_currency(code):
            context.log.stop(
                f"The currency '{code}' is unknown.",
                "Write its ISO code, such as EUR.",
                line=1,
                column=raw,
                field="price",
                zh=f"货币“{code}”无法识别，请填写 ISO 代码，例如 EUR。",
            )
        else:
            found[name] = (code, "default" if hit["code"] else (hit["region"] or "").strip().casefold())
    return found


def _product(rows: list[Row], prices: dict[str, tuple[str, str]], table: Table, context: Context) -> Product:
    head = next((row for row in rows if row.get("product title")), rows[0])
    found = ProductFound(
        key=head.get("product handle", "product id", "product title"),
        handle=head.get("product handle"),
        line=head.line,
        title=words(head.get("product title")),
        description=described(head.get("product description", "product subtitle")),
        category=tuple(words(head.get(name)) for name in ("product type", "product category 1") if head.get(name))[:1],
        status=_status(head),
        tags=_tags(head, table),
        collections=[name for name in (head.get("product collection handle"),) if name],
        media=pictures([head.get("product thumbnail"), *_images(rows, table)]),
    )
    for label in _MEASURES:
        text = head.get(f"product {label.casefold()}")
        unit = {"Weight": "_g", "Length": "_mm", "Width": "_mm", "Height": "_mm"}.get(label, "")
        attribute = typed_attribute(label.casefold() + unit if unit else label, text) if text.strip("0.") else None
        found.attributes += [attribute] if attribute else []
    found.variants = [_variant(row, prices, table, context) for row in rows]
    return finish(found, context)


def _status(head: Row) -> Status:
    written = head.get("product status").casefold()
    return "draft" if written in ("draft", "proposed", "rejected") else "active"


def _tags(head: Row, table: Table) -> list[str]:
    numbered = [head.cells.get(name, "") for name in table.header if re.fullmatch(r"product tag \d+", name)]
    return [tag.strip() for tag in [*head.get("product tags").split(","), *numbered] if tag.strip()]


def _images(rows: list[Row], table: Table) -> list[str]:
    columns = [name for name in table.header if re.fullmatch(r"(product )?image \d+( url)?", name)]
    return [row.cells.get(name, "") for row in rows for name in columns]


def _variant(row: Row, prices: dict[str, tuple[str, str]], table: Table, context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("variant sku"), barcode=row.get("variant barcode"))
    number = 1
    while any(f"{lead}option {number} name" in table.header for lead in ("", "variant ")):
        name = row.get(f"variant option {number} name", f"option {number} name")
        value = row.get(f"variant option {number} value", f"option {number} value")
        if bool(name) != bool(value):
            context.log.stop(
                f"Option {number} has a {'name' if name else 'value'} but no {'value' if name else 'name'}.",
                "Write both.",
                line=row.line,
                column=f"Option {number}",
                field="options",
                zh=f"选项 {number} 只有{'名称，没有值' if name else '值，没有名称'}，请一并填写。",
            )
        elif value:
            variant.options.append(option(name, words(value)))
        number += 1
    errors = context.log.errors
    variant.prices = _prices(row, prices, table, context)
    if not variant.prices and context.log.errors == errors:
        context.log.note(
            "There is no price; the variant cannot be sold until it has one.",
            "Give it one.",
            line=row.line,
            column="Variant Price",
            field="price",
            zh="没有价格，填写价格之前该款式不能销售。",
        )
    counted = stock(context, row.get("variant inventory quantity"), line=row.line, column="Variant Inventory Quantity")
    free = (
        parse_flag(row.get("variant manage inventory")) is False
        or parse_flag(row.get("variant allow backorder")) is True
    )
    variant.stock = Stock(None) if free else counted
    return variant


def _prices(row: Row, columns: dict[str, tuple[str, str]], table: Table, context: Context) -> list[PriceRow]:
    found = []
    for name, (currency, price_list) in columns.items():
        price = price_row(context, row.cells.get(name, ""), line=row.line, column=table.raw(name), currency=currency)
        if price:
            found.append(PriceRow(amount=price.amount, was=price.was, price_list=price_list))
    return found
