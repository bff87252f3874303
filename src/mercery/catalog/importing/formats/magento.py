"""Magento 2's product CSV: the `export` layout and the plainer layout of its sample data.

In an export a configurable product names its simple children in `configurable_variations`
(`sku=A-S,size=S|sku=A-M,size=M`) or `associated_skus`; those rows are variants. Rows with a `store_view_code` give
texts for that view only. Rules: experienceleague.adobe.com, "Data transfer: product CSV".
"""

from __future__ import annotations

import re
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
    unique_attributes,
)
from mercery.catalog.importing.formats.same_sku import skus_twice
from mercery.catalog.product import Attribute, PriceRow, Product, Status
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.amounts import Unreadable, parse_flag, parse_moment
from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.i18n import Words, lang_from_tag

NAME: Final = "magento"
_TYPES: Final = ("simple", "configurable", "grouped", "bundle", "virtual", "downloadable", "giftcard")
_OWN: Final = frozenset(
    [
        "sku",
        "name",
        "price",
        "special",
        "price",
        "special",
        "price",
        "from",
        "date",
        "special",
        "price",
        "to",
        "date",
        "qty",
        "description",
        "short",
        "description",
        "category",
        "categories",
        "attribute",
        "set",
        "attribute",
        "set",
        "code",
        "product",
        "type",
        "store",
        "view",
        "code",
        "product",
        "online",
        "visibility",
        "url",
        "key",
        "is",
        "in",
        "stock",
        "weight",
        "base",
        "image",
        "small",
        "image",
        "thumbnail",
        "image",
        "additional",
        "images",
        "image",
        "images",
        "new",
        "sale",
        "status",
        "type",
    ]
)
_PAIR: Final = re.compile(r",(?=[A-Za-z_][A-Za-z0-9_]*=)")


def likeness(table: Table) -> float:
    """How surely the table is one of Magento's."""
    if table.has("sku") and ("attribute set code" in table.header or "store view code" in table.header):
        return 0.98
    if "configurable variations" in table.header or "additional attributes" in table.header:
        return 0.95
    sample = table.has("name", "sku", "price", "attribute set")
    return (
        0.95
        if sample
        else 0.9
        if table.has("sku", "name", "product type", "price") and "_" in "".join(table.raw_header)
        else 0.0
    )


