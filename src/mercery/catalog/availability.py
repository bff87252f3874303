"""Which pieces can be had at this moment, in one question for hundreds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.repository import among
from mercery.catalog.tables import ProductRow, VariantRow


async def available_among(session: AsyncSession, shop_id: str, ids: Sequence[str]) -> set[str]:
    """Those of the products `ids` that are active and of which a variant is in stock or not counted."""
    if not ids:
        return set()
    in_stock = or_(VariantRow.stock.is_(None), VariantRow.stock > 0)
    rows = await session.scalars(
        select(ProductRow.id)
        .join(VariantRow, VariantRow.product_id == ProductRow.id)
        .where(ProductRow.shop_id == shop_id, ProductRow.id == among(ids), ProductRow.status == "active", in_stock)
        .distinct()
    )
    return set(rows)
