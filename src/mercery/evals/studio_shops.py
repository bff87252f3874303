"""The shops content is examined on: the demo shop, and a shop for each catalogue of a folder, in a scratch database."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.catalog.product import Product
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import MerceryError
from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.ids import new_id
from mercery.evals.registry import Say
from mercery.evals.scratch import NO_DATA
from mercery.orders.importing.kinds import register_kinds
from mercery.policies import service as policies


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioShop:
    """A shop with what is said of it checked against."""

    source: str
    shop: Shop
    products: tuple[Product, ...]
    statements: tuple[Words, ...]

    def langs(self) -> tuple[Lang, ...]:
        """Languages its titles are written in."""
        return tuple(lang for lang in LANGS if any(one.title.has(lang) for one in self.products))


async def shops(database: Database, paths: Sequence[Path], say: Say) -> AsyncIterator[StudioShop]:
    """The demo shop first, then every file and folder that can be imported."""
    register_kinds()
    yield await _demo(database)
    for path in (file for folder in paths for file in _catalogues(folder)):
        try:
            shop = await _imported(database, path)
        except MerceryError as error:
            say(f"{path.name}: not imported, {error}")
            continue
        if shop.products:
            say(f"{path.name}: {len(shop.products)} products")
            yield shop


def _catalogues(path: Path) -> list[Path]:
    """The files of a folder, or the folder itself where it is one shop."""
    if path.is_file() or (path / "shop.json").exists():
        return [path]
    return sorted(
        file
        for file in path.iterdir()
        if file.suffix in (".csv", ".json", ".xml", ".jsonl") and file.name not in NO_DATA
    )


async def _demo(database: Database) -> StudioShop:
    # Neighbours on a shelf do not import each other: the demo shop's content is called by its address, as an eval is.
    now = clock.now()
    drawn = importlib.import_module("mercery.demo.catalogue").demo_products(now.date())
    drafts = importlib.import_module("mercery.demo.rules").demo_policies(now)
    async with database.session() as session:
        shop = await create_shop(
            session, slug=new_id("eval").replace("_", "-"), name=Words("Maison Aurelle", "Maison Aurelle"),
            currency="EUR", currencies=("EUR", "CNY"), advertising_law=("FR", "CN"),
        )  # fmt: skip
        await catalog.apply_drafts(session, shop, [replace(one.product, media=()) for one in drawn], SYSTEM)
        await policies.record_policies(session, shop.id, SYSTEM, drafts, reason="examined")
        return await _read(session, shop, "demo")


async def _imported(database: Database, path: Path) -> StudioShop:
    async with database.session() as session:
        shop = await create_shop(session, slug=new_id("eval").replace("_", "-"), name=Words("Eval"), currency="EUR")
    async with database.session() as session:
        await import_path(session, shop, path, SYSTEM, ImportOptions(leave_out=NO_DATA))
    async with database.session() as session:
        return await _read(session, shop, path.name)


async def _read(session: AsyncSession, shop: Shop, source: str) -> StudioShop:
    ids = await catalog.all_product_ids(session, shop.id, active_only=True)
    products: list[Any] = await catalog.products(session, shop.id, ids)
    held = await policies.policies_in_force(session, shop.id)
    return StudioShop(
        source=source, shop=shop, products=tuple(products), statements=tuple(one.statement for one in held)
    )
