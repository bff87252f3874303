"""WooCommerce's product CSV export. `variation` rows belong to the product their Parent names, by SKU or `id:741`.

Rules: woocommerce.com, "Product CSV Importer and Exporter".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
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
from mercery.catalog.product import Attribute, PriceRow, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, parse_flag, parse_moment
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.files.twice import twice
from mercery.core.i18n import Words

NAME: Final = "woocommerce"
_KINDS: Final = ("simple", "variable", "grouped", "external", "variation", "subscription", "variable-subscription",
                 "subscription_variation", "bundle", "composite", "booking", "downloadable", "virtual")  # fmt: skip
_COMMA: Final = re.compile(r"(?<!\\),\s*")


def likeness(table: Table) -> float:
    """How surely the table is one of WooCommerce's."""
    marks = (
        "regular price",
        "sku",
        "name",
        "type",
        "published",
        "visibility in catalog",
        "parent",
        "in stock",
        "categories",
    )
    got = sum(mark in table.header for mark in marks)
    return 0.97 if "regular price" in table.header and got >= 4 else 0.85 if got >= 6 else 0.0


def _kinds(row: Row) -> set[str]:
    return {kind.strip().casefold() for kind in row.get("type").split(",") if kind.strip()}


def _is_variation(row: Row) -> bool:
    return bool(_kinds(row) & {"variation", "subscription_variation", "product_variation"})


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order, variations below their parents wherever they stand."""
    _require(table, context)
    known: dict[str, str] = {}
    for row in table.rows(_silent(context)):
        if not _is_variation(row):
            key = row.get("sku") or (f"id:{row.get('id')}" if row.get("id") else row.get("name"))
            for name in (row.get("sku"), f"id:{row.get('id')}" if row.get("id") else ""):
                if name:
                    known.setdefault(name.casefold(), key)

    def group(row: Row) -> str | None:
        _check_kind(row, context)
        if not _is_variation(row):
            return row.get("sku") or (f"id:{row.get('id')}" if row.get("id") else row.get("name"))
        parent = known.get(row.get("parent").replace(" ", "").casefold()) or known.get(row.get("parent").casefold())
        if parent is None:
            what = f"'{row.get('parent')}'" if row.get("parent") else "none"
            context.log.stop(
                f"The variation's parent is not in the file (it names {what}).",
                "Add the parent's row, or mend the Parent column.",
                line=row.line,
                column="Parent",
                field="key",
                zh="款式所属的商品不在文件中。请补上主商品行，或更正 Parent 列。",
            )
            return f"orphan-{row.line}"
        return parent

    for rows in grouped(table.rows(context.log), group):
        if not all(_is_variation(row) for row in rows):
            yield _product(rows, table, context)


def _silent(context: Context) -> ProblemLog:
    """For the first of two passes: the second reports."""
    return ProblemLog(context.log.file)


def _require(table: Table, context: Context) -> None:
    for names in (("name",), ("type",), ("regular price", "price")):
        if not any(name in table.header for name in names):
            context.log.stop(
                f"The required column '{names[0].capitalize()}' is missing.",
                "Export the products with all columns.",
                line=1,
                column=names[0].capitalize(),
                zh=f"缺少必需的“{names[0].capitalize()}”列，请连同所有列导出商品。",
            )


def _check_kind(row: Row, context: Context) -> None:
    for kind in _kinds(row):
        if kind not in _KINDS:
            context.log.note(
                f"The product type '{kind}' comes from an extension; the product is read as a simple one.",
                "Check its price.",
                line=row.line,
                column="Type",
                zh=f"商品类型“{kind}”来自扩展，已按普通商品读取，请核对价格。",
            )


def _product(rows: list[Row], table: Table, context: Context) -> Product:
    heads = [row for row in rows if not _is_variation(row)]
    head = heads[0]
    context.log.take(
        [
            twice(
                Words("SKU", "SKU"),
                head.get("sku") or head.get("id"),
                line=twin.line,
                first=head.line,
                column="SKU",
                name="sku",
                mend="rename",
            )
            for twin in heads[1:]
        ]
    )
    children = [row for row in rows if _is_variation(row)]
    found = ProductFound(
        key=head.get("sku") or (f"id:{head.get('id')}" if head.get("id") else head.get("name")),
        line=head.line,
        title=words(head.get("name")),
        description=described(head.get("description", "short description")),
        brand=head.get("brands", "brand"),
        category=_category(head.get("categories")),
        status=_status(head),
        tags=[tag.strip() for tag in _COMMA.split(head.get("tags")) if tag.strip()],
        media=pictures(_COMMA.split(head.get("images"))),
        strict_options=False,
    )
    variable = bool(_kinds(head) & {"variable", "variable-subscription"}) or bool(children)
    for label, value in _attributes(head):
        if not (variable and any(label == name for child in children for name, _ in _attributes(child))):
            attribute = typed_attribute(label, value)
            found.attributes += [attribute] if attribute else []
    found.attributes += _measures(head, table)
    if variable:
        found.variants = [_variant(child, context, child_of=head) for child in children]
    elif not _kinds(head) & {"grouped"}:
        found.variants = [_variant(head, context)]
    return finish(found, context)


def _category(text: str) -> tuple[Words, ...]:
    first = next((path for path in _COMMA.split(text) if path.strip()), "")
    return tuple(words(step.strip().replace("\\,", ",")) for step in first.split(">") if step.strip())


def _status(head: Row) -> Status:
    published = head.get("published").casefold()
    if published in ("-1", "0", "false", "no"):
        return "draft"
    return "draft" if head.get("visibility in catalog").casefold() == "hidden" else "active"


def _attributes(row: Row) -> list[tuple[str, str]]:
    found = []
    number = 1
    while f"attribute {number} name" in row.cells:
        name = row.get(f"attribute {number} name")
        value = row.get(f"attribute {number} value s", f"attribute {number} value")
        if name and value:
            found.append((name, value.replace("\\,", ",")))
        number += 1
    return found


def _measures(head: Row, table: Table) -> list[Attribute]:
    found = []
    for raw, name in zip(table.raw_header, table.header, strict=True):
        if re.match(r"(weight|length|width|height)\s*\(", raw, re.IGNORECASE) and head.cells.get(name) not in (
            "",
            "0",
            None,
        ):
            found.append(typed_attribute(raw, head.cells[name]))
    return [attribute for attribute in found if attribute]


def _variant(row: Row, context: Context, child_of: Row | None = None) -> VariantFound:
    variant = VariantFound(
        line=row.line, sku=row.get("sku"), barcode=row.get("gtin upc ean or isbn"), external_id=row.get("id")
    )
    if child_of is not None:
        if variant.sku and variant.sku == child_of.get("sku"):
            variant.sku = ""
        variant.options = [option(label, words(value)) for label, value in _attributes(row)]
        variant.pictures = [text for text in _COMMA.split(row.get("images")) if text]
        if not variant.sku and row.get("id"):
            variant.sku = f"{child_of.get('sku') or 'id-' + child_of.get('id')}-{row.get('id')}"
    elif not variant.sku:
        variant.sku = f"id-{row.get('id')}" if row.get("id") else ""
    variant.prices = _prices(row, context)
    if not variant.prices and "external" not in _kinds(row):
        context.log.note(
            "There is no price; it cannot be sold until it has one.",
            line=row.line,
            column="Regular price",
            field="price",
            zh="没有价格，填写价格之前不能销售。",
        )
    variant.stock = _stock(row, context)
    return variant


def _prices(row: Row, context: Context) -> list[PriceRow]:
    """The price asked for. A dated sale holds in its days only; the regular price holds otherwise."""
    regular, sale = row.get("regular price", "price"), row.get("sale price")
    starts, ends = (_moment(row, f"date sale price {edge}", context) for edge in ("starts", "ends"))
    if not sale:
        plain = price_row(context, regular, line=row.line, column="Regular price")
        return [plain] if plain else []
    reduced = price_row(context, sale, regular, line=row.line, column="Sale price", valid_from=starts, valid_to=ends)
    if starts is None and ends is None:
        return [reduced] if reduced else []
    plain = price_row(context, regular, line=row.line, column="Regular price")
    return [price for price in (reduced, plain) if price]


def _moment(row: Row, column: str, context: Context) -> datetime | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return parse_moment(text)
    except Unreadable as error:
        context.log.stop(
            f"{error}.",
            "Write a date such as 2026-12-10.",
            line=row.line,
            column=column,
            field="price",
            zh=f"{error.zh}，请填写日期，例如 2026-12-10。",
        )
        return None


def _stock(row: Row, context: Context) -> Stock:
    """`Stock` counts; without it `In stock?` says whether there is any. `parent` means the parent's count."""
    text = row.get("stock")
    if text and text.casefold() not in ("parent", "instock", "outofstock"):
        return stock(context, text, line=row.line, column="Stock")
    said = row.get("in stock").casefold()
    available = False if said in ("outofstock", "0") else parse_flag(said) if said else None
    return Stock(0) if available is False else Stock(None)
