"""Whether anything a show speaks of has changed, in one small question a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.stamps import STAMP

_OF: Final = f"""
SELECT concat_ws('.',
  (SELECT {STAMP} FROM variants v WHERE v.shop_id = :shop AND (:all OR v.product_id = ANY(:ids))),
  (SELECT bit_xor(hashtextextended(p.id || p.status, p.version + (extract(epoch FROM p.updated_at) * 1000000)::bigint))
     FROM products p WHERE p.shop_id = :shop AND (:all OR p.id = ANY(:ids))),
  (SELECT stamp FROM promotion_settings WHERE shop_id = :shop),
  (SELECT count(*) || ':' || coalesce(max(id)::text, '') FROM policies WHERE shop_id = :shop),
  (SELECT count(*) || ':' || coalesce(max(id)::text, '') FROM house_voices WHERE shop_id = :shop),
  (SELECT version FROM shops WHERE id = :shop))
"""  # noqa: S608 - nothing of it comes from outside
_ASK: Final = text(_OF)
NOTHING_OF: Final = ("",)
"""Asked of no product: rules and promotions alone."""


async def stamp(session: AsyncSession, shop_id: str, product_ids: Sequence[str] = ()) -> str:
    """Another text as soon as a product, a variant, its stock or price, a promotion, a policy or the house voice changes. Of
    these products alone, where any are given: then it costs the same in a shop of a hundred thousand."""
    found = await session.scalar(_ASK, {"shop": shop_id, "ids": list(product_ids), "all": not product_ids})
    return str(found or "")
