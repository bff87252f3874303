"""Reading the catalogue. A fixed number of queries for any number of products."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Text, any_, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.kept_products import products_by_id
from mercery.catalog.product import NO_WORDS, Audience, Media, MediaKind, Offering, PriceRow, Product, Status, Variant
from mercery.catalog.product_json import attributes_from_json, options_from_json, words_from_json, words_to_json
from mercery.catalog.tables import (
    CategoryRow,
    CollectionProductRow,
    CollectionRow,
    MediaRow,
    PriceTableRow,
    ProductRow,
    VariantRow,
)
from mercery.claims.values import Stock
from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryEntry:
    """A category as stored, with the number of active products below it."""

    id: str
    handle: str
    name: Words
    parent: str | None
    """Handle of the category above."""
    position: int
    count: int


def among(ids: Sequence[str]) -> ColumnElement[str]:
    """`column == among(ids)`: one of many ids, sent as one parameter; a parameter each costs more and ends at 65,535."""
    return any_(literal(list(ids), ARRAY(Text)))  # type: ignore[return-value]


async def product_ids(session: AsyncSession, shop_id: str, *where: ColumnElement[bool]) -> list[str]:
    """Ids of the products that meet `where`, in the shop's order."""
    found = await session.scalars(
        select(ProductRow.id).where(ProductRow.shop_id == shop_id, *where).order_by(ProductRow.position, ProductRow.id)
    )
    return list(found)


