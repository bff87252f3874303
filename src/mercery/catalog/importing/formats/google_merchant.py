"""Google Merchant feeds: RSS 2.0 and Atom with the g: namespace, and tab-separated text. `item_group_id` groups variants.

Rules: support.google.com/merchants, "Product data specification".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from lxml import etree

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
)
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, parse_moment
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.files.twice import Once
from mercery.core.files.xml_records import check_xml
from mercery.core.i18n import Words

NAME: Final = "google-merchant"
_G: Final = "http://base.google.com/ns/1.0"
_OPTIONS: Final = (
    ("color", "Colour"),
    ("size", "Size"),
    ("material", "Material"),
    ("pattern", "Pattern"),
    ("age group", "Age group"),
    ("gender", "For"),
)
_REQUIRED: Final = ("id", "title", "price")
_AVAILABLE: Final = {"in stock": None, "in_stock": None, "available": None, "available for order": None, "limited availability": None,
                     "preorder": 0, "backorder": None, "true": None, "false": 0, "out of stock": 0, "out_of_stock": 0}  # fmt: skip


def likeness(table: Table) -> float:
    """How surely the table is a feed as text."""
    marks = ("id", "title", "link", "image link", "price", "availability", "condition", "gtin", "brand", "item group id",
             "google product category", "description", "mpn")  # fmt: skip
    got = sum(mark in table.header for mark in marks)
    sure = "image link" in table.header or "item group id" in table.header
    return 0.95 if sure and got >= 6 else 0.85 if got >= 7 else 0.0


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products of a text feed, in file order."""
    missing = [name for name in _REQUIRED if name not in table.header]
    for name in missing:
        context.log.stop(
            f"The required attribute '{name}' is missing.",
            "Add the column.",
            line=1,
            column=name,
            zh=f"缺少必填属性“{name}”，请添加该列。",
        )
    if not missing:
        yield from _products(table.rows(context.log), context)


def read_xml(path: Path, name: str, context: Context) -> Iterator[Product]:
    """The products of an XML feed, in file order."""
    yield from _products(xml_items(path, name, context.log), context)


