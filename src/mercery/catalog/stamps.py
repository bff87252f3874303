"""Whether what is at hand of a product's variants still holds, in one small question for hundreds of products."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The time is part of it: a version that was written and taken back again has the same number as the one that follows.
_STAMPS = text(
    "SELECT product_id, bit_xor(hashtextextended(id, version + (extract(epoch FROM updated_at) * 1000000)::bigint))"
    " FROM variants WHERE shop_id = :shop AND product_id = ANY(:ids) GROUP BY product_id"
)


async def variant_stamps(session: AsyncSession, shop_id: str, product_ids: Sequence[str]) -> dict[str, int]:
    """A number for each product that differs once a variant, its price or its stock does."""
    if not product_ids:
        return {}
    rows = await session.execute(_STAMPS, {"shop": shop_id, "ids": list(product_ids)})
    return {row[0]: row[1] for row in rows}
