"""Products as the desk shows them: name and picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.browsing import collection_sizes
from mercery.catalog.product import Product
from mercery.core.i18n import Words
from mercery.studio.desk.pages import Goods


def goods_of(product: Product) -> Goods:
    """The product with its first picture."""
    return Goods(id=product.id, name=product.title, picture=next(iter(pictures_of(product)), ""), handle=product.handle)


def pictures_of(product: Product) -> list[str]:
    """Addresses of its pictures, in the shop's order."""
    return [one.url for one in product.media if one.kind == "image" and one.url]


async def goods_by_id(session: AsyncSession, shop: Shop, ids: Iterable[str]) -> dict[str, Goods]:
    """Those of these products that are there."""
    wanted = list(dict.fromkeys(filter(None, ids)))
    found = await catalog.products(session, shop.id, wanted) if wanted else []
    return {product.id: goods_of(product) for product in found}


async def collections_of(session: AsyncSession, shop: Shop) -> Sequence[tuple[str, Words, int]]:
    """Collections with something in them: handle, name, number of products."""
    sizes = await collection_sizes(session, shop.id)
    found = await catalog.collections(session, shop.id)
    return [(one.handle, one.name, sizes[one.handle]) for one in found if sizes.get(one.handle)]
