"""What the guide and the search know that recommendations, which lie beside and below them, ask for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.errors import MerceryError
from mercery.guide.memory import Person, remembered
from mercery.recommendations.recommendation import Who
from mercery.search.document import category_key
from mercery.search.service import similar


async def agreed_to_be_remembered(session: AsyncSession, shop_id: str, who: Who) -> bool:
    """Whether the person lets the guide remember, which is a yes to being advised by what they bought (decision 30)."""
    person = Person(customer_id=who.customer_id or None, visitor_id=who.visitor_id or None)
    return await remembered(session, shop_id, person) is not None


async def near_in_words(session: AsyncSession, shop: Shop, product_id: str, limit: int) -> Sequence[str]:
    """Pieces of the same category that share most words with this one; none where the index cannot be read."""
    found = await catalog.products(session, shop.id, [product_id])
    if not found:
        return ()
    one = found[0]
    category = category_key(one.category) if one.category else None
    text = " ".join(part for part in (one.title.en, one.description.en) if part) or one.title.zh
    try:
        return await similar(session, shop, product_id, text, category=category, limit=limit)
    except MerceryError:
        return ()
