"""Products as rows of the tables, in the form COPY takes them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mercery.catalog.copying import Cell
from mercery.catalog.facets import product_facets
from mercery.catalog.product import Product, Variant
from mercery.catalog.product_json import (
    ProductTexts,
    attributes_to_json,
    dumps,
    options_to_json,
    variant_to_json,
    words_to_json,
)
from mercery.catalog.repository import options_column
from mercery.core.ids import new_id

PRODUCT: Final = (
    "id", "shop_id", "key", "handle", "title", "description", "brand", "category_id", "audience", "status", "attributes",
    "options", "tags", "position", "durable", "replacement_days", "tax_included", "digest", "version", "created_at", "updated_at",
)  # fmt: skip
VARIANT: Final = (
    "id", "shop_id", "product_id", "sku", "barcode", "external_id", "position", "options", "attributes", "stock", "restock",
    "version", "updated_at",
)  # fmt: skip
PRICE: Final = (
    "shop_id",
    "variant_id",
    "price_list",
    "currency",
    "minor",
    "was_minor",
    "valid_from",
    "valid_to",
    "certificate",
    "because",
)
MEDIA: Final = (
    "id", "shop_id", "product_id", "variant_skus", "position", "kind", "source", "alt", "path", "mime", "width", "height",
)  # fmt: skip
FACET: Final = ("product_id", "name", "value", "shop_id", "label")
COLLECTED: Final = ("shop_id", "collection_id", "product_id", "position")
REVISION: Final = ("shop_id", "entity", "entity_id", "product_id", "version", "recorded_at", "recorded_by", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A product to be written (with ids), its digest and its place in the shop's order."""

    product: Product
    digest: str
    position: int
    texts: ProductTexts | None = None
    """The product as JSON texts where they were made already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Who writes, when and where; category and collection ids are resolved beforehand."""

    shop_id: str
    by: str
    at: datetime
    categories: Mapping[tuple[str, ...], str]
    collections: Mapping[str, str]

    def category_id(self, product: Product) -> str | None:
        """The id of the product's category."""
        return self.categories.get(product.category_names)


def with_ids(product: Product) -> Product:
    """The draft with new ids for itself and its variants where they have none."""
    variants = tuple([variant if variant.id else replace(variant, id=new_id("var")) for variant in product.variants])
    return replace(product, id=product.id or new_id("prd"), variants=variants)


def product_row(pen: Pen, write: Write) -> tuple[Cell, ...]:
    """A row of `products`."""
    product, at = write.product, pen.at.isoformat()
    return (
        product.id, pen.shop_id, product.key, product.handle, dumps(words_to_json(product.title)),
        dumps(words_to_json(product.description)), product.brand, pen.category_id(product), product.audience, product.status,
        dumps(attributes_to_json(product.attributes)), dumps(options_to_json(product.options)), dumps(list(product.tags)),
        write.position, product.durable, product.replacement_days, product.tax_included, write.digest, product.version, at, at,
    )  # fmt: skip


def variant_row(pen: Pen, product_id: str, place: int, variant: Variant) -> tuple[Cell, ...]:
    """A row of `variants`."""
    restock = variant.stock.restock
    attributes = dumps(attributes_to_json(variant.attributes)) if variant.attributes else "[]"
    return (
        variant.id, pen.shop_id, product_id, variant.sku, variant.barcode, variant.external_id, place,
        dumps(options_column(variant)) if variant.options else "[]", attributes, variant.stock.quantity,
        restock.isoformat() if restock else None, variant.version, pen.at.isoformat(),
    )  # fmt: skip


def price_rows(pen: Pen, variant: Variant) -> Iterator[tuple[Cell, ...]]:
    """The rows of `prices` of one variant."""
    for row in variant.prices:
        yield (
            pen.shop_id, variant.id, row.price_list, row.amount.currency, row.amount.minor, row.was.minor if row.was else None,
            row.valid_from.isoformat() if row.valid_from else None, row.valid_to.isoformat() if row.valid_to else None,
            row.certificate or None, dumps(words_to_json(row.because)) if row.certificate else None,
        )  # fmt: skip


def media_rows(pen: Pen, product: Product) -> Iterator[tuple[Cell, ...]]:
    """The rows of `media` of one product."""
    for place, media in enumerate(product.media):
        yield (
            media.id or new_id("med"), pen.shop_id, product.id, dumps(list(media.variant_skus)), place, media.kind,
            media.source, dumps(words_to_json(media.alt)), media.path, media.mime, media.width, media.height,
        )  # fmt: skip


def facet_rows(pen: Pen, product: Product) -> Iterator[tuple[Cell, ...]]:
    """The rows of `product_facets` of one product."""
    for facet in product_facets(product):
        yield product.id, facet.name, facet.value, pen.shop_id, dumps(words_to_json(facet.label))


def collected_rows(pen: Pen, product: Product) -> Iterator[tuple[Cell, ...]]:
    """The rows of `collection_products` of one product."""
    for handle in dict.fromkeys(product.collections):
        yield pen.shop_id, pen.collections[handle], product.id, 0


def product_revision(pen: Pen, product: Product, own: str) -> tuple[Cell, ...]:
    """The revision row of a product's own fields, given as the JSON text `own`."""
    return pen.shop_id, "product", product.id, product.id, product.version, pen.at.isoformat(), pen.by, own


def variant_revision(
    pen: Pen, product_id: str, place: int, variant: Variant, text: str | None = None
) -> tuple[Cell, ...]:
    """The revision row of a variant (with its JSON `text` where it was made already) at its place among its siblings."""
    body = text or dumps(variant_to_json(variant))
    data = f'{body[:-1]},"position":{place}}}'
    return pen.shop_id, "variant", variant.id, product_id, variant.version, pen.at.isoformat(), pen.by, data
