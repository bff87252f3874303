"""Saleor: the fixture its `populatedb` loads (a list of `{"model", "pk", "fields"}`) and the CSV its dashboard exports.

In the CSV one row is one variant; columns such as `default-channel (channel price amount)`,
`europe (warehouse quantity)` and `material (product attribute)` name channel, warehouse or attribute before the bracket.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    described,
    finish,
    option,
    pictures,
    plain_text,
    price_row,
    stock,
)
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.tabular import Row, Table, grouped
from mercery.core.i18n import Words

NAME: Final = "saleor"
_BRACKET: Final = re.compile(
    r"^(?P<name>.+?)\s*\((?P<kind>product attribute|variant attribute|warehouse quantity|channel [a-z ]+)\)$",
    re.IGNORECASE,
)
Fields = Mapping[str, Any]


def likeness(table: Table) -> float:
    """How surely the table is Saleor's CSV export."""
    brackets = sum(bool(_BRACKET.match(raw.strip())) for raw in table.raw_header)
    return 0.96 if brackets and ("variant sku" in table.header or "variant id" in table.header) else 0.0


def is_fixture(data: object) -> bool:
    """Whether parsed JSON is a populatedb fixture."""
    return (
        isinstance(data, list)
        and bool(data)
        and all(isinstance(row, dict) and {"model", "fields"} <= row.keys() for row in data[:50])
        and any(row.get("model") == "product.product" for row in data if isinstance(row, dict))
    )


def read_fixture(data: Sequence[Mapping[str, Any]], lines: Sequence[int], context: Context) -> Iterator[Product]:
    """The products of a fixture, in its order. `lines`: where each object begins."""
    fixture = _Fixture(data, lines, context)
    for pk, fields in fixture.rows["product.product"].items():
        yield fixture.product(pk, fields)
    fixture.report_orphans()


