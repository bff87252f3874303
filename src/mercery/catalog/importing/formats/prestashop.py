"""PrestaShop's product CSV, the layout of its import page: one row a product, discounts as an amount or a percentage with dates.

Combinations stand in a file of their own. Rules: docs.prestashop-project.org, "Import".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
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
    pictures,
    price_row,
    stock,
)
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.core.files.amounts import Unreadable, parse_amount, parse_flag, parse_moment, parse_number
from mercery.core.files.tabular import Row, Table
from mercery.core.i18n import Words

NAME: Final = "prestashop"
_MARKS: Final = ("tax rules id", "wholesale price", "on sale 0 1", "discount amount", "discount percent", "reference", "supplier reference",
                 "ean13", "ecotax", "url rewritten", "show price", "available for order", "delete existing images")  # fmt: skip


def likeness(table: Table) -> float:
    """How surely the table is one of PrestaShop's."""
    got = sum(any(name.startswith(mark) for name in table.header) for mark in _MARKS)
    return 0.96 if "name" in table.header and _price_column(table) and got >= 4 else 0.0


def _price_column(table: Table) -> str:
    named = [name for name in table.header if name.startswith("price tax")]
    return next((name for name in named if "incl" in name), named[0] if named else "")


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order."""
    column = _price_column(table)
    images = next((name for name in table.header if name.startswith("image url")), "")
    for row in table.rows(context.log):
        yield _product(row, column, images, table, context)


def _product(row: Row, column: str, images: str, table: Table, context: Context) -> Product:
    id_ = row.get("product id", "id")
    found = ProductFound(
        key=id_ or row.get("reference") or row.get("name"),
        handle=row.get("url rewritten"),
        line=row.line,
        title=words(row.get("name")),
        description=described(row.get("description", "short description", "summary")),
        brand=row.get("manufacturer", "brand"),
        category=_category(_starting(row, "categories")),
        status="draft" if parse_flag(_starting(row, "active")) is False else "active",
        tags=[tag.strip() for tag in re.split(r"[,;]", _starting(row, "tags")) if tag.strip()],
        media=pictures(re.split(r"[,;|]\s*(?=https?:|/|\w+\.)", row.cells.get(images, ""))),
        tax_included=True if "incl" in column and "excl" not in column else False if "incl" not in column else None,
        shared_skus=True,
    )
    for raw, name in zip(table.raw_header, table.header, strict=True):
        if raw.startswith("Feature:"):
            found.attributes += [each for each in (typed_attribute(raw[8:], row.cells.get(name, "")),) if each]
        elif raw.casefold().startswith("feature"):
            for entry in filter(None, re.split(r"[,;|]", row.cells.get(name, ""))):
                label, _, value = entry.partition(":")
                attribute = typed_attribute(label, value.split(":")[0])
                found.attributes += [attribute] if attribute else []
    variant = VariantFound(line=row.line, sku=row.get("reference"), barcode=row.get("ean13", "upc"))
    errors = context.log.errors
    variant.prices = _prices(row, column, table, context)
    if not variant.prices and context.log.errors == errors:
        no_price(context, variant, table.raw(column))
    variant.stock = stock(context, row.get("quantity"), line=row.line, column="Quantity")
    found.variants = [variant]
    return finish(found, context)


def _starting(row: Row, lead: str) -> str:
    return next((value for name, value in row.cells.items() if name.startswith(lead) and value), "")


def _category(text: str) -> tuple[Words, ...]:
    named = [step.strip() for step in re.split(r"[,;|]", text) if step.strip()]
    last = named[-1].split("/") if named else []
    return tuple(words(step.strip()) for step in last if step.strip().casefold() not in ("home", "root", "accueil"))


def _prices(row: Row, column: str, table: Table, context: Context) -> list[PriceRow]:
    text = row.cells.get(column, "")
    plain = price_row(context, text, line=row.line, column=table.raw(column))
    amount, percent = row.get("discount amount"), row.get("discount percent")
    if plain is None or not (amount.strip("0.,") or percent.strip("0.,% ")):
        return [plain] if plain else []
    try:
        base = parse_amount(text, context.currency, comma_decimal=context.comma_decimal).number
        if amount.strip("0.,"):
            reduced = base - parse_number(amount, comma_decimal=context.comma_decimal)
        else:
            reduced = base * (100 - parse_number(percent.strip("% "), comma_decimal=context.comma_decimal)) / 100
    except Unreadable as error:
        context.log.stop(
            f"{error}.",
            "Write a number.",
            line=row.line,
            column="Discount",
            field="price",
            zh=f"{error.zh}，请填写数字。",
        )
        return []
    edges = [_moment(row, lead, context) for lead in ("discount from", "discount to")]
    sale = price_row(
        context, str(max(reduced.quantize(Decimal("0.01")), Decimal(0))), text, line=row.line,
        column=table.raw(column), valid_from=edges[0], valid_to=edges[1],
    )  # fmt: skip
    return [each for each in ((sale,) if edges == [None, None] else (sale, plain)) if each]


def _moment(row: Row, lead: str, context: Context) -> datetime | None:
    text = _starting(row, lead)
    if not text or text.startswith("0000"):
        return None
    try:
        return parse_moment(text)
    except Unreadable as error:
        context.log.stop(
            f"{error}.",
            "Write a date such as 2026-12-10.",
            line=row.line,
            column=lead,
            field="price",
            zh=f"{error.zh}，请填写日期，例如 2026-12-10。",
        )
        return None
