"""The JSON form of a product: what staging, revisions, digests and our own export format hold. Empty parts are left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from mercery.catalog.product import (
    PROMOTION,
    Attribute,
    Audience,
    Media,
    MediaKind,
    Option,
    PriceRow,
    Product,
    Status,
    Variant,
)
from mercery.claims.values import Stock, value_from_json, value_to_json
from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.core.money import Money

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def dumps(data: object) -> str:
    """Compact JSON in UTF-8, the same text for the same data."""
    return _encode(data)


def words_to_json(words: Words) -> Json:
    """`{"en", "zh"}` without the empty ones."""
    return {lang: text for lang, text in (("en", words.en), ("zh", words.zh)) if text}


def words_from_json(data: Mapping[str, Any] | None) -> Words:
    """The text in both languages."""
    return Words(data.get("en", ""), data.get("zh", "")) if data else Words("")


def attributes_to_json(attributes: Sequence[Attribute]) -> list[Json]:
    """In order: name, label, typed value."""
    return [
        {"name": item.name, "label": words_to_json(item.label), "value": value_to_json(item.value)}
        for item in attributes
    ]


def attributes_from_json(rows: Sequence[Json]) -> tuple[Attribute, ...]:
    """The attributes in order."""
    return tuple(
        Attribute(name=row["name"], label=words_from_json(row.get("label")), value=value_from_json(row["value"]))
        for row in rows
    )


def options_to_json(options: Sequence[Option]) -> list[Json]:
    """In order: name, label, values."""
    return [
        {
            "name": option.name,
            "label": words_to_json(option.label),
            "values": [words_to_json(value) for value in option.values],
        }
        for option in options
    ]


def options_from_json(rows: Sequence[Json]) -> tuple[Option, ...]:
    """The options in order."""
    return tuple(
        Option(
            name=row["name"],
            label=words_from_json(row.get("label")),
            values=tuple(words_from_json(value) for value in row.get("values", ())),
        )
        for row in rows
    )


def price_to_json(row: PriceRow) -> Json:
    """Amounts in minor units, times in ISO 8601."""
    data: Json = {"currency": row.amount.currency, "minor": row.amount.minor}
    if row.was is not None:
        data["was_minor"] = row.was.minor
    if row.price_list != "default":
        data["list"] = row.price_list
    if row.valid_from:
        data["from"] = row.valid_from.isoformat()
    if row.valid_to:
        data["to"] = row.valid_to.isoformat()
    if row.certificate:
        data |= {"certificate": row.certificate, "because": words_to_json(row.because)}
    return data


def price_from_json(data: Json) -> PriceRow:
    """One price row."""
    currency, was = data["currency"], data.get("was_minor")
    start, end = data.get("from"), data.get("to")
    return PriceRow(
        amount=Money(data["minor"], currency),
        was=None if was is None else Money(was, currency),
        price_list=data.get("list", "default"),
        valid_from=datetime.fromisoformat(start) if start else None,
        valid_to=datetime.fromisoformat(end) if end else None,
        certificate=data.get("certificate", ""),
        because=words_from_json(data.get("because")),
    )


def variant_to_json(variant: Variant) -> Json:
    """What the shop says about a variant; ids and versions are ours and stay out."""
    data: Json = {"sku": variant.sku}
    if variant.options:
        data["options"] = {name: words_to_json(value) for name, value in variant.options.items()}
    if variant.prices:
        data["prices"] = [price_to_json(row) for row in variant.prices]
    if variant.stock.quantity is not None:
        data["stock"] = variant.stock.quantity
    if variant.stock.restock is not None:
        data["restock"] = variant.stock.restock.isoformat()
    if variant.barcode:
        data["barcode"] = variant.barcode
    if variant.external_id:
        data["external_id"] = variant.external_id
    if variant.attributes:
        data["attributes"] = attributes_to_json(variant.attributes)
    return data


def variant_from_json(data: Json, *, id_: str = "", version: int = 1, updated_at: datetime | None = None) -> Variant:
    """The variant `data` describes."""
    restock = data.get("restock")
    return Variant(
        sku=data["sku"],
        options={name: words_from_json(value) for name, value in data.get("options", {}).items()},
        prices=tuple(price_from_json(row) for row in data.get("prices", ())),
        stock=Stock(data.get("stock"), date.fromisoformat(restock) if restock else None),
        barcode=data.get("barcode"),
        external_id=data.get("external_id"),
        attributes=attributes_from_json(data.get("attributes", ())),
        id=id_,
        version=version,
        updated_at=updated_at,
    )


def _media_to_json(media: Media) -> Json:
    data: Json = {"source": media.source}
    if media.alt.en or media.alt.zh:
        data["alt"] = words_to_json(media.alt)
    if media.kind != "image":
        data["kind"] = media.kind
    if media.variant_skus:
        data["variant_skus"] = list(media.variant_skus)
    return data


def _media_from_json(data: Json) -> Media:
    return Media(
        source=data["source"],
        alt=words_from_json(data.get("alt")),
        kind=cast(MediaKind, data.get("kind", "image")),
        variant_skus=tuple(data.get("variant_skus", ())),
    )


def own_fields_to_json(product: Product) -> Json:
    """Everything about the product but its variants."""
    data: Json = {"key": product.key, "handle": product.handle, "title": words_to_json(product.title)}
    parts: dict[str, object] = {
        "description": words_to_json(product.description),
        "brand": product.brand,
        "category": [words_to_json(step) for step in product.category],
        "audience": product.audience,
        "status": product.status,
        "attributes": attributes_to_json(product.attributes),
        "options": options_to_json(product.options),
        "media": [_media_to_json(media) for media in product.media],
        "collections": list(product.collections),
        "tags": list(product.tags),
        "durable": product.durable,
        "replacement_days": product.replacement_days,
        "tax_included": product.tax_included,
    }
    data.update({name: part for name, part in parts.items() if part not in (None, "", [], {})})
    return data


def product_to_json(product: Product) -> Json:
    """The whole product in the form of our own export; what rules make of its prices is not the shop's own word."""
    return own_fields_to_json(product) | {"variants": [variant_to_json(_listed(one)) for one in product.variants]}


