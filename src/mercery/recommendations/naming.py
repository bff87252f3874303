"""Which piece is meant by what somebody typed: an id, a SKU, an address, or its whole name."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.errors import NotFound
from mercery.recommendations.shelf import shelf_of


async def piece_named(session: AsyncSession, shop: Shop, typed: str) -> Product | None:
    """The piece; None where none, or more than one, is called that."""
    plain = typed.strip()
    if not plain:
        return None
    by_sku = await catalog.product_ids_of_skus(session, shop.id, [plain])
    wanted = by_sku.get(plain, plain)
    if found := await catalog.products(session, shop.id, [wanted]):
        return found[0]
    try:
        return await catalog.product(session, shop.id, handle=plain.rstrip("/").rpartition("/")[2].partition("?")[0])
    except NotFound:
        pass
    shelf = await shelf_of(session, shop)
    named = [one for one in shelf.products.values() if plain.lower() in (one.title.en.lower(), one.title.zh.lower())]
    return named[0] if len(named) == 1 else None
