"""The goods of a shop as the guide keeps them at hand: what changes seldom is kept by version, prices and stock are read
with every turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.names import names_stamp
from mercery.catalog.product import Offering, Product
from mercery.core.database import Database
from mercery.guide.advising import worth_holding
from mercery.guide.considered import Considered, considered
from mercery.guide.hearing.known import KnownGoods, Schema, schema_of
from mercery.guide.need import Need
from mercery.guide.reading import reading_of
from mercery.search.library import opened

WHOLE: Final = 400
"""A shop with so many products is held against the wishes whole; a larger one by a shortlist."""
MOST_KEPT: Final = 4_000
"""Products of a large shop kept at hand."""
_SAMPLE: Final = 1_500
"""Of a large shop the schema is made of so many products, spread over all."""
_SCHEMA_SECONDS: Final = 600.0
"""So long the schema of a large shop is used although single products changed: its words seldom do."""
_BATCH: Final = 500
_AT_ONCE: Final = 25

Live = Mapping[str, Mapping[str, Offering]]
"""Prices and stock of this moment, by product and variant."""


@dataclass(kw_only=True, eq=False)
class Shelf:
    """What is kept of a shop between turns."""

    stamp: str
    known: KnownGoods
    ids: tuple[str, ...]
    """Its active products in its own order; of a large shop empty."""
    whole: bool
    """Whether every product is held against the wishes."""
    made_at: float = 0.0
    products: dict[str, Product] = field(default_factory=dict)
    """Those at hand, each as it was when it was read."""


_shelves: dict[str, Shelf] = {}


async def shelf_of(session: AsyncSession, shop: Shop) -> Shelf:
    """The shop's shelf, made anew when a product changed."""
    stamp = await names_stamp(session, shop.id)
    known = _shelves.get(shop.id)
    if known is not None and known.stamp != stamp and not known.whole:
        fresh = time.monotonic() - known.made_at < _SCHEMA_SECONDS
        known = known if fresh else None
    elif known is not None and known.stamp != stamp:
        known = None
    if known is None:
        known = _shelves[shop.id] = await _made(session, shop, stamp)
    return known


async def _made(session: AsyncSession, shop: Shop, stamp: str) -> Shelf:
    ids = await catalog.all_product_ids(session, shop.id)
    whole = len(ids) <= WHOLE
    wanted = ids if whole else ids[:: -(-len(ids) // _SAMPLE)]
    products: list[Product] = []
    for start in range(0, len(wanted), _BATCH):
        products += await catalog.products(session, shop.id, wanted[start : start + _BATCH])
    schema: Schema = await asyncio.to_thread(schema_of, products, titles=whole)
    return Shelf(
        stamp=stamp,
        known=KnownGoods(schema=schema),
        ids=tuple(ids) if whole else (),
        whole=whole,
        made_at=time.monotonic(),
        products={one.id: one for one in products[:MOST_KEPT]},
    )


async def at_hand(session: AsyncSession, shop: Shop, shelf: Shelf, ids: Sequence[str]) -> list[Product]:
    """The active products `ids`, read where they are not at hand or changed since; with the prices and stock they had
    when they were read."""
    versions = await catalog.versions(session, shop.id, ids)
    missing = [one for one in versions if (held := shelf.products.get(one)) is None or held.version != versions[one]]
    if missing:
        if len(shelf.products) + len(missing) > MOST_KEPT:
            shelf.products.clear()
            missing = list(versions)
        shelf.products.update({one.id: one for one in await catalog.products(session, shop.id, missing)})
    return [shelf.products[one] for one in ids if one in versions and one in shelf.products]


async def goods(
    session: AsyncSession,
    shop: Shop,
    shelf: Shelf,
    ids: Sequence[str],
    need: Need,
    at: datetime,
    live: Live | None = None,
) -> list[Considered]:
    """Those of the products that may meet the need, with what their variants cost and have in stock at this moment."""
    held = worth_holding(considered(shop, await at_hand(session, shop, shelf, ids), at), need)
    products = [one.product for one in held]
    now = live if live is not None else await catalog.offering(session, shop.id, [one.id for one in held])
    stale = [one.id for one in products if {each.id for each in one.variants} != now.get(one.id, {}).keys()]
    if stale:
        anew = {one.id: one for one in await catalog.products(session, shop.id, stale)}
        shelf.products |= anew
        products = [anew.get(one.id, one) for one in products]
    return considered(shop, [_with(one, now.get(one.id, {})) for one in products], at)


def _with(product: Product, now: Mapping[str, Offering]) -> Product:
    """The product with prices and stock of this moment."""
    variants = tuple(
        replace(one, prices=held.prices, stock=held.stock, version=held.version, updated_at=held.updated_at)
        if (held := now.get(one.id))
        else one
        for one in product.variants
    )
    return replace(product, variants=variants)


async def warm(database: Database, shop: Shop) -> None:
    """Make ready what the first turns would wait for: the shelf, the search index, and the readings of what is at hand."""
    async with database.session() as session:
        shelf = await shelf_of(session, shop)
        index = await opened(session, shop.id)
    await asyncio.to_thread(lambda: (index.spelling, index.lexicon))
    products = list(shelf.products.values())[:WHOLE]
    for start in range(0, len(products), _AT_ONCE):
        await asyncio.to_thread(_read, products[start : start + _AT_ONCE])
        await asyncio.sleep(0)


def _read(products: Sequence[Product]) -> None:
    for product in products:
        reading = reading_of(product)
        for part in (reading.made, reading.stated, reading.view, reading.kinds):
            del part


def forget_shelves() -> None:
    """Drop what is kept, as a new process begins."""
    _shelves.clear()


__all__ = ["WHOLE", "Shelf", "at_hand", "forget_shelves", "goods", "shelf_of", "warm"]