@dataclass(slots=True)
class _Family:
    """Which simple products belong to which configurable one, and with which options."""

    parent_of: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products, in file order; children below their configurable product wherever they stand."""
    for name in ("sku", "name"):
        if name not in table.header:
            context.log.stop(
                f"The required column '{name}' is missing.",
                "Export the products with it.",
                line=1,
                column=name,
                zh=f"缺少必需的“{name}”列，请连同该列导出商品。",
            )
            return
    family = _family(table, context)

    def group(row: Row) -> str | None:
        sku = row.get("sku")
        if not sku:
            context.log.stop(
                "The row has no SKU.",
                "Give it one.",
                line=row.line,
                column="sku",
                field="sku",
                zh="此行没有 SKU，请填写。",
            )
            return f"line-{row.line}"
        return family.parent_of.get(sku, sku)

    for rows in grouped(table.rows(context.log), group):
        yield _product(rows, family, table, context)


def _family(table: Table, context: Context) -> _Family:
    family = _Family()
    named: list[tuple[int, str, str]] = []
    for row in table.rows(ProblemLog(context.log.file)):
        sku, kind = row.get("sku"), row.get("product type", "type").casefold()
        if kind and kind not in _TYPES:
            context.log.note(
                f"The product type '{kind}' comes from an extension; the product is read as a simple one.",
                "Check its price.",
                line=row.line,
                column="product_type",
                zh=f"商品类型“{kind}”来自扩展，已按普通商品读取，请核对价格。",
            )
        family.known.add(sku)
        children = _children(row)
        if row.get("configurable variation labels"):
            pairs = (bit.split("=", 1) for bit in row.get("configurable variation labels").split(",") if "=" in bit)
            family.labels[sku] = {code.strip(): label.strip() for code, label in pairs}
        for child, options in children:
            named.append((row.line, sku, child))
            family.parent_of[child] = sku
            family.options[child] = options
    for line, parent, child in named:
        if child not in family.known:
            context.log.stop(
                f"'{parent}' names the variation '{child}', which is not in the file.",
                "Add its row, or take it out.",
                line=line,
                column="configurable_variations",
                field="sku",
                zh=f"“{parent}”所列款式“{child}”不在文件中，请补上该行，或将其移除。",
            )
    return family


def _children(row: Row) -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for entry in row.get("configurable variations").split("|"):
        pairs = [bit.split("=", 1) for bit in _PAIR.split(entry.strip()) if "=" in bit]
        sku = next((value.strip() for code, value in pairs if code.strip() == "sku"), "")
        if sku:
            found.append(
                (
                    sku,
                    [
                        (code.strip(), value.strip())
                        for code, value in pairs
                        if code.strip() not in ("sku", "display", "price")
                    ],
                )
            )
    if not found and row.get("product type").casefold() == "configurable":
        found = [(sku.strip(), []) for sku in row.get("associated skus").split(",") if sku.strip()]
    return found


def _product(rows: list[Row], family: _Family, table: Table, context: Context) -> Product:
    own = [row for row in rows if not row.get("store view code")] or rows[:1]
    heads = [row for row in own if row.get("sku") not in family.parent_of]
    head = (heads or own)[0]
    context.log.take(skus_twice(head, heads[1:]))
    children = [row for row in own if row.get("sku") in family.parent_of]
    found = ProductFound(
        key=head.get("sku"),
        line=head.line,
        title=_title(head, rows),
        handle=head.get("url key"),
        description=described(head.get("description", "short description")),
        brand=_extra(head).get("manufacturer", _extra(head).get("brand", "")),
        category=_category(head.get("categories", "category")),
        status=_status(head),
        strict_options=False,
        media=pictures(
            [head.get("base image", "image"), *re.split(r"[,|]\s*", head.get("additional images", "images"))]
        ),
    )
    found.attributes = _attributes(head, table)
    kind = _kind(head)
    if children:
        found.variants = [_variant(row, context, family, head) for row in children]
    elif kind not in ("configurable", "grouped", "bundle"):
        found.variants = [_variant(head, context, family, None)]
    return finish(found, context)


def _kind(head: Row) -> str:
    """The type; the sample layout tells sets only by the column that lists their parts."""
    if head.get("associated sku", "associated skus") and not head.get("product type", "type"):
        return "grouped"
    if head.get("bundle options", "bundle values") and not head.get("product type", "type"):
        return "bundle"
    return head.get("product type", "type").casefold()


def _title(head: Row, rows: list[Row]) -> Words:
    title = words(head.get("name"))
    for row in rows:
        view = row.get("store view code")
        if view and row.get("name") and row.get("sku") == head.get("sku"):
            lang = lang_from_tag(view) or ("zh" if view.casefold() in ("cn", "chinese") else None)
            if lang == "zh":
                title = Words(title.en, row.get("name"))
    return title


def _category(text: str) -> tuple[Words, ...]:
    """`Default Category/Gear/Bags`; in the sample layout one name a line."""
    if "\n" in text:
        steps = text.splitlines()
    else:
        paths = [path for path in re.split(r",(?! )", text) if path]
        steps = max(paths, key=lambda path: path.count("/"), default="").split("/")
    return tuple(
        words(step.strip())
        for step in steps
        if step.strip() and step.strip() not in ("Default Category", "Root Catalog")
    )


def _status(head: Row) -> Status:
    online = (
        parse_flag(head.get("product online", "status"))
        if head.get("product online", "status") not in ("2",)
        else False
    )
    return "draft" if online is False else "active"


def _extra(row: Row) -> dict[str, str]:
    pairs = (bit.split("=", 1) for bit in _PAIR.split(row.get("additional attributes")) if "=" in bit)
    return {code.strip(): value.strip().strip('"') for code, value in pairs}


def _attributes(head: Row, table: Table) -> list[Attribute]:
    texts = dict(_extra(head))
    if "attribute set" in table.header:
        for raw, name in zip(table.raw_header, table.header, strict=True):
            if not set(name.split()) <= _OWN and head.cells.get(name):
                texts.setdefault(
                    re.sub(r"_(bags|general|bottom|top)$", "", raw), ", ".join(head.cells[name].splitlines())
                )
    weight = head.get("weight")
    found = [
        typed_attribute(code, text.replace("|", ", "))
        for code, text in texts.items()
        if code not in ("manufacturer", "brand")
    ]
    if weight and weight.strip("0.") != "":
        found.append(typed_attribute("weight", weight))
    return list(unique_attributes(found))


def _variant(row: Row, context: Context, family: _Family, parent: Row | None) -> VariantFound:
    sku = row.get("sku")
    variant = VariantFound(line=row.line, sku=sku)
    if parent is not None:
        labels = family.labels.get(parent.get("sku"), {})
        extra = _extra(row)
        options = [(code, value or extra.get(code, "")) for code, value in family.options.get(sku, [])]
        variant.options = [option(labels.get(code, code), words(value)) for code, value in options]
        variant.pictures = [row.get("base image", "image")]
    errors = context.log.errors
    price = _price(row, context)
    if price:
        variant.prices = price
    elif context.log.errors == errors:
        no_price(context, variant)
    counted = stock(context, row.get("qty"), line=row.line, column="qty")
    in_stock = parse_flag(row.get("is in stock"))
    managed = parse_flag(row.get("manage stock"))
    variant.stock = Stock(0) if in_stock is False else Stock(None) if managed is False else counted
    return variant


def _price(row: Row, context: Context) -> list[PriceRow]:
    regular, special = row.get("price"), row.get("special price")
    plain = price_row(context, regular, line=row.line, column="price")
    if not special:
        return [plain] if plain else []
    edges = []
    for column in ("special price from date", "special price to date"):
        try:
            edges.append(parse_moment(row.get(column)) if row.get(column) else None)
        except Unreadable as error:
            context.log.stop(
                f"{error}.",
                "Write a date such as 2026-12-10.",
                line=row.line,
                column=column,
                field="price",
                zh=f"{error.zh}，请填写日期，例如 2026-12-10。",
            )
            edges.append(None)
    sale = price_row(
        context, special, regular, line=row.line, column="special_price", valid_from=edges[0], valid_to=edges[1]
    )
    return [each for each in ((sale,) if edges == [None, None] else (sale, plain)) if each]