def _listed(variant: Variant) -> Variant:
    if all(row.price_list != PROMOTION for row in variant.prices):
        return variant
    return replace(variant, prices=tuple(row for row in variant.prices if row.price_list != PROMOTION))


def product_from_json(
    data: Json, variants: Sequence[Variant] | None = None, *, id_: str = "", version: int = 1
) -> Product:
    """The product `data` describes, with `variants` in place of its own when given."""
    if variants is None:
        variants = [variant_from_json(row) for row in data.get("variants", ())]
    return Product(
        key=data["key"],
        handle=data["handle"],
        title=words_from_json(data["title"]),
        description=words_from_json(data.get("description")),
        brand=data.get("brand"),
        category=tuple(words_from_json(step) for step in data.get("category", ())),
        audience=cast("Audience | None", data.get("audience")),
        status=cast(Status, data.get("status", "active")),
        attributes=attributes_from_json(data.get("attributes", ())),
        options=options_from_json(data.get("options", ())),
        variants=tuple(variants),
        media=tuple(_media_from_json(row) for row in data.get("media", ())),
        collections=tuple(data.get("collections", ())),
        tags=tuple(data.get("tags", ())),
        durable=data.get("durable"),
        replacement_days=data.get("replacement_days"),
        tax_included=data.get("tax_included"),
        id=id_,
        version=version,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductTexts:
    """A product as JSON texts: its own fields, and each variant. What revisions hold and digests are made from."""

    own: str
    variants: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it; equal digests mean equal content."""
        return hashlib.sha256("\n".join((self.own, *self.variants)).encode()).hexdigest()


def product_texts(product: Product) -> ProductTexts:
    """The texts of `product`."""
    return ProductTexts(
        own=dumps(own_fields_to_json(product)),
        variants=tuple([dumps(variant_to_json(variant)) for variant in product.variants]),
    )
