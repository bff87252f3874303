"""Counting orders that came after a version was built, in the files requests read at that moment."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.config import settings
from mercery.orders.baskets import Basket, baskets_before, baskets_of
from mercery.recommendations.model.history import LINES, History
from mercery.recommendations.model.lists import NOBODY
from mercery.recommendations.stored.counted import order_mark
from mercery.recommendations.stored.held_open import OpenToCount, counting, hold_open
from mercery.recommendations.stored.items import Items, open_items
from mercery.recommendations.stored.versions import day_of, folder_in_use, reading

AT_ONCE: Final = 64
"""Orders counted together. More would hardly be cheaper, and so many are lost to the lists until the night where a process dies
between their note and their count."""

ONE_BY_ONE: Final = 12
"""Up to so many are counted one after the other (`Lone`), which is quicker than together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What came of it."""

    counted: int
    unknown: int
    """SKUs of products the version does not know: newer than it, or gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """An order with the customer's lines before it."""

    basket: Basket
    items: tuple[int, ...]
    before: History


async def apply_orders(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> Applied:
    """Count those of the orders that are not counted yet. ModelMissing where the shop has no version on this machine."""
    folder = folder_in_use(settings().home.resolve(), shop_id)
    with reading(folder):
        items, counted = open_items(folder), hold_open(folder).counted
    fresh = [one for one in await baskets_of(session, shop_id, numbers) if one.number not in counted]
    if not fresh:
        return Applied(counted=0, unknown=0)
    earlier = [
        await baskets_before(session, shop_id, one.customer_id, one, limit=LINES) if one.customer_id else []
        for one in fresh
    ]
    skus = sorted({sku for group in (fresh, *earlier) for one in group for sku in one.skus})
    item_of = await items_of_skus(session, shop_id, items, skus)
    coming = [_coming(one, before, item_of) for one, before in zip(fresh, earlier, strict=True)]
    done = await asyncio.to_thread(count_orders, folder, coming)
    unknown = {sku for one in fresh for sku in one.skus if item_of[sku] == NOBODY}
    return Applied(counted=done, unknown=len(unknown))


async def items_of_skus(session: AsyncSession, shop_id: str, items: Items, skus: Sequence[str]) -> dict[str, int]:
    """The item of each SKU; NOBODY for those of no product the version knows."""
    products = await catalog.product_ids_of_skus(session, shop_id, skus)
    known = items.known(products.values())
    return {sku: known.get(products.get(sku, ""), NOBODY) for sku in skus}


def _coming(basket: Basket, earlier: Sequence[Basket], item_of: Mapping[str, int]) -> Coming:
    def known(one: Basket) -> list[int]:
        return list(dict.fromkeys(item for sku in one.skus if (item := item_of[sku]) != NOBODY))

    before = History.of((day_of(one.placed_at), known(one)) for one in earlier)
    return Coming(basket=basket, items=tuple(known(basket)), before=before)


def count_orders(folder: Path, coming: Sequence[Coming]) -> int:
    """Note, count, and write the changed rows where requests read them; one writer at a time. ModelMissing where the version
    has been replaced meanwhile."""
    done = 0
    with reading(folder), counting(folder) as version:
        counted = version.counted
        # Again, behind the lock: another process may have counted some of them.
        marked = {order_mark(one.basket.number): one for one in coming}
        fresh = [mark for mark in marked if not counted.holds(mark)]
        for start in range(0, len(fresh), AT_ONCE):
            some = fresh[start : start + AT_ONCE]
            counted.note(some)
            _count(version, [marked[mark] for mark in some])
            done += len(some)
    return done


def _count(version: OpenToCount, coming: Sequence[Coming]) -> None:
    """Count orders into the counters and the lists; those of pieces the version does not know are noted only."""
    some = [one for one in coming if one.items]
    lone, few = version.lone, len(some) <= ONE_BY_ONE
    alone: list[Coming] = []
    together: list[Coming] = []
    for one in some:
        (alone if few and lone.takes(one.items) else together).append(one)
    if together:
        orders = [(one.items, one.before, day_of(one.basket.placed_at)) for one in together]
        version.counters.refresh(version.lists, version.counters.add_all(orders))
    for one in alone:
        lone.count(one.items, one.before, day_of(one.basket.placed_at))
