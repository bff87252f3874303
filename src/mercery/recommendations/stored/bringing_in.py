"""A version made of what a warehouse worked out. The shop's own orders since are counted on top of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Invalid, Problem
from mercery.orders.baskets import baskets
from mercery.recommendations.model.counters import Counters
from mercery.recommendations.model.lists import BINS, NOBODY, Lists, save
from mercery.recommendations.stored.building import K, number_products
from mercery.recommendations.stored.counted import order_mark, write_counted
from mercery.recommendations.stored.items import Items
from mercery.recommendations.stored.versions import About, NewVersion, day_of

Rows = dict[str, list[str | float | int | None]]
Read = Callable[[Path, str], Iterator[Rows]]


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
        taking = Taking(items=items, counters=counters, folder=folder, read=read)
        lists = replace(await asyncio.to_thread(taking.take, views=views), category=category)
        marks = [order_mark(one.number) async for batch in baskets(session, shop_id) for one in batch]
        about = About(source="warehouse", built_at=moment.isoformat(), orders=len(marks), visits=0, categories=names)
        await asyncio.to_thread(save, lists, version.folder / "lists")
        await asyncio.to_thread(write_counted, version.folder, marks)
        await asyncio.to_thread(version.publish, about)
    return BroughtIn(products=len(items), rows=taking.rows, unknown=taking.unknown)


@dataclass(slots=True, kw_only=True)
class Taking:
    """Results on their way into counters and lists."""

    items: Items
    counters: Counters
    folder: Path
    read: Read
    rows: int = 0
    unknown: int = 0

    def take(self, *, views: bool) -> Lists:
        """Fill the counters; returns the lists they make."""
        for rows, items in self._known("popularity"):
            self.counters.popularity[items] = _numbers(rows, "popularity")
            self.counters.recent[items] = _numbers(rows, "recent")
        for rows, items in self._known("repeats"):
            at = _numbers(rows, "bin").astype(np.intp)
            inside = (at >= 0) & (at < BINS)
            self.counters.seen[items[inside], at[inside]] = _numbers(rows, "seen")[inside]
            self.counters.again[items[inside], at[inside]] = _numbers(rows, "again")[inside]
        self._put("bought", self.counters.bought.put)
        if views:
            viewed, looked = self.counters.begin_looks()
            for rows, items in self._known("looked"):
                looked[items] = _numbers(rows, "popularity")
            self._put("viewed", viewed.put)
        return self.counters.lists(K)

    def _put(self, name: str, put: Callable[[int, NDArray[np.int32], NDArray[np.float32]], None]) -> None:
        """The neighbours of one kind, item by item, whatever the order of the rows."""
        firsts, others, ranks, weights = [], [], [], []
        for rows, items in self._known(name):
            other = self.items.numbers([str(one) for one in rows["other"]])
            kept = other != NOBODY
            firsts.append(items[kept])
            others.append(other[kept])
            ranks.append(_numbers(rows, "rank")[kept])
            weights.append(_numbers(rows, "together")[kept].astype(np.float32))
        if not firsts:
            return
        first, other, weight = np.concatenate(firsts), np.concatenate(others), np.concatenate(weights)
        order = np.lexsort((np.concatenate(ranks), first))
        first, other, weight = first[order], other[order], weight[order]
        starts = np.flatnonzero(np.diff(first, prepend=-1))
        for begin, end in zip(starts, [*starts[1:], len(first)], strict=True):
            put(int(first[begin]), other[begin:end], weight[begin:end])

    def _known(self, name: str) -> Iterator[tuple[Rows, NDArray[np.int32]]]:
        """Rows whose item the shop has, with its number."""
        for rows in self.read(self.folder, name):
            items = self.items.numbers([str(one) for one in rows["item"]])
            self.rows += len(items)
            kept = np.flatnonzero(items != NOBODY)
            self.unknown += len(items) - len(kept)
            if len(kept):
                yield {column: [values[at] for at in kept] for column, values in rows.items()}, items[kept]


def _numbers(rows: Rows, column: str) -> NDArray[np.float64]:
    values: Sequence[str | float | int | None] = rows[column]
    try:
        found = np.array([float(one) for one in values if one is not None])
    except ValueError as error:
        found = np.array([np.nan])
        told = str(error)
    else:
        told = "a value is missing, negative or no number"
    if len(found) != len(values) or not np.isfinite(found).all() or (found < 0).any():
        raise Invalid("The lists were not brought in.", problems=[Problem(message=told, column=column)])
    return found
