"""Files of costs come in by the door of all files; files of products may have costs in a column of their own."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog.costs import GoodsCost, every_cost, record_costs
from mercery.catalog.costs_reading import beside_products, likeness, read_costs
from mercery.catalog.importing.kinds import Counted, Kind
from mercery.catalog.service import product_ids_of_skus
from mercery.core.errors import Invalid
from mercery.core.files.problems import FileRefused


async def take_costs_beside(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor) -> int:
    """Record what a file of products says of costs; of goods the shop does not have, nothing. How many changed."""
    rows = beside_products(path, shop.currency)
    if not rows:
        return 0
    known = await product_ids_of_skus(session, shop.id, {row.sku for row in rows})
    kept = [row for row in rows if row.sku in known and (row.cost or 0) >= 0 and (row.floor or 0) >= 0]
    return await record_costs(session, shop.id, kept, actor, reason=f"Import of {name}")


async def _import(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    rows: list[GoodsCost] = read_costs(path, name, shop.currency)
    try:
        async with session.begin_nested() as part:
            changed = await record_costs(session, shop.id, rows, actor, reason=f"Import of {name}")
            if dry_run:
                await part.rollback()
    except Invalid as error:
        raise FileRefused(f"{name}: {error.message}", problems=error.problems, zh=f"{name}：{error.zh}") from error
    return Counted(kind="costs", format="costs", new=0, changed=changed, unchanged=len(rows) - changed)


async def _export(session: AsyncSession, shop: Shop, out: TextIO) -> int:
    rows = await every_cost(session, shop.id)
    if not rows:
        return 0
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("sku", "currency", "cost", "floor"))
    for row in rows:
        amounts = [format(money.major, "f") if money else "" for money in (row.cost_money, row.floor_money)]
        writer.writerow((row.sku, row.currency, *amounts))
    return len(rows)


COSTS = Kind(name="costs", order=5, likeness=likeness, importer=_import, exporter=_export, filename="costs.csv")