async def load_products(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> list[Product]:
    """The products in the order of `ids`; unknown ids are left out."""
    made = await products_by_id(session, shop_id, ids, _read_products) if ids else {}
    return [made[id_] for id_ in ids if id_ in made]


async def _read_products(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, Product]:
    rows = (
        await session.execute(
            select(ProductRow.__table__).where(ProductRow.shop_id == shop_id, ProductRow.id == among(ids))
        )
    ).all()
    variants = await _variants(session, shop_id, ids)
    media = await _media(session, shop_id, ids)
    collections = await _collections(session, shop_id, ids)
    paths = await category_paths(session, shop_id)
    return {
        row.id: _product(row, paths.get(row.category_id, ()), variants[row.id], media[row.id], collections[row.id])
        for row in rows
    }


def _product(
    row: Row[Any], category: tuple[Words, ...], variants: list[Variant], media: list[Media], collections: list[str]
) -> Product:
    return Product(
        id=row.id,
        key=row.key,
        handle=row.handle,
        title=words_from_json(row.title),
        description=words_from_json(row.description),
        brand=row.brand,
        category=category,
        audience=cast("Audience | None", row.audience),
        status=cast(Status, row.status),
        attributes=attributes_from_json(row.attributes),
        options=options_from_json(row.options),
        variants=tuple(variants),
        media=tuple(media),
        collections=tuple(collections),
        tags=tuple(row.tags),
        durable=row.durable,
        replacement_days=row.replacement_days,
        tax_included=row.tax_included,
        version=row.version,
        updated_at=row.updated_at,
    )


async def load_variants(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, list[Variant]]:
    """The variants of the products `ids` with prices and stock, in two queries."""
    return await _variants(session, shop_id, ids) if ids else {}


async def _variants(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, list[Variant]]:
    rows = (
        await session.execute(
            select(VariantRow.__table__)
            .where(VariantRow.shop_id == shop_id, VariantRow.product_id == among(ids))
            .order_by(VariantRow.position, VariantRow.id)
        )
    ).all()
    prices = await price_rows(session, shop_id, [row.id for row in rows])
    found: dict[str, list[Variant]] = defaultdict(list)
    for row in rows:
        found[row.product_id].append(
            Variant(
                id=row.id,
                sku=row.sku,
                options={item["name"]: words_from_json(item["value"]) for item in row.options},
                prices=tuple(prices[row.id]),
                stock=Stock(row.stock, row.restock),
                barcode=row.barcode,
                external_id=row.external_id,
                attributes=attributes_from_json(row.attributes),
                version=row.version,
                updated_at=row.updated_at,
            )
        )
    return found


async def load_offering(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, dict[str, Offering]]:
    """What changes from hour to hour of the variants of the products `ids`, by product and variant, in two queries."""
    rows = (
        await session.execute(
            select(
                VariantRow.id, VariantRow.product_id, VariantRow.stock, VariantRow.restock, VariantRow.version,
                VariantRow.updated_at,
            ).where(VariantRow.shop_id == shop_id, VariantRow.product_id == among(ids))
        )
    ).all()  # fmt: skip
    prices = await price_rows(session, shop_id, [row.id for row in rows])
    found: dict[str, dict[str, Offering]] = defaultdict(dict)
    for row in rows:
        found[row.product_id][row.id] = Offering(
            prices=tuple(prices[row.id]), stock=Stock(row.stock, row.restock), version=row.version,
            updated_at=row.updated_at,
        )  # fmt: skip
    return found


async def product_versions(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, int]:
    """The version of each active product."""
    rows = await session.execute(
        select(ProductRow.id, ProductRow.version).where(
            ProductRow.shop_id == shop_id, ProductRow.id == among(ids), ProductRow.status == "active"
        )
    )
    return {row.id: row.version for row in rows}


async def price_rows(session: AsyncSession, shop_id: str, variant_ids: Sequence[str]) -> dict[str, list[PriceRow]]:
    """The imported price rows of each variant."""
    found: dict[str, list[PriceRow]] = defaultdict(list)
    if not variant_ids:
        return found
    rows = await session.execute(
        select(PriceTableRow.__table__)
        .where(PriceTableRow.shop_id == shop_id, PriceTableRow.variant_id == among(variant_ids))
        .order_by(PriceTableRow.id)
    )
    for row in rows:
        found[row.variant_id].append(
            PriceRow(
                amount=Money(row.minor, row.currency),
                was=None if row.was_minor is None else Money(row.was_minor, row.currency),
                price_list=row.price_list,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                certificate=row.certificate or "",
                because=words_from_json(row.because) if row.because else NO_WORDS,
            )
        )
    return found


async def _media(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, list[Media]]:
    rows = await session.execute(
        select(MediaRow.__table__)
        .where(MediaRow.shop_id == shop_id, MediaRow.product_id == among(ids))
        .order_by(MediaRow.position, MediaRow.id)
    )
    found: dict[str, list[Media]] = defaultdict(list)
    for row in rows:
        found[row.product_id].append(
            Media(
                id=row.id,
                source=row.source,
                alt=words_from_json(row.alt),
                kind=cast(MediaKind, row.kind),
                variant_skus=tuple(row.variant_skus),
                path=row.path,
                mime=row.mime,
                width=row.width,
                height=row.height,
            )
        )
    return found


async def _collections(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, list[str]]:
    rows = await session.execute(
        select(CollectionProductRow.product_id, CollectionRow.handle)
        .join(CollectionRow, CollectionRow.id == CollectionProductRow.collection_id)
        .where(CollectionProductRow.shop_id == shop_id, CollectionProductRow.product_id == among(ids))
        .order_by(CollectionRow.position, CollectionRow.handle)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for product_id, handle in rows:
        found[product_id].append(handle)
    return found


async def category_paths(session: AsyncSession, shop_id: str) -> dict[str, tuple[Words, ...]]:
    """Each category's path of names from the top, by id."""
    rows = {
        row.id: row
        for row in await session.execute(
            select(CategoryRow.id, CategoryRow.parent_id, CategoryRow.name).where(CategoryRow.shop_id == shop_id)
        )
    }

    def path(id_: str) -> tuple[Words, ...]:
        row = rows[id_]
        above = path(row.parent_id) if row.parent_id else ()
        return (*above, words_from_json(row.name))

    return {id_: path(id_) for id_ in rows}


async def category_entries(session: AsyncSession, shop_id: str) -> list[CategoryEntry]:
    """All categories with the number of active products in each and below it, top first."""
    rows = await session.execute(
        text(
            """
            SELECT c.id, c.handle, c.name, c.position, above.handle AS parent,
                   (SELECT count(*) FROM products p JOIN categories own ON own.id = p.category_id
                     WHERE p.shop_id = c.shop_id AND p.status = 'active'
                       AND (own.handle = c.handle OR starts_with(own.handle, c.handle || '/'))) AS products
              FROM categories c LEFT JOIN categories above ON above.id = c.parent_id
             WHERE c.shop_id = :shop ORDER BY c.position, c.handle
            """
        ),
        {"shop": shop_id},
    )
    return [
        CategoryEntry(
            id=row.id,
            handle=row.handle,
            name=words_from_json(row.name),
            parent=row.parent,
            position=row.position,
            count=row.products,
        )
        for row in rows
    ]


def options_column(variant: Variant) -> list[Json]:
    """A variant's options as stored: a list, because JSON objects lose their order in PostgreSQL."""
    return [{"name": name, "value": words_to_json(value)} for name, value in variant.options.items()]
