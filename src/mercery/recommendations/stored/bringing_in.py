"""A version made of what a warehouse worked out. The shop's own orders since are counted on top of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.orders.baskets import baskets
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.lists import save
from mercery.recommendations.stored.building import number_products
from mercery.recommendations.stored.counted import order_mark, write_counted
from mercery.recommendations.stored.shipping import ship
from mercery.recommendations.stored.taking import Read, Taking
from mercery.recommendations.stored.versions import About, ModelMissing, NewVersion, day_of, folder_in_use
from mercery.recommendations.stored.working_out import K


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What came of it."""

    products: int
    rows: int
    unknown: int
    """Rows that name a product the shop does not have."""


async def bring_in(session: AsyncSession, shop_id: str, folder: Path, read: Read, *, views: bool) -> BroughtIn:
    """Make a version of the results in `folder` and put it to use. Invalid: a result cannot be read; nothing changes then.

    All orders the shop has now count as counted: the results are taken to hold them.
    """
    moment = now()
    with NewVersion(settings().home.resolve(), shop_id) as version:
        by_product = await catalog.category_by_product(session, shop_id)
        items, category, names = await asyncio.to_thread(number_products, version.folder, by_product)
        start = float(floor(day_of(moment)))
        counters = await asyncio.to_thread(Counters.create, version.folder / "counters", len(items), start)
        taking = Taking(items=items, folder=folder, read=read)
        lists = replace(await asyncio.to_thread(taking.take, counters, K, views=views), category=category)
        marks = [order_mark(one.number) async for batch in baskets(session, shop_id) for one in batch]
        about = About(source="warehouse", built_at=moment.isoformat(), orders=len(marks), visits=0, categories=names)
        await asyncio.to_thread(save, lists, version.folder / "lists")
        await asyncio.to_thread(write_counted, version.folder, marks)
        await asyncio.to_thread(_keep_weights, version, shop_id)
        await asyncio.to_thread(version.publish, about)
    await ship(session, settings().home.resolve(), shop_id)
    return BroughtIn(products=len(items), rows=taking.rows, unknown=taking.unknown)


def _keep_weights(version: NewVersion, shop_id: str) -> None:
    """The blend goes on with what was learnt last from the shop's own orders."""
    with suppress(ModelMissing, FileNotFoundError):
        learnt = folder_in_use(settings().home.resolve(), shop_id) / "blend.json"
        (version.folder / "blend.json").write_bytes(learnt.read_bytes())
