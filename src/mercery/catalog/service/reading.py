"""What the catalogue holds: products by any of their names, variants, prices and stock, categories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import PROMOTION, Offering, Product, Variant
from mercery.catalog.repository import (
    CategoryEntry,
    category_entries,
    load_offering,
    load_products,
    load_variants,
    product_ids,
    product_versions,
)
from mercery.catalog.tables import PriceTableRow, ProductRow, VariantRow
from mercery.core.clock import now
from mercery.core.errors import NotFound


async def product(
    session: AsyncSession,
    shop_id: str,
    *,
    handle: str | None = None,
    product_id: str | None = None,
    key: str | None = None,
) -> Product:
    """The product of that handle, id or key, whatever its status; NotFound when the shop has none."""
    if product_id is not None:
        where = ProductRow.id == product_id
    elif handle is not None:
        where = ProductRow.handle == handle
    else:
        where = ProductRow.key == key
    ids = await product_ids(session, shop_id, where)
    if not ids:
        raise NotFound(
            f"There is no product '{product_id or handle or key}'.", zh=f"没有商品“{product_id or handle or key}”。"
        )
    return (await load_products(session, shop_id, ids))[0]


async def products(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> list[Product]:
    """The products in the order of `ids`; unknown ids are left out. The number of queries does not grow with `ids`."""
    return await load_products(session, shop_id, ids)


async def variants(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, list[Variant]]:
    """The variants of the products `ids`, where nothing else of them is needed."""
    return await load_variants(session, shop_id, ids)


async def offering(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, dict[str, Offering]]:
    """Prices and stock of the variants of the products `ids`, for whoever has the rest of them at hand."""
    return await load_offering(session, shop_id, ids) if ids else {}


async def versions(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> dict[str, int]:
    """The version of each of the products `ids` that is active: whether what is at hand of it still holds."""
    return await product_versions(session, shop_id, ids) if ids else {}


async def all_product_ids(session: AsyncSession, shop_id: str, *, active_only: bool = True) -> list[str]:
    """Ids of all products in the shop's order."""
    where = [ProductRow.status == "active"] if active_only else []
    return await product_ids(session, shop_id, *where)


async def category_by_product(session: AsyncSession, shop_id: str) -> dict[str, str | None]:
    """The id of the category of every product the shop has or had, whatever its status."""
    rows = await session.execute(select(ProductRow.id, ProductRow.category_id).where(ProductRow.shop_id == shop_id))
    return {row.id: row.category_id for row in rows}


async def active_handles(session: AsyncSession, shop_id: str) -> list[str]:
    """Handles of all active products in the shop's order."""
    found = await session.scalars(
        select(ProductRow.handle)
        .where(ProductRow.shop_id == shop_id, ProductRow.status == "active")
        .order_by(ProductRow.position, ProductRow.id)
    )
    return list(found)


async def product_of_sku(session: AsyncSession, shop_id: str, sku: str) -> Product:
    """The product that has the variant `sku`; NotFound when the shop has none."""
    found = await session.scalar(
        select(VariantRow.product_id).where(VariantRow.shop_id == shop_id, VariantRow.sku == sku)
    )
    if found is None:
        raise NotFound(f"There is no variant with the SKU '{sku}'.", zh=f"没有 SKU 为“{sku}”的款式。")
    return await product(session, shop_id, product_id=found)


async def product_ids_of_skus(session: AsyncSession, shop_id: str, skus: Iterable[str]) -> dict[str, str]:
    """The product of each SKU the shop has."""
    rows = await session.execute(
        select(VariantRow.sku, VariantRow.product_id).where(
            VariantRow.shop_id == shop_id, VariantRow.sku.in_(list(skus))
        )
    )
    return {row.sku: row.product_id for row in rows}


async def prices_turned(session: AsyncSession, shop_id: str, currency: str, since: datetime) -> bool:
    """Whether a price of the shop's own lists has begun or ended by the clock after `since`."""
    moment, row = now(), PriceTableRow
    turned = or_(
        and_(row.valid_from > since, row.valid_from <= moment), and_(row.valid_to > since, row.valid_to <= moment)
    )
    own = (row.shop_id == shop_id, row.currency == currency, row.price_list != PROMOTION)
    return bool(await session.scalar(select(exists().where(*own, turned))))


async def categories(session: AsyncSession, shop_id: str) -> list[CategoryEntry]:
    """All categories with their number of active products, each after the one above it."""
    return await category_entries(session, shop_id)
