"""Writing whole products: new ones by COPY, known ones in few statements whatever their number, revisions beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import table_rows
from mercery.catalog.copying import Cell, copy_rows, copy_text, copy_text_of, update_rows
from mercery.catalog.product import Product, Variant
from mercery.catalog.product_json import dumps, own_fields_to_json
from mercery.catalog.table_rows import COLLECTED, FACET, MEDIA, PRICE, PRODUCT, REVISION, VARIANT, Pen, Write
from mercery.catalog.tables import MediaRow

Placed = tuple[str, int, Variant]
"""A variant after the id of its product and its place there."""
_TYPES = {
    "title": "jsonb", "description": "jsonb", "attributes": "jsonb", "options": "jsonb", "tags": "jsonb", "position": "integer",
    "durable": "boolean", "replacement_days": "integer", "tax_included": "boolean", "version": "integer",
    "updated_at": "timestamptz", "stock": "integer", "restock": "date",
}  # fmt: skip
"""Types of the columns that are no text."""


async def insert_products(session: AsyncSession, pen: Pen, writes: Sequence[Write]) -> None:
    """Write products the shop does not have yet."""
    for table, columns, rows in await asyncio.to_thread(_new_rows, pen, writes):
        await copy_text(session, table, columns, rows)


def _new_rows(pen: Pen, writes: Sequence[Write]) -> list[tuple[str, Sequence[str], str]]:
    """Each table with its columns and rows, in the order of their references."""
    products = [write.product for write in writes]
    placed = [(product.id, place, variant) for product in products for place, variant in enumerate(product.variants)]
    texts = [text for write in writes for text in (write.texts.variants if write.texts else _none(write.product))]
    return [
        ("products", PRODUCT, copy_text_of(table_rows.product_row(pen, write) for write in writes)),
        ("variants", VARIANT, copy_text_of(table_rows.variant_row(pen, *row) for row in placed)),
        ("prices", PRICE, copy_text_of(row for _, _, variant in placed for row in table_rows.price_rows(pen, variant))),
        ("media", MEDIA, copy_text_of(row for product in products for row in table_rows.media_rows(pen, product))),
        ("product_facets", FACET, copy_text_of(row for each in products for row in table_rows.facet_rows(pen, each))),
        ("collection_products", COLLECTED, copy_text_of(row for each in products for row in table_rows.collected_rows(pen, each))),
        (
            "catalog_revisions", REVISION,
            copy_text_of(table_rows.product_revision(pen, write.product, _own(write)) for write in writes)
            + copy_text_of(
                table_rows.variant_revision(pen, *row, text) for row, text in zip(placed, texts, strict=True)
            ),
        ),
    ]  # fmt: skip


def _own(write: Write) -> str:
    return write.texts.own if write.texts else dumps(own_fields_to_json(write.product))


def _none(product: Product) -> list[None]:
    return [None] * len(product.variants)


async def insert_variants(session: AsyncSession, pen: Pen, placed: Sequence[Placed]) -> None:
    """Write new variants with their prices and revisions."""
    await copy_rows(session, "variants", VARIANT, (table_rows.variant_row(pen, *row) for row in placed))
    await _insert_prices(session, pen, placed)
    await _write_revisions(session, pen, placed)


async def _insert_prices(session: AsyncSession, pen: Pen, placed: Sequence[Placed]) -> None:
    rows = (row for _, _, variant in placed for row in table_rows.price_rows(pen, variant))
    await copy_rows(session, "prices", PRICE, rows)


async def _write_revisions(session: AsyncSession, pen: Pen, placed: Sequence[Placed]) -> None:
    rows = (table_rows.variant_revision(pen, *row) for row in placed)
    await copy_rows(session, "catalog_revisions", REVISION, rows)


async def update_products(session: AsyncSession, pen: Pen, writes: Sequence[Write], *, own_changed: set[str]) -> None:
    """Rewrite the own fields, media and memberships of existing products (variants apart). Versions rise for
    the ids in `own_changed` only."""
    if not writes:
        return
    kept = [name for name in PRODUCT if name not in ("shop_id", "created_at", "position", "updated_at")]
    rows = [dict(zip(PRODUCT, table_rows.product_row(pen, write), strict=True)) for write in writes]
    await update_rows(session, "products", pen.shop_id, _casts(kept), rows)
    touched = [row for row in rows if row["id"] in own_changed]
    await update_rows(session, "products", pen.shop_id, _casts(["id", "updated_at"]), touched)
    products = [write.product for write in writes]
    for table in ("media", "product_facets", "collection_products"):
        await session.execute(
            text(f"DELETE FROM {table} WHERE shop_id = :shop AND product_id = ANY(:ids)"),  # noqa: S608
            {"shop": pen.shop_id, "ids": [product.id for product in products]},
        )
    await copy_rows(session, "media", MEDIA, (row for each in products for row in table_rows.media_rows(pen, each)))
    facets = (row for each in products for row in table_rows.facet_rows(pen, each))
    await copy_rows(session, "product_facets", FACET, facets)
    collected = (row for each in products for row in table_rows.collected_rows(pen, each))
    await copy_rows(session, "collection_products", COLLECTED, collected)
    revised = (
        table_rows.product_revision(pen, each.product, _own(each)) for each in writes if each.product.id in own_changed
    )
    await copy_rows(session, "catalog_revisions", REVISION, revised)


async def remember_digests(session: AsyncSession, shop_id: str, digests: Mapping[str, str]) -> None:
    """Note by product id what was imported last."""
    rows = [{"id": id_, "digest": digest} for id_, digest in digests.items()]
    await update_rows(session, "products", shop_id, _casts(["id", "digest"]), rows)


async def update_variants(session: AsyncSession, pen: Pen, placed: Sequence[Placed]) -> None:
    """Rewrite existing variants (already at their new version), their prices, and add revisions."""
    if not placed:
        return
    kept = [name for name in VARIANT if name not in ("shop_id", "sku")]
    rows = [dict(zip(VARIANT, table_rows.variant_row(pen, *row), strict=True)) for row in placed]
    await update_rows(session, "variants", pen.shop_id, _casts(kept), rows)
    await session.execute(
        text("DELETE FROM prices WHERE shop_id = :shop AND variant_id = ANY(:ids)"),
        {"shop": pen.shop_id, "ids": [variant.id for _, _, variant in placed]},
    )
    await _insert_prices(session, pen, placed)
    await _write_revisions(session, pen, placed)


async def move_variants(session: AsyncSession, shop_id: str, places: Mapping[str, int]) -> None:
    """Give variants (by id) new places without touching their versions."""
    rows: list[Mapping[str, Cell]] = [{"id": id_, "position": place} for id_, place in places.items()]
    await update_rows(session, "variants", shop_id, _casts(["id", "position"]), rows)


def _casts(columns: Iterable[str]) -> dict[str, str]:
    return {name: _TYPES.get(name, "text") for name in columns}


async def remove_variants(session: AsyncSession, pen: Pen, variants: Sequence[tuple[str, Variant]]) -> None:
    """Remove variants (given with their product id); the revisions remember them."""
    if not variants:
        return
    await _write_removals(session, pen, [("variant", variant.id, id_, variant.version) for id_, variant in variants])
    await session.execute(
        text("DELETE FROM variants WHERE shop_id = :shop AND id = ANY(:ids)"),
        {"shop": pen.shop_id, "ids": [variant.id for _, variant in variants]},
    )


async def remove_products(session: AsyncSession, pen: Pen, ids: Sequence[str]) -> None:
    """Remove products and what belongs to them; the revisions remember them."""
    found = await session.execute(
        text("DELETE FROM products WHERE shop_id = :shop AND id = ANY(:ids) RETURNING id, version"),
        {"shop": pen.shop_id, "ids": list(ids)},
    )
    await _write_removals(session, pen, [("product", row.id, row.id, row.version) for row in found])


async def _write_removals(session: AsyncSession, pen: Pen, gone: Sequence[tuple[str, str, str, int]]) -> None:
    await copy_rows(
        session,
        "catalog_revisions",
        REVISION,
        (
            (pen.shop_id, entity, id_, product_id, version + 1, pen.at.isoformat(), pen.by, '{"removed":true}')
            for entity, id_, product_id, version in gone
        ),
    )


async def load_media_paths(session: AsyncSession, shop_id: str, *, again: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Id and source of the pictures without a copy of ours and without a known problem, or one that begins like `again`."""
    problems = [MediaRow.problem.is_(None), *(MediaRow.problem.startswith(start) for start in again)]
    rows = await session.execute(
        select(MediaRow.id, MediaRow.source)
        .where(MediaRow.shop_id == shop_id, MediaRow.path.is_(None), or_(*problems))
        .order_by(MediaRow.product_id, MediaRow.position)
    )
    return [(row.id, row.source) for row in rows]