class _Fixture:
    def __init__(self, data: Sequence[Mapping[str, Any]], lines: Sequence[int], context: Context) -> None:
        self.context = context
        self.rows: dict[str, dict[Any, Fields]] = defaultdict(dict)
        self.line: dict[tuple[str, Any], int] = {}
        self.below: dict[tuple[str, Any], list[tuple[Any, Fields]]] = defaultdict(list)
        for place, row in enumerate(data):
            model, pk, fields = row.get("model"), row.get("pk"), row.get("fields")
            line = lines[place] if place < len(lines) else None
            if not isinstance(fields, Mapping):
                context.log.stop("The object has no 'fields'.", "Export the fixture again.", line=line)
                continue
            if pk in self.rows[str(model)]:
                context.log.stop(f"{model} {pk} appears twice.", "Take one out.", line=line, field="key")
            self.rows[str(model)][pk] = fields
            if line:
                self.line[(str(model), pk)] = line
        self._index()

    def _index(self) -> None:
        links = {
            "product.productvariant": "product", "product.productvariantchannellisting": "variant",
            "product.productchannellisting": "product", "product.productmedia": "product", "warehouse.stock": "product_variant",
            "product.collectionproduct": "product", "attribute.assignedproductattributevalue": "product",
            "attribute.assignedvariantattribute": "variant", "attribute.assignedvariantattributevalue": "assignment",
        }  # fmt: skip
        for model, link in links.items():
            for pk, fields in self.rows[model].items():
                self.below[(model, fields.get(link))].append((pk, fields))

    def report_orphans(self) -> None:
        for pk, fields in self.rows["product.productvariant"].items():
            if fields.get("product") not in self.rows["product.product"]:
                self.context.log.stop(
                    f"The variant {pk} names product {fields.get('product')}, which is not in the file.",
                    "Add the product.",
                    line=self.line.get(("product.productvariant", pk)),
                    field="key",
                )

    def product(self, pk: Any, fields: Fields) -> Product:
        line = self.line.get(("product.product", pk))
        listings = self.below[("product.productchannellisting", pk)]
        published = any(listing.get("is_published") for _, listing in listings) or not listings
        found = ProductFound(
            key=str(fields.get("slug") or pk),
            handle=str(fields.get("slug") or ""),
            line=line,
            title=words(str(fields.get("name") or "")),
            description=Words(_description(fields)),
            category=self._category(fields.get("category")),
            status="active" if published else "draft",
            strict_options=False,
            media=pictures(
                str(media.get("image") or media.get("external_url") or "")
                for _, media in sorted(
                    self.below[("product.productmedia", pk)], key=lambda pair: pair[1].get("sort_order") or 0
                )
            ),
        )
        found.attributes = [
            attribute for label, text in self._product_values(pk) if (attribute := typed_attribute(label, text))
        ]
        for _, entry in self.below[("product.collectionproduct", pk)]:
            slug = self.rows["product.collection"].get(entry.get("collection"), {}).get("slug")
            found.collections += [str(slug)] if slug else []
        variants = sorted(
            self.below[("product.productvariant", pk)],
            key=lambda pair: (pair[1].get("sort_order") is None, pair[1].get("sort_order") or 0),
        )
        several = len(variants) > 1
        found.variants = [self._variant(vpk, row, several) for vpk, row in variants]
        if not variants:
            self.context.log.note("The product has no variant; it cannot be sold.", line=line)
        return finish(found, self.context)

    def _category(self, pk: Any) -> tuple[Words, ...]:
        path: list[Words] = []
        while pk is not None and pk in self.rows["product.category"] and len(path) < 12:
            fields = self.rows["product.category"][pk]
            path.insert(0, words(str(fields.get("name") or fields.get("slug"))))
            pk = fields.get("parent")
        return tuple(path)

    def _value(self, pk: Any) -> tuple[str, str] | None:
        value = self.rows["attribute.attributevalue"].get(pk)
        attribute = self.rows["attribute.attribute"].get(value.get("attribute")) if value else None
        return (str(attribute.get("name")), str(value.get("name"))) if value and attribute else None

    def _product_values(self, pk: Any) -> list[tuple[str, str]]:
        pairs: dict[str, list[str]] = {}
        for _, row in self.below[("attribute.assignedproductattributevalue", pk)]:
            if pair := self._value(row.get("value")):
                pairs.setdefault(pair[0], []).append(pair[1])
        return [(label, ", ".join(values)) for label, values in pairs.items()]

    def _variant(self, pk: Any, fields: Fields, several: bool) -> VariantFound:
        line = self.line.get(("product.productvariant", pk))
        variant = VariantFound(line=line, sku=str(fields.get("sku") or f"saleor-{pk}"))
        for apk, _ in self.below[("attribute.assignedvariantattribute", pk)]:
            for _, row in self.below[("attribute.assignedvariantattributevalue", apk)]:
                if pair := self._value(row.get("value")):
                    variant.options.append(option(pair[0], words(pair[1])))
        if not variant.options and several and fields.get("name"):
            variant.options = [option("Variant", words(str(fields["name"])))]
        variant.prices = self._prices(pk, line)
        if not variant.prices:
            self.context.log.note(
                "The variant has no price in any channel; it cannot be sold.", line=line, field="price"
            )
        stocks = [row for _, row in self.below[("warehouse.stock", pk)]]
        if stocks:
            free = sum(int(row.get("quantity") or 0) - int(row.get("quantity_allocated") or 0) for row in stocks)
            variant.stock = Stock(max(0, free) if fields.get("track_inventory", True) else None)
        elif fields.get("track_inventory", True):
            variant.stock = Stock(0)
        return variant

    def _prices(self, pk: Any, line: int | None) -> list[PriceRow]:
        rows = []
        seen: set[str] = set()
        for lpk, listing in self.below[("product.productvariantchannellisting", pk)]:
            amount = listing.get("price_amount")
            if amount is None:
                continue
            at = self.line.get(("product.productvariantchannellisting", lpk), line)
            now = listing.get("discounted_price_amount")
            reduced = now is not None and _number(now) < _number(amount)
            price = price_row(
                self.context,
                str(now if reduced else amount),
                str(amount) if reduced else "",
                line=at,
                column="price_amount",
                currency=str(listing.get("currency") or "") or None,
            )
            if price is None:
                continue
            slug = str(
                self.rows["channel.channel"].get(listing.get("channel"), {}).get("slug") or listing.get("channel")
            )
            name = "default" if price.amount.currency not in seen else slug
            seen.add(price.amount.currency)
            rows.append(PriceRow(amount=price.amount, was=price.was, price_list=name))
        return rows


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return Decimal(0)


