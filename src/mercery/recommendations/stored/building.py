"""Working out a shop's model from its orders and what its visitors looked at, as a new version.

Lists are exact: of a shop that fits, all lines are counted in memory at once; of a larger one DuckDB works them out in a
process of its own, by the expressions of `batch`, with as much memory as it is given and the disk beside. Counters begin with
what the lists say, so that orders of the day are counted on top.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import floor
from pathlib import Path
from typing import Final

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.logging import get_logger
from mercery.interactions import service as interactions
from mercery.interactions.interaction import Interaction
from mercery.orders.baskets import BATCH, Basket, baskets, numbers_since
from mercery.recommendations.model.counters import BASKET
from mercery.recommendations.model.lists import NOBODY, Ids
from mercery.recommendations.stored.applying import apply_orders, items_of_skus
from mercery.recommendations.stored.counted import order_mark, write_counted
from mercery.recommendations.stored.gathered import Gathered
from mercery.recommendations.stored.items import Items, write_items
from mercery.recommendations.stored.versions import About, NewVersion, day_of
from mercery.recommendations.stored.working_out import Work

VIEW_DAYS: Final = 90
"""Looks older than that say little about what is alike today."""
_FIRST_SLICE: Final = timedelta(days=1)
_FEW_LOOKS, _MANY_LOOKS = 10_000, 100_000
"""At once; fewer and the next slice of time is longer, more and it is shorter."""
_LATE: Final = timedelta(minutes=10)
"""The longest a transaction that brings orders may last."""
log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did."""

    products: int
    orders: int
    visits: int
    published: bool
    """False: another build, begun later, was quicker."""


async def rebuild(session: AsyncSession, shop_id: str) -> Built:
    """Write a new version from what the shop knows now, and put it to use."""
    moment = now()
    with NewVersion(settings().home.resolve(), shop_id) as version:
        by_product = await catalog.category_by_product(session, shop_id)
        items, category, names = await asyncio.to_thread(number_products, version.folder, by_product)
        reading = Reading(items=items)
        async for batch in baskets(session, shop_id):
            await reading.learn_skus(session, shop_id, batch)
            reading.take_orders(batch)
        await _read_looks(session, shop_id, reading, moment)
        day = float(floor(day_of(moment)))
        work = Work(folder=version.folder, items=items, category=category, day=day)
        await work.done(reading.bought, reading.looked)
        await asyncio.to_thread(write_counted, version.folder, reading.marks)
        about = About(
            source="orders",
            built_at=moment.isoformat(),
            orders=len(reading.marks),
            visits=reading.visits,
            categories=names,
        )
        published = await asyncio.to_thread(version.publish, about)
    # What was placed while the build was reading was counted in the version before.
    late = await numbers_since(session, shop_id, moment - _LATE)
    for first in range(0, len(late), BATCH):
        await apply_orders(session, shop_id, late[first : first + BATCH])
    log.info("recommendations_built", shop=shop_id, products=len(items), orders=about.orders, visits=about.visits)
    return Built(products=len(items), orders=about.orders, visits=about.visits, published=published)


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is read of a shop."""

    items: Items
    bought: Gathered = field(default_factory=Gathered)
    looked: Gathered = field(default_factory=Gathered)
    marks: array[int] = field(default_factory=lambda: array("Q"))
    visits: int = 0
    """Of several pieces."""
    _item_of: dict[str, int] = field(default_factory=dict)
    """By SKU; NOBODY for those of no product."""
    _customer: str | None = None
    _person: int = 0

    async def learn_skus(self, session: AsyncSession, shop_id: str, batch: Iterable[Basket]) -> None:
        """Find out which products these SKUs are."""
        fresh = {sku for basket in batch for sku in basket.skus} - self._item_of.keys()
        if fresh:
            self._item_of.update(await items_of_skus(session, shop_id, self.items, sorted(fresh)))

    def take_orders(self, batch: Iterable[Basket]) -> None:
        """Take orders, those of one customer one after the other; whoever is not known is somebody else each time."""
        for basket in batch:
            if basket.customer_id is None or basket.customer_id != self._customer:
                self._customer = basket.customer_id
                self._person += 1
            bought = list(dict.fromkeys(one for sku in basket.skus if (one := self._item_of[sku]) != NOBODY))
            self.bought.add(self._person, len(self.marks), day_of(basket.placed_at), bought)
            self.marks.append(order_mark(basket.number))

    def take_looks(self, by_visitor: Mapping[str, Iterable[str]], day: float) -> None:
        """Take what visitors looked at on one day, each as a visit of its own."""
        known = self.items.known({one for seen in by_visitor.values() for one in seen})
        for seen in by_visitor.values():
            visit = [known[one] for one in seen if one in known]
            self._person += 1
            self.looked.add(self._person, self._person, day, visit)
            self.visits += len(visit) > 1


async def _read_looks(session: AsyncSession, shop_id: str, reading: Reading, until: datetime) -> None:
    """Read looks, each visitor's day (UTC) as one visit. Slices of time grow and shrink with what is in them."""
    since = until.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=VIEW_DAYS)
    step = _FIRST_SLICE
    seen: dict[datetime, dict[str, dict[str, None]]] = {}
    while since < until:
        end = min(since + step, until)
        acts = await interactions.acts(session, shop_id, ["view"], since=since, until=end)
        _gather(seen, acts)
        for day in [one for one in seen if one + timedelta(days=1) <= end or end == until]:
            reading.take_looks(seen.pop(day), day_of(day))
        since = end
        if len(acts) < _FEW_LOOKS:
            step = min(step * 4, timedelta(days=VIEW_DAYS))
        elif len(acts) > _MANY_LOOKS:
            step = max(step / 4, timedelta(minutes=5))


def _gather(seen: dict[datetime, dict[str, dict[str, None]]], acts: Iterable[Interaction]) -> None:
    for one in acts:
        if one.product_id and one.at:
            day = one.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            pieces = seen.setdefault(day, {}).setdefault(one.visitor_id, {})
            if len(pieces) < BASKET:
                pieces[one.product_id] = None


def number_products(folder: Path, by_product: Mapping[str, str | None]) -> tuple[Items, Ids, tuple[str, ...]]:
    """Number the products and their categories."""
    items = write_items(folder, by_product)
    names = tuple(sorted({one for one in by_product.values() if one is not None}))
    number = {name: at for at, name in enumerate(names)}
    in_order = sorted(by_product, key=str.encode)
    category = np.array([number.get(by_product[one] or "", NOBODY) for one in in_order], dtype=np.int32)
    return items, category, names
