"""The goods of a shop as the guide keeps them at hand: what changes seldom is kept until the catalogue changes, prices
and stock are read with every turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.names import names_stamp
from mercery.catalog.product import Product
from mercery.guide.considered import Considered, considered
from mercery.guide.hearing.known import KnownGoods, Schema, schema_of

WHOLE: Final = 400
"""A shop with so many products is held against the wishes whole; a larger one by a shortlist."""
_BATCH: Final = 500
_SAMPLE: Final = 5_000
"""Of a large shop the schema is made of so many products."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Shelf:
    """What is kept of a shop between turns."""

    stamp: str
    known: KnownGoods
    ids: tuple[str, ...]
    """Its active products in its own order."""
    products: dict[str, Product]
    """All of them, of a shop that is held whole; else those read lately."""

    @property
    def whole(self) -> bool:
        """Whether every product is here."""
        return len(self.ids) <= WHOLE


_shelves: dict[str, Shelf] = {}


async def shelf_of(session: AsyncSession, shop: Shop) -> Shelf:
    """The shop's shelf, made anew when a product changed."""
    stamp = await names_stamp(session, shop.id)
    known = _shelves.get(shop.id)
    if known is None or known.stamp != stamp:
        known = await _made(session, shop, stamp)
        _shelves[shop.id] = known
    return known


async def _made(session: AsyncSession, shop: Shop, stamp: str) -> Shelf:
    ids = await catalog.all_product_ids(session, shop.id)
    whole = len(ids) <= WHOLE
    step = max(1, len(ids) // _SAMPLE)
    wanted = ids if whole else ids[::step]
    products: list[Product] = []
    for start in range(0, len(wanted), _BATCH):
        products += await catalog.products(session, shop.id, wanted[start : start + _BATCH])
    schema: Schema = schema_of(products, titles=whole)
    kept = {one.id: one for one in products} if whole else {}
    return Shelf(stamp=stamp, known=KnownGoods(schema=schema), ids=tuple(ids), products=kept)


async def goods(session: AsyncSession, shop: Shop, shelf: Shelf, ids: Sequence[str], at: datetime) -> list[Considered]:
    """The products with what their variants cost and have in stock at this moment."""
    if not shelf.whole:
        return considered(shop, await catalog.products(session, shop.id, list(ids)), at)
    variants = await catalog.variants(session, shop.id, list(ids))
    fresh = [
        replace(product, variants=tuple(variants.get(product.id, ())))
        for one in ids
        if (product := shelf.products.get(one))
    ]
    return considered(shop, fresh, at)


def forget_shelves() -> None:
    """Drop what is kept; for tests."""
    _shelves.clear()


__all__ = ["WHOLE", "Shelf", "forget_shelves", "goods", "shelf_of"]
