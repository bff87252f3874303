"""Whether what is at hand of a product's variants still holds, in one small question for hundreds of products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The time is part of it: a version that was written and taken back again has the same number as the one that follows.
STAMP: Final = "bit_xor(hashtextextended(v.id, v.version + (extract(epoch FROM v.updated_at) * 1000000)::bigint))"
"""The number over the rows `v` of a product's variants, each once."""
_STAMPS = text(
    f"SELECT product_id, {STAMP}"  # noqa: S608 - nothing of it comes from outside
    " FROM variants v WHERE shop_id = :shop AND product_id = ANY(:ids) GROUP BY product_id"
)


async def variant_stamps(session: AsyncSession, shop_id: str, product_ids: Sequence[str]) -> dict[str, int]:
    """A number for each product that differs once a variant, its price or its stock does."""
    if not product_ids:
        return {}
    rows = await session.execute(_STAMPS, {"shop": shop_id, "ids": list(product_ids)})
    return {row[0]: row[1] for row in rows}
