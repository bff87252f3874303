"""Magento 1's product CSV: headings such as `_store` and `_type`; rows without a SKU go on with the product above.

A configurable product names its simple ones in `_super_products_sku`, one a row, with the option's code and value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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
from mercery.catalog.importing.formats.same_sku import skus_twice
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import parse_flag
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.i18n import Words, lang_from_tag

NAME: Final = "magento-1"
_SETS: Final = ("configurable", "grouped", "bundle")


def likeness(table: Table) -> float:
    """How surely the table is one of Magento 1's."""
    own = sum(raw.strip().startswith("_") for raw in table.raw_header)
    return 0.99 if own >= 3 and table.has("sku", "name", "price") else 0.0


@dataclass(slots=True)
class _Family:
    """Of each simple product its configurable one, and what was chosen."""

    parent_of: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    named: list[tuple[int, str, str]] = field(default_factory=list)


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order; children below their configurable product wherever they stand."""
    family = _family(table, context)

    def group(row: Row) -> str | None:
        sku = row.get("sku")
        return family.parent_of.get(sku, sku) if sku else None

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, family, context)


def _family(table: Table, context: Context) -> _Family:
    family = _Family()
    current = ""
    for row in table.rows(ProblemLog(context.log.file)):
        current = row.get("sku") or current
        family.known.add(current)
        child = row.get("super products sku")
        if child:
            family.parent_of[child] = current
            family.named.append((row.line, current, child))
            code, value = row.get("super attribute code"), row.get("super attribute option")
            if code and value:
                family.options.setdefault(child, []).append((code, value))
    for line, parent, child in family.named:
        if child not in family.known:
            context.log.stop(
                f"'{parent}' names the variation '{child}', which is not in the file.",
                "Add its row, or take it out.",
                line=line,
                column="_super_products_sku",
                field="sku",
                zh=f"“{parent}”所列款式“{child}”不在文件中，请补上该行，或将其移除。",
            )
    return family


def _product(rows: list[Row], family: _Family, context: Context) -> Product:
    own = [row for row in rows if row.get("sku") and not row.get("store")]
    if not own:
        context.log.stop(
            "The row has no SKU.",
            "Give it one.",
            line=rows[0].line,
            column="sku",
            field="sku",
            zh="此行没有 SKU，请填写。",
        )
        own = rows[:1]
    heads = [row for row in own if row.get("sku") not in family.parent_of]
    head = (heads or own)[0]
    context.log.take(skus_twice(head, heads[1:]))
    found = ProductFound(
        key=head.get("sku"),
        line=head.line,
        title=_title(head, rows),
        handle=head.get("url key"),
        description=described(head.get("description", "short description")),
        brand=head.get("manufacturer", "brand"),
        category=tuple(words(step.strip()) for step in head.get("category").split("/") if step.strip()),
        status="draft" if head.get("status") == "2" else "active",
        strict_options=False,
        media=pictures([head.get("image"), *(row.get("media image") for row in rows)]),
    )
    weight = head.get("weight")
    if weight.strip("0."):
        attribute = typed_attribute("weight", weight)
        found.attributes += [attribute] if attribute else []
    children = [row for row in own if row.get("sku") in family.parent_of]
    if children:
        found.variants = [_variant(row, family, context) for row in children]
    elif head.get("type").casefold() not in _SETS:
        found.variants = [_variant(head, family, context)]
    return finish(found, context)


def _title(head: Row, rows: list[Row]) -> Words:
    title = words(head.get("name"))
    for row in rows:
        if row.get("store") and row.get("name") and lang_from_tag(row.get("store")) == "zh":
            title = Words(title.en, row.get("name"))
    return title


def _variant(row: Row, family: _Family, context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("sku"))
    variant.options = [option(code, words(value)) for code, value in family.options.get(variant.sku, [])]
    errors = context.log.errors
    price = _price(row, context)
    if price:
        variant.prices = [price]
    elif context.log.errors == errors:
        no_price(context, variant)
    counted = stock(context, row.get("qty"), line=row.line, column="qty")
    managed, available = parse_flag(row.get("manage stock")), parse_flag(row.get("is in stock"))
    variant.stock = Stock(0) if available is False else Stock(None) if managed is False else counted
    return variant


def _price(row: Row, context: Context) -> PriceRow | None:
    regular, special = row.get("price"), row.get("special price")
    if special.strip("0.,"):
        return price_row(context, special, regular, line=row.line, column="special_price")
    return price_row(context, regular, line=row.line, column="price")
