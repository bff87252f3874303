"""Wix's product CSV, with the headings of its first catalogue (`handleId`, `surcharge`) and of its third (`handle`, `strikethroughPrice`).

A `Product` row carries the product and the names of its options, the `Variant` rows below it what was chosen. Variants cost
the product's price and a surcharge, or a price of their own. A product without variant rows is one variant, whatever
choices it lists. Rules: support.wix.com, "Wix Stores: Creating a CSV file of your products".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
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
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, parse_flag, parse_number
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.files.twice import twice
from mercery.core.i18n import Words

NAME: Final = "wix"
_NUMBERS: Final = range(1, 7)
_STOCK: Final = {"instock": Stock(None), "in stock": Stock(None), "in_stock": Stock(None), "outofstock": Stock(0), "out of stock": Stock(0),
                 "out_of_stock": Stock(0), "preorder": Stock(0)}  # fmt: skip


def likeness(table: Table) -> float:
    """How surely the table is one of Wix's."""
    handle = "handle id" in table.header or "handle" in table.header
    return 0.97 if handle and table.has("field type", "name", "price") else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""

    def group(row: Row) -> str | None:
        handle = row.get("handle id", "handle")
        if not handle:
            context.log.stop(
                "The row has no handle.",
                "Write the product's handle in every row.",
                line=row.line,
                column=table.raw("handle id" if "handle id" in table.header else "handle"),
                field="key",
                zh="此行没有 handle，请在每一行填写商品的 handle。",
            )
        return handle or f"line-{row.line}"

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, context)


def _is_variant(row: Row) -> bool:
    return row.get("field type").casefold() == "variant"


def _option(row: Row, what: tuple[str, ...], number: int) -> str:
    return row.get(*(f"product option {word}{space}{number}" for word in what for space in ("", " ")))


def _product(rows: list[Row], context: Context) -> Product:
    heads = [row for row in rows if not _is_variant(row)]
    if not heads:
        context.log.stop(
            "The variant has no product row above it.",
            "Add it.",
            line=rows[0].line,
            column="fieldType",
            field="key",
            zh="此款式之上没有所属的商品行，请补上。",
        )
    head = (heads or rows)[0]
    context.log.take(
        [
            twice(
                Words("product", "商品"), head.get("handle id", "handle"), line=twin.line, first=head.line, name="key",
                mend="rename",
            )
            for twin in heads[1:]
            if twin.get("field type").casefold() == "product"
        ]
    )  # fmt: skip
    found = ProductFound(
        key=head.get("handle id", "handle"),
        handle=head.get("handle") or re.sub(r"[^\w]+", "-", head.get("name")),
        line=head.line,
        title=words(head.get("name")),
        description=described(head.get("description", "plain description")),
        brand=head.get("brand"),
        category=tuple(words(name) for name in head.get("collection").split(";")[:1] if name),
        status="draft" if parse_flag(head.get("visible")) is False else "active",
        media=pictures(re.split(r"[;\n]", head.get("product image url", "media"))),
        shared_skus=True,
        strict_options=False,
    )
    children = [row for row in rows if _is_variant(row)]
    names = [_option(head, ("name",), number) for number in _NUMBERS]
    for number, name in zip(_NUMBERS, names, strict=True):
        choices = _option(head, ("description", "choices"), number)
        if name and choices and not children:
            attribute = typed_attribute(name, ", ".join(_choice(each) for each in choices.split(";")))
            found.attributes += [attribute] if attribute else []
        title, text = head.get(f"additional info title{number}"), head.get(f"additional info description{number}")
        attribute = typed_attribute(title, described(text).text("en")) if title else None
        found.attributes += [attribute] if attribute else []
    found.variants = [_variant(row, head, names, context) for row in children] or [_variant(head, head, [], context)]
    return finish(found, context)


def _choice(text: str) -> str:
    """A colour comes with its sign (`#ff0000:Red`) or after it."""
    return re.sub(r"^#[0-9a-fA-F]{3,8}:|:#[0-9a-fA-F]{3,8}$", "", text.strip())


def _variant(row: Row, head: Row, names: list[str], context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("sku"), barcode=row.get("barcode"))
    for number, name in enumerate(names, start=1):
        value = _option(row, ("description", "choices"), number)
        if name and value:
            variant.options.append(option(name, words(_choice(value))))
    errors = context.log.errors
    price = _price(row, head, context)
    if price:
        variant.prices = [price]
    elif context.log.errors == errors:
        no_price(context, variant)
    said = row.get("inventory").casefold()
    variant.stock = _STOCK.get(said) or stock(context, said, line=row.line, column="inventory")
    return variant


def _price(row: Row, head: Row, context: Context) -> PriceRow | None:
    base = _number(row.get("price") or head.get("price"), row, "price", context)
    surcharge = _number(row.get("surcharge"), row, "surcharge", context) if row is not head else None
    discount = _number(head.get("discount value"), head, "discountValue", context)
    if base is None:
        return None
    asked = base + (surcharge or 0)
    reduced = asked
    if discount:
        percent = head.get("discount mode").casefold() == "percent"
        reduced = asked * (100 - discount) / 100 if percent else asked - discount
    was = row.get("strikethrough price") or (str(asked) if reduced < asked else "")
    return price_row(context, str(max(reduced, Decimal(0))), was, line=row.line, column="price")


def _number(text: str, row: Row, column: str, context: Context) -> Decimal | None:
    if not text:
        return None
    try:
        number = parse_number(text, comma_decimal=context.comma_decimal)
    except Unreadable as error:
        message = str(error)
        context.log.stop(
            f"{message[:1].upper()}{message[1:]}.",
            "Write a number.",
            line=row.line,
            column=column,
            field="price",
            zh=f"{error.zh}，请填写数字。",
        )
        return None
    if number < 0 and column == "price":
        context.log.stop(
            f"The price {text} is negative.",
            "Write 0 or more.",
            line=row.line,
            column=column,
            field="price",
            zh=f"价格 {text} 小于 0，请填写 0 或以上的数。",
        )
        return None
    return number
