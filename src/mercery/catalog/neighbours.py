"""What stands beside a product: others of its category."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import Product
from mercery.catalog.repository import load_products
from mercery.catalog.tables import ProductRow


async def neighbours(session: AsyncSession, shop_id: str, product_id: str, *, limit: int = 8) -> list[Product]:
    """Other active products of the same category, those nearest in the shop's order first."""
    own = (
        select(ProductRow.category_id, ProductRow.position)
        .where(ProductRow.shop_id == shop_id, ProductRow.id == product_id)
        .cte("own")
    )
    found = await session.scalars(
        select(ProductRow.id)
        .join(own, own.c.category_id == ProductRow.category_id)
        .where(ProductRow.shop_id == shop_id, ProductRow.status == "active", ProductRow.id != product_id)
        .order_by(func.abs(ProductRow.position - own.c.position), ProductRow.id)
        .limit(limit)
    )
    return await load_products(session, shop_id, list(found))
