"""The fixture that Saleor's `populatedb` loads: a list of `{"model", "pk", "fields"}`.

Prices stand in the listings of a channel; before version 3 on the variant (`price_override`) and its product (`price`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from mercery.catalog.attributes import typed_attribute
from mercery.catalog.importing.draft import (
    Context,
    ProductFound,
    VariantFound,
    finish,
    option,
    pictures,
    plain_text,
    price_row,
)
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.vocabulary import words
from mercery.claims.values import Stock
from mercery.core.files.twice import twice
from mercery.core.i18n import Words

NAME: Final = "saleor"
Fields = Mapping[str, Any]


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
                context.log.stop(
                    "The object has no 'fields'.",
                    "Export the fixture again.",
                    line=line,
                    zh="对象缺少“fields”，请重新导出。",
                )
                continue
            if pk in self.rows[str(model)]:
                first = self.line.get((str(model), pk))
                context.log.take([twice(Words("object", "对象"), f"{model} {pk}", line=line, first=first, name="key")])
            self.rows[str(model)][pk] = fields
            if line:
                self.line[(str(model), pk)] = line
        self._index()

    def _index(self) -> None:
        links = {
            "product.productvariant": "product", "product.productvariantchannellisting": "variant",
            "product.productchannellisting": "product", "product.productmedia": "product", "warehouse.stock": "product_variant",
            "product.collectionproduct": "product", "product.productimage": "product",
            "product.assignedproductattribute": "product", "product.assignedvariantattribute": "variant",
            "attribute.assignedproductattribute": "product", "attribute.assignedproductattributevalue": "product",
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
                    zh=f"款式 {pk} 所属的商品 {fields.get('product')} 不在文件中，请补上该商品。",
                )

    def product(self, pk: Any, fields: Fields) -> Product:
        line = self.line.get(("product.product", pk))
        listings = self.below[("product.productchannellisting", pk)]
        published = any(listing.get("is_published") for _, listing in listings) or (
            not listings and fields.get("is_published") is not False
        )
        found = ProductFound(
            key=str(fields.get("slug") or pk),
            handle=str(fields.get("slug") or ""),
            line=line,
            title=words(str(fields.get("name") or "")),
            description=Words(description_of(fields)),
            category=self._category(fields.get("category")),
            status="active" if published else "draft",
            strict_options=False,
            media=pictures(
                str(media.get("image") or media.get("external_url") or "")
                for _, media in sorted(
                    [*self.below[("product.productmedia", pk)], *self.below[("product.productimage", pk)]],
                    key=lambda pair: pair[1].get("sort_order") or 0,
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
            self.context.log.note(
                "The product has no variant; it cannot be sold.", line=line, zh="商品没有款式，不能销售。"
            )
        return finish(found, self.context)

    def _category(self, pk: Any) -> tuple[Words, ...]:
        path: list[Words] = []
        while pk is not None and pk in self.rows["product.category"] and len(path) < 12:
            fields = self.rows["product.category"][pk]
            path.insert(0, words(str(fields.get("name") or fields.get("slug"))))
            pk = fields.get("parent")
        return tuple(path)

    def _value(self, pk: Any) -> tuple[str, str] | None:
        value = self.rows["attribute.attributevalue"].get(pk) or self.rows["product.attributevalue"].get(pk)
        key = value.get("attribute") if value else None
        attribute = self.rows["attribute.attribute"].get(key) or self.rows["product.attribute"].get(key)
        return (str(attribute.get("name")), str(value.get("name"))) if value and attribute else None

    def _product_values(self, pk: Any) -> list[tuple[str, str]]:
        pairs: dict[str, list[str]] = {}
        values = [row.get("value") for _, row in self.below[("attribute.assignedproductattributevalue", pk)]]
        for model in ("product.assignedproductattribute", "attribute.assignedproductattribute"):
            values += [value for _, row in self.below[(model, pk)] for value in row.get("values") or ()]
        values += _written_values(self.rows["product.product"][pk])
        for value in values:
            if pair := self._value(value):
                pairs.setdefault(pair[0], []).append(pair[1])
        return [(label, ", ".join(values)) for label, values in pairs.items()]

    def _variant(self, pk: Any, fields: Fields, several: bool) -> VariantFound:
        line = self.line.get(("product.productvariant", pk))
        variant = VariantFound(line=line, sku=str(fields.get("sku") or f"saleor-{pk}"))
        for value in self._chosen(pk, fields):
            if pair := self._value(value):
                variant.options.append(option(pair[0], words(pair[1])))
        if not variant.options and several and fields.get("name"):
            variant.options = [option("Variant", words(str(fields["name"])))]
        variant.prices = self._prices(pk, line) or self._own_price(fields, line)
        if not variant.prices:
            self.context.log.note(
                "The variant has no price in any channel; it cannot be sold.",
                line=line,
                field="price",
                zh="该款式在各渠道均无价格，不能销售。",
            )
        stocks = [row for _, row in self.below[("warehouse.stock", pk)]]
        if stocks:
            free = sum(int(row.get("quantity") or 0) - int(row.get("quantity_allocated") or 0) for row in stocks)
            variant.stock = Stock(max(0, free) if fields.get("track_inventory", True) else None)
        elif fields.get("track_inventory", True):
            counted = int(fields.get("quantity") or 0) - int(fields.get("quantity_allocated") or 0)
            variant.stock = Stock(max(0, counted))
        return variant

    def _chosen(self, pk: Any, fields: Fields) -> list[Any]:
        """The values a variant has, as the versions of Saleor have kept them."""
        found: list[Any] = []
        for model in ("attribute.assignedvariantattribute", "product.assignedvariantattribute"):
            for apk, assigned in self.below[(model, pk)]:
                found += [row.get("value") for _, row in self.below[("attribute.assignedvariantattributevalue", apk)]]
                found += assigned.get("values") or ()
        return found or _written_values(fields)

    def _own_price(self, fields: Fields, line: int | None) -> list[PriceRow]:
        """A price on the variant, or else on its product, as it was before there were channels."""
        product = self.rows["product.product"].get(fields.get("product"), {})
        for holder, name in ((fields, "price_override"), (fields, "price"), (product, "price")):
            held = holder.get(name) or holder.get(f"{name}_amount")
            amount = held.get("amount") if isinstance(held, Mapping) else held
            currency = held.get("currency") if isinstance(held, Mapping) else holder.get("currency")
            if amount is not None:
                code = str(currency or "") or None
                price = price_row(self.context, str(amount), line=line, column=name, currency=code)
                return [price] if price else []
        return []

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


def _written_values(fields: Fields) -> list[Any]:
    """Values in an `attributes` field: `{"18": "60"}` or `{"18": ["60", "61"]}`, by primary keys."""
    held = fields.get("attributes")
    if isinstance(held, str):
        try:
            held = json.loads(held)
        except ValueError:
            return []
    if not isinstance(held, Mapping):
        return []
    values = [value for each in held.values() for value in (each if isinstance(each, list) else [each])]
    return [int(value) if str(value).isdigit() else value for value in values]


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return Decimal(0)


def description_of(fields: Fields) -> str:
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
    return plain_text(str(fields.get("description_plaintext") or body or ""))
