"""How often somebody who bought was shown the same durable kind again: the stale-recommendation rate.

Counted from rows that were shown (interactions of kind `recommended`) to visitors whose order is known, within so many days
after it. Nobody is named, and it says nothing of buyers whose orders no visitor is known for.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.experiments.service import orders_told
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Interaction
from mercery.orders.sold import skus_of_orders
from mercery.recommendations.piece import Piece
from mercery.recommendations.shelf import Shelf, read_also, shelf_of

DAYS: Final = 28
"""Rows shown in so many days are looked at."""
AFTER_DAYS: Final = 90
"""So long after an order a row counts as shown to a buyer."""
_SLICE: Final = timedelta(hours=12)
_FRESH_SECONDS: Final = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """What was counted."""

    slots: int
    """Places in rows shown to buyers of something durable, within AFTER_DAYS."""
    stale: int
    """Of those, places with another piece of the kind they had bought."""
    buyers: int
    since: datetime

    @property
    def rate(self) -> float | None:
        """The share; None while there is nothing to count."""
        return self.stale / self.slots if self.slots else None


_kept: dict[str, tuple[float, Stale]] = {}


async def stale_rate(session: AsyncSession, shop: Shop) -> Stale:
    """The rate of the last DAYS; looked up anew after a quarter of an hour."""
    known = _kept.get(shop.id)
    if known is not None and time.monotonic() - known[0] < _FRESH_SECONDS:
        return known[1]
    found = await _counted(session, shop)
    _kept[shop.id] = (time.monotonic(), found)
    return found


async def _counted(session: AsyncSession, shop: Shop) -> Stale:
    until = now()
    since = until - timedelta(days=DAYS)
    told = await orders_told(session, shop.id, since=since - timedelta(days=AFTER_DAYS), until=until)
    skus = await skus_of_orders(session, shop.id, {number for _, _, number in told})
    products = await catalog.product_ids_of_skus(session, shop.id, {sku for some in skus.values() for sku in some})
    shelf = await shelf_of(session, shop)
    await read_also(session, shop, shelf, list(products.values()))
    bought: dict[str, list[tuple[datetime, Piece]]] = defaultdict(list)
    for visitor, at, number in told:
        for sku in skus.get(number, ()):
            piece = shelf.piece(products.get(sku, ""))
            if piece is not None and piece.durable:
                bought[visitor].append((at, piece))
    slots, stale, buyers = 0, 0, set[str]()
    start = since
    while start < until and bought:
        end = min(start + _SLICE, until)
        for act in await interactions.acts(session, shop.id, ["recommended"], since=start, until=end):
            if act.visitor_id in bought and act.details.get("arm", "treatment") == "treatment":
                more, wrong = counted_row(act, bought[act.visitor_id], shelf)
                slots, stale = slots + more, stale + wrong
                buyers |= {act.visitor_id} if more else set()
        start = end
    return Stale(slots=slots, stale=stale, buyers=len(buyers), since=since)


def counted_row(act: Interaction, bought: Sequence[tuple[datetime, Piece]], shelf: Shelf) -> tuple[int, int]:
    """Places of a row, and how many of them were stale; nothing where it was not shown within AFTER_DAYS of an order."""
    at = act.at
    if at is None:
        return 0, 0
    groups = {piece.group for on, piece in bought if on < at <= on + timedelta(days=AFTER_DAYS)}
    if not groups:
        return 0, 0
    shown = [piece for one in pieces_shown(act.details) if (piece := shelf.piece(one)) is not None]
    return len(shown), sum(1 for one in shown if one.group in groups and one.durable is not False)


def pieces_shown(details: Mapping[str, object]) -> Iterable[str]:
    """The ids of the pieces of a row, as its record names them: with blanks between them."""
    return str(details.get("shown", "")).split()


def forget_stale() -> None:
    """Drop what is kept, as a new process begins."""
    _kept.clear()
