"""What stands behind each SKU, as a query others can join: category and cost. No price, and nothing for customers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product_json import words_from_json
from mercery.catalog.tables import CategoryRow, ProductRow, VariantCostRow, VariantRow
from mercery.core.i18n import Words


def goods_of_skus(shop_id: str, currency: str) -> Select[*tuple[Any, ...]]:
    """Columns `sku`, `product_id`, `title` (JSON by language), `category` (handle, `bags/totes`; NULL: none) and `cost` in
    minor units of `currency` (NULL: not known), one row for each variant of the shop as it is now."""
    costs = and_(VariantCostRow.variant_id == VariantRow.id, VariantCostRow.currency == currency)
    return (
        select(
            VariantRow.sku.label("sku"),
            ProductRow.id.label("product_id"),
            ProductRow.title.label("title"),
            CategoryRow.handle.label("category"),
            VariantCostRow.cost_minor.label("cost"),
        )
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .outerjoin(CategoryRow, CategoryRow.id == ProductRow.category_id)
        .outerjoin(VariantCostRow, costs)
        .where(VariantRow.shop_id == shop_id)
    )


async def top_categories(session: AsyncSession, shop_id: str) -> dict[str, Words]:
    """Names of the categories at the top, by handle, in the shop's order."""
    query = select(CategoryRow.handle, CategoryRow.name).where(
        CategoryRow.shop_id == shop_id, CategoryRow.parent_id.is_(None)
    )
    rows = await session.execute(query.order_by(CategoryRow.position, CategoryRow.handle))
    return {str(handle): words_from_json(name) for handle, name in rows}
