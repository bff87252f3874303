"""The pieces of a shop as a request reads them: kept in memory, and read anew where a product changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.names import names_stamp
from mercery.catalog.product import Product
from mercery.recommendations.complements import Fit, by_kind, completing
from mercery.recommendations.durable.review import decisions, decisions_stamp
from mercery.recommendations.piece import Piece, pieces_of

MOST: Final = 3_000
"""Pieces of a shop that are kept whole; of a larger one the first so many in its order, and others when they are asked for."""
_BATCH: Final = 500
_MOST_MORE: Final = 5_000
_MOST_SHOPS: Final = 50
LARGE_SECONDS: Final = 600.0
"""So long the shelf of a large shop is used before it is asked whether anything changed: asking counts all products."""


@dataclass(kw_only=True, eq=False)
class Shelf:
    """What is kept of one shop."""

    stamp: str
    made_at: float
    pieces: dict[str, Piece]
    """By id, in the shop's order; only active products."""
    kinds: Mapping[str, Sequence[Piece]]
    groups: Mapping[str, Sequence[Piece]]
    products: dict[str, Product]
    more: dict[str, Piece] = field(default_factory=dict)
    """Pieces beyond the first of a large shop, and such as left the shop, as they were asked for."""
    hidden: set[str] = field(default_factory=set)
    """Of `more` those that are not shown, and ids nothing stands behind."""
    _completing: dict[str, list[tuple[Piece, Fit]]] = field(default_factory=dict)

    def piece(self, product_id: str) -> Piece | None:
        """The piece, shown or not; None where it was not read."""
        return self.pieces.get(product_id) or self.more.get(product_id)

    def shown(self, product_id: str) -> Piece | None:
        """The piece where the shop shows it."""
        return None if product_id in self.hidden else self.piece(product_id)

    def completing(self, product_id: str) -> list[tuple[Piece, Fit]]:
        """What completes a piece, best first; worked out once."""
        if product_id not in self._completing:
            base = self.piece(product_id)
            self._completing[product_id] = completing(base, self.kinds) if base else []
        return self._completing[product_id]


_shelves: dict[str, Shelf] = {}


async def shelf_of(session: AsyncSession, shop: Shop, also: Sequence[str] = ()) -> Shelf:
    """The shop's shelf as it is now, with the pieces `also` on it where there are such."""
    known = _shelves.get(shop.id)
    if known is not None and len(known.pieces) >= MOST and time.monotonic() - known.made_at < LARGE_SECONDS:
        await read_also(session, shop, known, also)
        return known
    stamp = f"{await names_stamp(session, shop.id)} {await decisions_stamp(session, shop.id)}"
    if known is None or known.stamp != stamp or len(known.pieces) >= MOST:
        known = await _made(session, shop, stamp, known)
        if len(_shelves) >= _MOST_SHOPS and shop.id not in _shelves:
            _shelves.pop(next(iter(_shelves)))
        _shelves[shop.id] = known
    await read_also(session, shop, known, also)
    return known


async def _made(session: AsyncSession, shop: Shop, stamp: str, before: Shelf | None) -> Shelf:
    """Everything that is as it was is taken over."""
    ids = (await catalog.all_product_ids(session, shop.id))[:MOST]
    versions = await catalog.versions(session, shop.id, ids)
    known = before.products if before else {}
    stale = [one for one in ids if (held := known.get(one)) is None or held.version != versions.get(one)]
    fresh = {one: known[one] for one in ids if one in known}
    for start in range(0, len(stale), _BATCH):
        fresh |= {one.id: one for one in await catalog.products(session, shop.id, stale[start : start + _BATCH])}
    decided = {one.product_id: (one.durable, one.days) for one in (await decisions(session, shop.id)).values()}
    products = [fresh[one] for one in ids if one in fresh]
    pieces = await asyncio.to_thread(pieces_of, products, decided)
    groups: dict[str, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.group, []).append(piece)
    return Shelf(
        stamp=stamp,
        made_at=time.monotonic(),
        pieces={one.id: one for one in pieces},
        kinds=by_kind(pieces),
        groups=groups,
        products={one.id: one for one in products},
    )


async def read_also(session: AsyncSession, shop: Shop, shelf: Shelf, ids: Sequence[str]) -> None:
    """Put pieces on the shelf that are not on it, shown or not; what is not there is remembered as such."""
    missing = [one for one in dict.fromkeys(ids) if shelf.piece(one) is None and one not in shelf.hidden]
    if not missing:
        return
    if len(shelf.more) > _MOST_MORE:
        shelf.more.clear()
        shelf.hidden.clear()
    found = await catalog.products(session, shop.id, missing)
    shelf.more |= {one.id: one for one in pieces_of(found)}
    shelf.hidden |= {one.id for one in found if one.status != "active"} | (set(missing) - {one.id for one in found})


def changed(shop_id: str) -> None:
    """Read it anew with the next request: something was decided here."""
    _shelves.pop(shop_id, None)


def forget_shelves() -> None:
    """Drop what is kept, as a new process begins."""
    _shelves.clear()
