"""Tables of the catalogue. Texts in several languages are JSON objects keyed by language (`{"en": …, "zh": …}`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class ProductRow(Base):
    __tablename__ = "products"
    __table_args__ = (UniqueConstraint("shop_id", "key"), UniqueConstraint("shop_id", "handle"))

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str]
    handle: Mapped[str]
    title: Mapped[Json]
    description: Mapped[Json]
    brand: Mapped[str | None]
    category_id: Mapped[str | None] = mapped_column(ForeignKey("categories.id", ondelete="SET NULL"), index=True)
    audience: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), server_default="active")
    attributes: Mapped[list[Any]]
    """In order: `{"name", "label": {…}, "value": value JSON}`."""
    options: Mapped[list[Any]]
    """In order: `{"name", "label": {…}, "values": [{…}]}`."""
    tags: Mapped[list[Any]]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    """Place in the shop's own order."""
    durable: Mapped[bool | None]
    replacement_days: Mapped[int | None]
    tax_included: Mapped[bool | None]
    digest: Mapped[str] = mapped_column(String(64))
    """Hash of the content last imported: equal means nothing to do. Empty after an edit by hand, so that the next
    import compares field by field."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[Created]
    updated_at: Mapped[Created]


class VariantRow(Base):
    __tablename__ = "variants"
    __table_args__ = (UniqueConstraint("shop_id", "sku"), Index("ix_variants_product", "product_id", "position"))

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    sku: Mapped[str]
    barcode: Mapped[str | None]
    external_id: Mapped[str | None] = mapped_column(String(64))
    """What the shop's own system calls it; a cart there is filled by it."""
    position: Mapped[int]
    options: Mapped[list[Any]]
    """In order: `{"name", "value": {…}}`; a JSON object would lose its order."""
    attributes: Mapped[list[Any]]
    stock: Mapped[int | None]
    """Pieces that can be sent; NULL when the shop does not count."""
    restock: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    updated_at: Mapped[Created]


class PriceTableRow(Base):
    __tablename__ = "prices"
    __table_args__ = (Index("ix_prices_variant", "variant_id", "currency"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id", ondelete="CASCADE"))
    price_list: Mapped[str] = mapped_column(String(64), server_default="default")
    currency: Mapped[str] = mapped_column(String(3))
    minor: Mapped[int] = mapped_column(BigInteger)
    was_minor: Mapped[int | None] = mapped_column(BigInteger)
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    certificate: Mapped[str | None] = mapped_column(String(40))
    """Of a price worked out of published rules: the proof it was published with."""
    because: Mapped[Json | None]
    """Of such a price: the rules' names."""


class VariantCostRow(Base):
    """What one piece costs the shop, and what it is never sold below. Apart from the variant, and never loaded with it:
    no page, feed, index or answer for customers can come to it by accident."""

    __tablename__ = "variant_costs"

    variant_id: Mapped[str] = mapped_column(ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    shop_id: Mapped[ShopId]
    cost_minor: Mapped[int | None] = mapped_column(BigInteger)
    floor_minor: Mapped[int | None] = mapped_column(BigInteger)
    recorded_at: Mapped[Created]
    recorded_by: Mapped[str]


class MediaRow(Base):
    __tablename__ = "media"
    __table_args__ = (Index("ix_media_product", "product_id", "position"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    variant_skus: Mapped[list[Any]]
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), server_default="image")
    source: Mapped[str]
    alt: Mapped[Json]
    path: Mapped[str | None]
    mime: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    problem: Mapped[str | None]
    """Why there is no copy of ours, when there is none."""


class ProductFacetRow(Base):
    """What a buyer can filter by, one row per product and value: brand, audience, options, materials, terms."""

    __tablename__ = "product_facets"
    __table_args__ = (Index("ix_product_facets_value", "shop_id", "name", "value"),)

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    """Slug of the value."""
    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"))
    label: Mapped[Json]


class CategoryRow(Base):
    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("shop_id", "handle"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"))
    handle: Mapped[str]
    """Path of slugs: `bags/totes`."""
    name: Mapped[Json]
    position: Mapped[int] = mapped_column(server_default=text("0"))


class CollectionRow(Base):
    __tablename__ = "collections"
    __table_args__ = (UniqueConstraint("shop_id", "handle"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    handle: Mapped[str]
    name: Mapped[Json]
    description: Mapped[Json]
    position: Mapped[int] = mapped_column(server_default=text("0"))


class CollectionProductRow(Base):
    __tablename__ = "collection_products"

    shop_id: Mapped[ShopId]
    collection_id: Mapped[str] = mapped_column(ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(server_default=text("0"))


class CatalogRevisionRow(Base):
    """Append-only: each version of each product and variant, so that the facts in force at any time can be asked."""

    __tablename__ = "catalog_revisions"
    __table_args__ = (Index("ix_catalog_revisions_product", "product_id", "entity_id", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    entity: Mapped[str] = mapped_column(String(8))
    """`product` or `variant`."""
    entity_id: Mapped[str]
    product_id: Mapped[str]
    """The product itself, or the product the variant belongs to."""
    version: Mapped[int]
    recorded_at: Mapped[Created]
    recorded_by: Mapped[str]
    """Staff id, API key id, `import:…` or `system`."""
    data: Mapped[Json]
    """The content in the form of `product_json`; `{"removed": true}` when it was removed."""


class ImportRow(Base):
    __tablename__ = "imports"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    filename: Mapped[str]
    path: Mapped[str | None]
    format: Mapped[str | None]
    kind: Mapped[str] = mapped_column(String(16), server_default="products")
    """`products`, `orders` or `customers`."""
    status: Mapped[str] = mapped_column(String(16))
    """waiting, reading, ready, applying, done, refused, failed."""
    mapping: Mapped[Json]
    summary: Mapped[Json]
    problems: Mapped[list[Any]]
    started_by: Mapped[str]
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None]


class ReviewRow(Base):
    """What a customer wrote about a product. Shown to others only after a person of the shop has looked at it."""

    __tablename__ = "product_reviews"
    __table_args__ = (
        UniqueConstraint("shop_id", "digest"),
        Index("ix_product_reviews_product", "product_id", "state", "written_at"),
        Index("ix_product_reviews_state", "shop_id", "state", "written_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    """Hash of product, author, time and text: the same review sent again is no second one."""
    rating: Mapped[int]
    author: Mapped[str] = mapped_column(String(120), server_default="")
    text: Mapped[str]
    lang: Mapped[str] = mapped_column(String(2))
    written_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), server_default="pending")
    """pending, shown or hidden."""
    decided_by: Mapped[str] = mapped_column(server_default="")
    decided_at: Mapped[datetime | None]
    recorded_at: Mapped[Created]
