"""The models this process has open, each followed to its newest version; built when this machine has none."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.logging import get_logger
from mercery.core.runtime import database
from mercery.core.storage import by_database
from mercery.orders import service as orders
from mercery.recommendations.model.blend import Blend
from mercery.recommendations.model.lists import Lists, empty, open_lists
from mercery.recommendations.stored.building import rebuild
from mercery.recommendations.stored.items import Items, numbered, open_items
from mercery.recommendations.stored.shipping import stands, take_in, wanted
from mercery.recommendations.stored.versions import (
    About,
    ModelMissing,
    current_version,
    day_of,
    folder_in_use,
    read_about,
    reading,
)
from mercery.recommendations.stored.working_out import K

AT_ONCE: Final = 3_000
"""Orders that are counted while somebody waits; a shop with more is served without lists until they are there."""
STALE: Final = timedelta(hours=36)
"""A version older than that was missed by the nightly job: the worker runs on another machine."""
log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenModel:
    """One version of a shop's model. Its arrays are mapped: what the worker counts is seen here at once."""

    name: str
    """Changes when what is derived from the lists has to be derived anew. Empty: nothing was counted yet."""
    lists: Lists
    items: Items
    about: About
    blend: Blend
    """With the weights learnt from the shop's orders."""


_open: dict[tuple[Path, str], OpenModel] = {}
_making: dict[tuple[Path, str], asyncio.Lock] = {}
_building: dict[tuple[Path, str], asyncio.Task[None]] = {}


async def opened(session: AsyncSession, shop_id: str) -> OpenModel:
    """The shop's model in its newest version.

    Where this machine has none, a small shop's is built here and now; for a larger one it is built beside, and until then
    the model knows the products and nothing about them.
    """
    home = settings().home.resolve()
    name = current_version(home, shop_id) or ""
    known = _open.get((home, shop_id))
    if known is not None and not known.name and (home, shop_id) in _building:
        return known
    if known is None or known.name != name:
        try:
            known = await asyncio.to_thread(_opened, home, shop_id)
        except ModelMissing as error:
            log.info("recommendations_missing", shop=shop_id, reason=str(error))
            known = await _made(session, home, shop_id)
        _open[(home, shop_id)] = known
    if not known.name or (not stands(known.about) and now() - known.about.at > STALE):
        _build_beside(home, shop_id)
    return known


def forget(shop_id: str) -> None:
    """Let go of a shop's model: its shop is gone."""
    key = (settings().home.resolve(), shop_id)
    if (task := _building.pop(key, None)) is not None:
        task.cancel()
    _open.pop(key, None)


def _opened(home: Path, shop_id: str) -> OpenModel:
    folder = folder_in_use(home, shop_id)
    with reading(folder):
        lists, items = open_lists(folder / "lists"), open_items(folder)
        if lists.items != len(items):
            raise ValueError("lists and products do not belong together")
        weights = folder / "blend.json"
        blend = Blend.load(weights.read_text(encoding="utf-8")) if weights.exists() else Blend()
        return OpenModel(name=folder.name, lists=lists, items=items, about=read_about(folder), blend=blend)


async def _made(session: AsyncSession, home: Path, shop_id: str) -> OpenModel:
    """A model for a machine that has none: built now, or one that knows the products alone."""
    async with _making.setdefault((home, shop_id), asyncio.Lock()):
        with suppress(ModelMissing):
            # Another request was quicker.
            return await asyncio.to_thread(_opened, home, shop_id)
        if by_database() and await wanted(session, home, [shop_id]) and await take_in(database(), home, shop_id):
            return await asyncio.to_thread(_opened, home, shop_id)
        if await orders.count_orders(session, shop_id) <= AT_ONCE:
            await rebuild(session, shop_id)
            return await asyncio.to_thread(_opened, home, shop_id)
    items = numbered(await catalog.all_product_ids(session, shop_id, active_only=False))
    about = About(source="orders", built_at=now().isoformat(), orders=0, visits=0, categories=())
    return OpenModel(name="", lists=empty(len(items), K, day_of(now())), items=items, about=about, blend=Blend())


def _build_beside(home: Path, shop_id: str) -> None:
    """Build in the background of this process, one build a shop; requests go on with what there is."""
    if (home, shop_id) in _building:
        return

    async def build() -> None:
        try:
            async with database().session() as session:
                await rebuild(session, shop_id)
        except Exception:
            log.exception("recommendations_not_built", shop=shop_id)
            # Not at every request anew where it cannot be done.
            await asyncio.sleep(600)
        finally:
            _building.pop((home, shop_id), None)

    _building[(home, shop_id)] = asyncio.create_task(build(), name="recommendations_build")
