"""What visitors of the hold-out see where others see recommendations: pieces near to this one, or the shop's own order. Nothing
of it depends on who looks or on what anybody bought."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.recommendations.recommendation import Placement
from mercery.search.document import category_key
from mercery.search.service import listed, similar
from mercery.storefront.visit import Visit


async def plain_row(
    visit: Visit, placement: Placement, *, about: Sequence[str], leave_out: Collection[str], limit: int
) -> tuple[str, ...]:
    """Ids of the pieces of the row."""
    without = {*leave_out, *about}
    if placement == "instead" and about:
        found = await catalog.products(visit.session, visit.shop.id, about[:1])
        ids = await _near(visit, found[0], limit + len(leave_out)) if found else []
    else:
        _, ids = await listed(visit.session, visit.shop, {}, limit=limit + len(without))
    return tuple(one for one in ids if one not in without)[:limit]


async def _near(visit: Visit, product: Product, limit: int) -> list[str]:
    words = " ".join([product.title.en, *(step.en for step in product.category)])
    category = category_key(product.category[:1]) if product.category else None
    return await similar(visit.session, visit.shop, product.id, words, category=category, limit=limit)
