"""Writing whole products: rows for COPY, revisions beside them, categories and collections on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.copying import Cell, copy_rows
from mercery.catalog.facets import product_facets
from mercery.catalog.product import Product, Variant
from mercery.catalog.product_json import (
    attributes_to_json,
    dumps,
    options_to_json,
    own_fields_to_json,
    variant_to_json,
    words_to_json,
)
from mercery.catalog.repository import options_column
from mercery.catalog.slug import category_handle
from mercery.catalog.tables import CategoryRow, CollectionRow, MediaRow, ProductRow, VariantRow
from mercery.core.i18n import Words
from mercery.core.ids import new_id

_PRODUCT = ["id", "shop_id", "key", "handle", "title", "description", "brand", "category_id", "audience", "status", "attributes", "options", "tags", "position", "durable", "replacement_days", "tax_included", "digest", "version", "created_at", "updated_at"]  # fmt: skip
_VARIANT = [
    "id",
    "shop_id",
    "product_id",
    "sku",
    "barcode",
    "position",
    "options",
    "attributes",
    "stock",
    "restock",
    "version",
    "updated_at",
]
_PRICE = ["shop_id", "variant_id", "price_list", "currency", "minor", "was_minor", "valid_from", "valid_to"]
_MEDIA = [
    "id",
    "shop_id",
    "product_id",
    "variant_skus",
    "position",
    "kind",
    "source",
    "alt",
    "path",
    "mime",
    "width",
    "height",
]
_FACET = ["product_id", "name", "value", "shop_id", "label"]
_COLLECTED = ["shop_id", "collection_id", "product_id", "position"]
_REVISION = ["shop_id", "entity", "entity_id", "product_id", "version", "recorded_at", "recorded_by", "data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A product to be written (with ids), its digest and its place in the shop's order."""

    product: Product
    digest: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Who writes, when and where; category and collection ids are resolved beforehand."""

    shop_id: str
    by: str
    at: datetime
    categories: Mapping[tuple[str, ...], str]
    collections: Mapping[str, str]

    def category_id(self, product: Product) -> str | None:
        return self.categories.get(tuple(step.en or step.zh for step in product.category))


def with_ids(product: Product) -> Product:
    """The draft with new ids for itself and its variants where they have none."""
    variants = tuple(variant if variant.id else replace(variant, id=new_id("var")) for variant in product.variants)
    return replace(product, id=product.id or new_id("prd"), variants=variants)


async def insert_products(session: AsyncSession, pen: Pen, writes: Sequence[Write]) -> None:
    """Write products the shop does not have yet."""
    await copy_rows(session, "products", _PRODUCT, (_product_row(pen, write) for write in writes))
    await insert_variants(
        session,
        pen,
        [
            (write.product.id, place, variant)
            for write in writes
            for place, variant in enumerate(write.product.variants)
        ],
    )
    products = [write.product for write in writes]
    await insert_media(session, pen, products)
    await _insert_memberships(session, pen, products)
    await copy_rows(session, "catalog_revisions", _REVISION, (product_revision(pen, product) for product in products))


async def insert_variants(session: AsyncSession, pen: Pen, rows: Sequence[tuple[str, int, Variant]]) -> None:
    """Write variants, given as product id, place and variant, with their prices and revisions."""
    await copy_rows(session, "variants", _VARIANT, (_variant_row(pen, *row) for row in rows))
    await insert_prices(session, pen, [variant for _, _, variant in rows])
    await write_revisions(session, pen, rows)


async def insert_prices(session: AsyncSession, pen: Pen, variants: Sequence[Variant]) -> None:
    """Write the price rows of `variants`."""
    await copy_rows(session, "prices", _PRICE, (row for variant in variants for row in _price_rows(pen, variant)))


async def insert_media(session: AsyncSession, pen: Pen, products: Sequence[Product]) -> None:
    """Write the media rows of `products`."""
    await copy_rows(session, "media", _MEDIA, (row for product in products for row in _media_rows(pen, product)))


async def write_revisions(session: AsyncSession, pen: Pen, variants: Sequence[tuple[str, int, Variant]]) -> None:
    """Write one revision per variant, given as product id, place and variant."""
    await copy_rows(session, "catalog_revisions", _REVISION, (variant_revision(pen, *row) for row in variants))


async def _insert_memberships(session: AsyncSession, pen: Pen, products: Sequence[Product]) -> None:
    await copy_rows(
        session,
        "product_facets",
        _FACET,
        (
            (product.id, facet.name, facet.value, pen.shop_id, dumps(words_to_json(facet.label)))
            for product in products
            for facet in product_facets(product)
        ),
    )
    await copy_rows(
        session,
        "collection_products",
        _COLLECTED,
        (
            (pen.shop_id, pen.collections[handle], product.id, 0)
            for product in products
            for handle in dict.fromkeys(product.collections)
        ),
    )


async def update_products(session: AsyncSession, pen: Pen, writes: Sequence[Write], *, own_changed: set[str]) -> None:
    """Rewrite the own fields, media and memberships of existing products (variants apart). Versions rise for
    the ids in `own_changed` only."""
    for write in writes:
        row = dict(zip(_PRODUCT, _product_row(pen, write), strict=True))
        for name in ("id", "shop_id", "created_at", "position"):
            row.pop(name)
        if write.product.id not in own_changed:
            row.pop("updated_at")
        await session.execute(
            text(
                f"UPDATE products SET {', '.join(f'{name} = ' + _cast(name) for name in row)}"  # noqa: S608
                " WHERE shop_id = :shop AND id = :id"
            ),
            row | {"shop": pen.shop_id, "id": write.product.id},
        )
    ids = [write.product.id for write in writes]
    for table in ("media", "product_facets", "collection_products"):
        await session.execute(
            text(f"DELETE FROM {table} WHERE shop_id = :shop AND product_id = ANY(:ids)"),  # noqa: S608
            {"shop": pen.shop_id, "ids": ids},
        )
    products = [write.product for write in writes]
    await insert_media(session, pen, products)
    await _insert_memberships(session, pen, products)
    await copy_rows(
        session,
        "catalog_revisions",
        _REVISION,
        (product_revision(pen, product) for product in products if product.id in own_changed),
    )


def _cast(name: str) -> str:
    return (
        f"CAST(:{name} AS jsonb)" if name in ("title", "description", "attributes", "options", "tags") else f":{name}"
    )


async def update_variants(session: AsyncSession, pen: Pen, rows: Sequence[tuple[str, int, Variant]]) -> None:
    """Rewrite existing variants (already at their new version), their prices, and add revisions."""
    for product_id, place, variant in rows:
        await session.execute(
            update(VariantRow)
            .where(VariantRow.shop_id == pen.shop_id, VariantRow.id == variant.id)
            .values(
                product_id=product_id,
                barcode=variant.barcode,
                position=place,
                options=options_column(variant),
                attributes=attributes_to_json(variant.attributes),
                stock=variant.stock.quantity,
                restock=variant.stock.restock,
                version=variant.version,
                updated_at=pen.at,
            )
        )
    ids = [variant.id for _, _, variant in rows]
    await session.execute(
        text("DELETE FROM prices WHERE shop_id = :shop AND variant_id = ANY(:ids)"), {"shop": pen.shop_id, "ids": ids}
    )
    await insert_prices(session, pen, [variant for _, _, variant in rows])
    await write_revisions(session, pen, rows)


async def move_variants(session: AsyncSession, pen: Pen, places: Mapping[str, int]) -> None:
    """Give variants (by id) new places without touching their versions."""
    for id_, place in places.items():
        await session.execute(
            update(VariantRow).where(VariantRow.shop_id == pen.shop_id, VariantRow.id == id_).values(position=place)
        )


async def remove_variants(session: AsyncSession, pen: Pen, variants: Sequence[tuple[str, Variant]]) -> None:
    """Remove variants (given with their product id); the revisions remember them."""
    await _write_removals(session, pen, [("variant", variant.id, id_, variant.version) for id_, variant in variants])
    ids = [variant.id for _, variant in variants]
    await session.execute(delete(VariantRow).where(VariantRow.shop_id == pen.shop_id, VariantRow.id.in_(ids)))


async def remove_products(session: AsyncSession, pen: Pen, ids: Sequence[str]) -> None:
    """Remove products and what belongs to them; the revisions remember them."""
    rows = await session.execute(
        select(ProductRow.id, ProductRow.version).where(ProductRow.shop_id == pen.shop_id, ProductRow.id.in_(ids))
    )
    await _write_removals(session, pen, [("product", row.id, row.id, row.version) for row in rows])
    await session.execute(delete(ProductRow).where(ProductRow.shop_id == pen.shop_id, ProductRow.id.in_(ids)))


async def _write_removals(session: AsyncSession, pen: Pen, gone: Sequence[tuple[str, str, str, int]]) -> None:
    await copy_rows(
        session,
        "catalog_revisions",
        _REVISION,
        (
            (pen.shop_id, entity, id_, product_id, version + 1, pen.at.isoformat(), pen.by, '{"removed":true}')
            for entity, id_, product_id, version in gone
        ),
    )


def _product_row(pen: Pen, write: Write) -> tuple[Cell, ...]:
    product, at = write.product, pen.at.isoformat()
    return (
        product.id,
        pen.shop_id,
        product.key,
        product.handle,
        dumps(words_to_json(product.title)),
        dumps(words_to_json(product.description)),
        product.brand,
        pen.category_id(product),
        product.audience,
        product.status,
        dumps(attributes_to_json(product.attributes)),
        dumps(options_to_json(product.options)),
        dumps(list(product.tags)),
        write.position,
        product.durable,
        product.replacement_days,
        product.tax_included,
        write.digest,
        product.version,
        at,
        at,
    )


def _variant_row(pen: Pen, product_id: str, place: int, variant: Variant) -> tuple[Cell, ...]:
    restock = variant.stock.restock
    return (
        variant.id,
        pen.shop_id,
        product_id,
        variant.sku,
        variant.barcode,
        place,
        dumps(options_column(variant)),
        dumps(attributes_to_json(variant.attributes)),
        variant.stock.quantity,
        restock.isoformat() if restock else None,
        variant.version,
        pen.at.isoformat(),
    )


def _price_rows(pen: Pen, variant: Variant) -> Iterator[tuple[Cell, ...]]:
    for row in variant.prices:
        yield (
            pen.shop_id,
            variant.id,
            row.price_list,
            row.amount.currency,
            row.amount.minor,
            row.was.minor if row.was else None,
            row.valid_from.isoformat() if row.valid_from else None,
            row.valid_to.isoformat() if row.valid_to else None,
        )


def _media_rows(pen: Pen, product: Product) -> Iterator[tuple[Cell, ...]]:
    for place, media in enumerate(product.media):
        yield (
            media.id or new_id("med"),
            pen.shop_id,
            product.id,
            dumps(list(media.variant_skus)),
            place,
            media.kind,
            media.source,
            dumps(words_to_json(media.alt)),
            media.path,
            media.mime,
            media.width,
            media.height,
        )


def product_revision(pen: Pen, product: Product) -> tuple[Cell, ...]:
    """The revision row of a product's own fields."""
    data = dumps(own_fields_to_json(product))
    return (pen.shop_id, "product", product.id, product.id, product.version, pen.at.isoformat(), pen.by, data)


