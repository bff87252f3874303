"""The indexes this process has open, each followed to its newest version; built when a shop has none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.config import settings
from mercery.core.logging import get_logger
from mercery.search.document import document
from mercery.search.index import IndexMissing, NewVersion, SearchIndex, current_version, open_index
from mercery.search.index import update as update_index
from mercery.search.measures import Known
from mercery.search.reading import Lexicon
from mercery.search.spelling import Spelling

BATCH: Final = 500
log = get_logger(__name__)


@dataclass(slots=True)
class OpenShop:
    """A shop's index with what is derived from it."""

    index: SearchIndex
    _lexicon: tuple[int, Lexicon] | None = field(default=None)
    _spelling: Spelling | None = field(default=None)

    @property
    def lexicon(self) -> Lexicon:
        """The words of its facets, read anew when there are more."""
        rows = self.index.rows
        size = len(rows.labels) + len(rows.amounts)
        if self._lexicon is None or self._lexicon[0] != size:
            known = Known(measured=tuple(rows.measured.values()), amounts=frozenset(rows.amounts))
            self._lexicon = (size, Lexicon(rows.labels.values(), known))
        return self._lexicon[1]

    @property
    def spelling(self) -> Spelling:
        """Corrections by its words, made at the first search."""
        if self._spelling is None:
            self._spelling = Spelling(self.index.vocabulary())
        return self._spelling


_open: dict[tuple[Path, str], OpenShop] = {}
_building: dict[tuple[Path, str], asyncio.Lock] = {}


async def opened(session: AsyncSession, shop_id: str) -> OpenShop:
    """The shop's index in its newest version; built here and now when there is none that can be read."""
    home = settings().home.resolve()
    name = current_version(home, shop_id)
    known = _open.get((home, shop_id))
    if known is not None and name is not None and known.index.folder.name == name:
        return known
    async with _building.setdefault((home, shop_id), asyncio.Lock()):
        try:
            index = open_index(home, shop_id)
        except IndexMissing:
            await rebuild(session, shop_id)
            index = open_index(home, shop_id)
    shelf = OpenShop(index)
    _open[(home, shop_id)] = shelf
    return shelf


async def rebuild(session: AsyncSession, shop_id: str) -> int:
    """Write a new version from the catalogue and put it to use; returns how many products it has."""
    home = settings().home.resolve()
    ids = await catalog.all_product_ids(session, shop_id)
    names = {one.handle: one.name for one in await catalog.collections(session, shop_id)}
    with NewVersion(home, shop_id) as version:
        for batch in _batches(ids):
            products = await catalog.products(session, shop_id, batch)
            await asyncio.to_thread(version.add, [document(product, names) for product in products])
        count = await asyncio.to_thread(version.publish)
    log.info("search_index_built", shop=shop_id, products=count)
    return count


async def refresh(session: AsyncSession, shop_id: str, product_ids: Sequence[str]) -> None:
    """Bring single products up to date; a whole build where there is no index."""
    home = settings().home.resolve()
    if current_version(home, shop_id) is None:
        await rebuild(session, shop_id)
        return
    products = await catalog.products(session, shop_id, product_ids)
    names = {one.handle: one.name for one in await catalog.collections(session, shop_id)}
    active = [document(product, names) for product in products if product.status == "active"]
    gone = set(product_ids) - {one.product_id for one in active}
    try:
        await asyncio.to_thread(update_index, home, shop_id, active, gone)
    except IndexMissing:
        await rebuild(session, shop_id)


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