def _description(fields: Fields) -> str:
    body = fields.get("description")
    if isinstance(body, str) and body.startswith("{"):
        try:
            body = json.loads(body)
        except ValueError:
            return plain_text(str(body))
    if isinstance(body, Mapping):
        texts = [
            str(block.get("data", {}).get("text", "")) for block in body.get("blocks", ()) if isinstance(block, Mapping)
        ]
        return "\n".join(plain_text(text) for text in texts if text)
    return plain_text(str(fields.get("description_plaintext") or ""))


def read(table: Table, context: Context) -> Iterator[Product]:
    """The products of a CSV export, in file order."""
    if "name" not in table.header:
        context.log.stop(
            "The required column 'name' is missing.", "Export the products with their names.", line=1, column="name"
        )
        return

    def group(row: Row) -> str | None:
        return row.get("id", "slug") or row.get("name") or None

    for rows in grouped(table.rows(context.log), group):
        yield _table_product(rows, table, context)


def _bracketed(table: Table, kind: str) -> list[tuple[str, str]]:
    found = []
    for raw, name in zip(table.raw_header, table.header, strict=True):
        hit = _BRACKET.match(raw.strip())
        if hit and hit["kind"].casefold() == kind:
            found.append((hit["name"], name))
    return found


def _table_product(rows: list[Row], table: Table, context: Context) -> Product:
    head = rows[0]
    category = head.get("category")
    found = ProductFound(
        key=head.get("slug", "id", "name"),
        handle=head.get("slug"),
        line=head.line,
        title=words(head.get("name")),
        description=described(_editor_text(head.get("description"))),
        category=(words(category.replace("-", " ").capitalize()),) if category else (),
        collections=[name.strip() for name in head.get("collections").split(",") if name.strip()],
        media=pictures(re.split(r",\s*", head.get("product media"))),
        strict_options=False,
    )
    for label, name in _bracketed(table, "product attribute"):
        attribute = typed_attribute(label, head.cells.get(name, ""))
        found.attributes += [attribute] if attribute else []
    published = _bracketed(table, "channel published")
    if published and not any(head.cells.get(name, "").casefold() in ("true", "1") for _, name in published):
        found.status = "draft"
    found.variants = [
        _table_variant(row, table, context) for row in rows if row.get("variant sku", "variant id") or len(rows) == 1
    ]
    return finish(found, context)


def _editor_text(text: str) -> str:
    return _description({"description": text}) if text.startswith("{") else text


def _table_variant(row: Row, table: Table, context: Context) -> VariantFound:
    variant = VariantFound(line=row.line, sku=row.get("variant sku", "variant id"))
    variant.options = [
        option(label, words(row.cells[name]))
        for label, name in _bracketed(table, "variant attribute")
        if row.cells.get(name)
    ]
    currencies = dict(_bracketed(table, "channel variant currency code")) or dict(
        _bracketed(table, "channel product currency code")
    )
    seen: set[str] = set()
    errors = context.log.errors
    for channel, name in _bracketed(table, "channel price amount"):
        code = row.cells.get(currencies.get(channel, ""), "") or None
        price = price_row(context, row.cells.get(name, ""), line=row.line, column=table.raw(name), currency=code)
        if price:
            listed = "default" if price.amount.currency not in seen else channel
            seen.add(price.amount.currency)
            variant.prices.append(PriceRow(amount=price.amount, price_list=listed))
    if not variant.prices and context.log.errors == errors:
        context.log.note(
            "The variant has no price in any channel; it cannot be sold.", "Give it one.", line=row.line, field="price"
        )
    counts = [
        stock(context, row.cells[name], line=row.line, column=table.raw(name)).quantity
        for _, name in _bracketed(table, "warehouse quantity")
        if row.cells.get(name)
    ]
    if counts:
        variant.stock = Stock(sum(count or 0 for count in counts))
    variant.pictures = [text for text in re.split(r",\s*", row.get("variant media")) if text]
    return variant