def variant_revision(pen: Pen, product_id: str, place: int, variant: Variant) -> tuple[Cell, ...]:
    """The revision row of a variant at its place among its siblings."""
    data = dumps(variant_to_json(variant) | {"position": place})
    return (pen.shop_id, "variant", variant.id, product_id, variant.version, pen.at.isoformat(), pen.by, data)


async def category_ids(
    session: AsyncSession, shop_id: str, paths: Mapping[tuple[str, ...], tuple[Words, ...]]
) -> dict[tuple[str, ...], str]:
    """The id of each category path, made where missing, parents first; a missing translation is filled in."""
    rows = {row.handle: row for row in await session.scalars(select(CategoryRow).where(CategoryRow.shop_id == shop_id))}
    position = max((row.position for row in rows.values()), default=-1)
    found: dict[tuple[str, ...], str] = {}
    for names, steps in paths.items():
        above: str | None = None
        for depth, step in enumerate(steps, start=1):
            handle = category_handle(names[:depth])
            row = rows.get(handle)
            if row is None:
                position += 1
                row = CategoryRow(
                    id=new_id("cat"), shop_id=shop_id, parent_id=above, handle=handle,
                    name=words_to_json(step), position=position,
                )  # fmt: skip
                session.add(row)
                await session.flush()
                rows[handle] = row
            elif added := {lang: word for lang, word in words_to_json(step).items() if lang not in row.name}:
                row.name = row.name | added
            above = row.id
        if above:
            found[names] = above
    await session.flush()
    return found


async def collection_ids(session: AsyncSession, shop_id: str, handles: Sequence[str]) -> dict[str, str]:
    """The id of each collection handle, made where missing."""
    rows = {
        row.handle: row.id
        for row in await session.execute(
            select(CollectionRow.handle, CollectionRow.id).where(CollectionRow.shop_id == shop_id)
        )
    }
    for place, handle in enumerate(handles):
        if handle not in rows:
            rows[handle] = new_id("col")
            name = handle.replace("-", " ").strip().capitalize()
            session.add(
                CollectionRow(
                    id=rows[handle], shop_id=shop_id, handle=handle, name={"en": name}, description={}, position=place
                )
            )
    await session.flush()
    return rows


async def load_media_paths(session: AsyncSession, shop_id: str) -> list[tuple[str, str]]:
    """Id and source of the pictures without a copy of ours and without a known problem."""
    rows = await session.execute(
        select(MediaRow.id, MediaRow.source)
        .where(MediaRow.shop_id == shop_id, MediaRow.path.is_(None), MediaRow.problem.is_(None))
        .order_by(MediaRow.product_id, MediaRow.position)
    )
    return [(row.id, row.source) for row in rows]