def xml_items(path: Path, name: str, log: ProblemLog) -> Iterator[Row]:
    """The items as rows, one at a time. Entities are not expanded and nothing outside the file is read."""
    check_xml(path, name)
    count = 0
    try:
        for _, element in etree.iterparse(
            str(path),
            events=("end",),
            tag=("{*}item", "{*}entry"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            count += 1
            yield Row(element.sourceline or 0, _cells(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise refused(
            name,
            f"The XML is malformed: {error.msg}.",
            "Export it again.",
            line=error.lineno,
            zh=f"XML 格式有误（{error.msg}），请重新导出。",
        ) from error
    if not count:
        log.stop("The feed has no item.", "Export it with products.", line=1, zh="数据中没有商品，请连同商品一起导出。")


def _cells(element: etree._Element) -> dict[str, str]:
    cells: dict[str, str] = {}
    for child in element.iterchildren(tag=etree.Element):
        tag = etree.QName(child)
        key = tag.localname.replace("_", " ").casefold()
        text = "".join(str(text) for text in child.itertext()).strip() or child.get("href", "")
        if key in ("additional image link", "product type", "product highlight"):
            cells[key] = "\n".join(filter(None, (cells.get(key, ""), text)))
        elif tag.namespace == _G or key not in cells:
            cells[key] = text
    return cells


def _products(rows: Iterator[Row], context: Context) -> Iterator[Product]:
    once = Once(what=Words("id", "id"), name="sku", column="id", mend="rename")

    def group(row: Row) -> str | None:
        id_ = row.get("id")
        if not id_:
            context.log.stop(
                "The item has no id.",
                "Give it one.",
                line=row.line,
                column="id",
                field="sku",
                zh="商品没有 id，请填写。",
            )
            return f"line-{row.line}"
        if problem := once.again(id_, row.line):
            context.log.take([problem])
        return f"group:{row.get('item group id')}" if row.get("item group id") else f"item:{id_}"

    for items in grouped(rows, group):
        yield _product(items, context)


def _product(rows: list[Row], context: Context) -> Product:
    head = rows[0]
    grouped_ = bool(head.get("item group id"))
    found = ProductFound(
        key=head.get("item group id", "id"),
        line=head.line,
        title=words(_common_title(rows)),
        description=described(head.get("description")),
        brand=head.get("brand"),
        category=tuple(
            words(step.strip())
            for step in head.get("product type", "google product category").splitlines()[0].split(">")
            if step.strip()
        )
        if head.get("product type", "google product category")
        else (),
        audience=head.get("gender"),
        strict_options=False,
        media=pictures(
            source
            for row in rows
            for source in (
                row.get("image link"),
                *row.get("additional image link").replace(",http", "\nhttp").splitlines(),
            )
        ),
    )
    varying = [
        (name, label)
        for name, label in _OPTIONS
        if grouped_
        and (len({row.get(name) for row in rows}) > 1 or name in ("color", "size"))
        and any(row.get(name) for row in rows)
    ]
    for name, label in (
        ("material", "Material"),
        ("pattern", "Pattern"),
        ("color", "Colour"),
        ("size", "Size"),
        ("product weight", "Weight"),
        ("condition", "Condition"),
    ):
        if head.get(name) and (name, label) not in varying and not (name == "condition" and head.get(name) == "new"):
            attribute = typed_attribute(label, head.get(name).replace("/", ", ") if name == "color" else head.get(name))
            found.attributes += [attribute] if attribute else []
    found.variants = [_variant(row, varying, context) for row in rows]
    return finish(found, context)


def _common_title(rows: list[Row]) -> str:
    return rows[0].get("title")


def _variant(row: Row, varying: list[tuple[str, str]], context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("id"), barcode=row.get("gtin"))
    variant.options = [option(label, words(row.get(name))) for name, label in varying if row.get(name)]
    if not row.get("title"):
        context.log.stop(
            "The item has no title.",
            "Give it one.",
            line=row.line,
            column="title",
            field="title",
            zh="商品没有标题，请填写。",
        )
    variant.prices = _prices(row, context)
    said = row.get("availability").casefold().removeprefix("https://schema.org/").removeprefix("http://schema.org/")
    if said and said not in _AVAILABLE:
        context.log.stop(
            f"The availability '{row.get('availability')}' is unknown.",
            "Write in_stock, out_of_stock, preorder or backorder.",
            line=row.line,
            column="availability",
            field="stock",
            zh=f"库存状态“{row.get('availability')}”无法识别，请填写 in_stock、out_of_stock、preorder 或 backorder。",
        )
    variant.stock = Stock(_AVAILABLE.get(said), _restock(row, context))
    variant.pictures = [row.get("image link")]
    return variant


def _restock(row: Row, context: Context) -> date | None:
    text = row.get("availability date")
    moment = _moment(text, row, "availability_date", context) if text else None
    return moment.date() if moment else None


def _moment(text: str, row: Row, column: str, context: Context) -> datetime | None:
    try:
        return parse_moment(text)
    except Unreadable as error:
        context.log.stop(
            f"{error}.",
            "Write a date such as 2026-12-10T09:00+01:00.",
            line=row.line,
            column=column,
            zh=f"{error.zh}，请填写日期，例如 2026-12-10T09:00+01:00。",
        )
        return None


def _prices(row: Row, context: Context) -> list[PriceRow]:
    errors = context.log.errors
    regular, sale = row.get("price"), row.get("sale price")
    plain = price_row(context, regular, line=row.line, column="price")
    if plain is None:
        if context.log.errors == errors:
            no_price(context, VariantFound(line=row.line))
        return []
    if not sale:
        return [plain]
    edges = [
        _moment(text, row, "sale_price_effective_date", context)
        for text in row.get("sale price effective date").split("/")
        if text
    ]
    start, end = (edges[0], edges[1]) if len(edges) == 2 else (None, None)
    reduced = price_row(context, sale, regular, line=row.line, column="sale_price", valid_from=start, valid_to=end)
    return [price for price in (reduced, plain if edges else None) if price]
