"""Files of stock and prices come in by the door of all files, and change nothing else of a piece."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog import service
from mercery.catalog.importing.kinds import Counted, Kind
from mercery.catalog.product import Product, Variant
from mercery.catalog.stock_reading import Told, likeness, read_stock
from mercery.core.errors import Invalid, Problem
from mercery.core.files.problems import FileRefused
from mercery.core.money import Money


async def _import(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    rows = read_stock(path, name, shop.currency)
    await _all_known(session, shop, name, rows)
    changed = 0
    async with session.begin_nested() as part:
        for row in rows:
            changed += await _take(session, shop, name, row, actor)
        if dry_run:
            await part.rollback()
    return Counted(kind="stock", format="stock", new=0, changed=changed, unchanged=len(rows) - changed)


async def _all_known(session: AsyncSession, shop: Shop, name: str, rows: list[Told]) -> None:
    known = await service.product_ids_of_skus(session, shop.id, {row.sku for row in rows})
    problems = [
        Problem(
            file=name, line=row.line, field="sku", message=f"No variant has the SKU '{row.sku}'.",
            remedy="Import the piece with its name first, or leave the row out.",
            zh=f"没有 SKU 为“{row.sku}”的款式。请先导入该商品（含名称），或删去此行。",
        )
        for row in rows if row.sku not in known
    ]  # fmt: skip
    if problems:
        raise FileRefused(
            f"{name}: {len(problems)} SKUs are not in the shop.",
            problems=problems,
            zh=f"{name}：有 {len(problems)} 个 SKU 不在店内。",
        )


async def _take(session: AsyncSession, shop: Shop, name: str, row: Told, actor: Actor) -> bool:
    """Whether the row changed anything. What it does not say stays."""
    before = await service.product_of_sku(session, shop.id, row.sku)
    after, variant, reason = before, _variant(before, row.sku), f"Import of {name}"
    try:
        if row.stock is not None or row.restock is not None:
            pieces = variant.stock.quantity if row.stock is None else row.stock
            after = await service.set_stock(
                session, shop.id, row.sku, pieces, actor, restock=row.restock or variant.stock.restock, reason=reason
            )
        if row.price is not None:
            was = row.was or _earlier(variant, row.price)
            after = await service.set_price(session, shop.id, row.sku, row.price, actor, was=was, reason=reason)
    except Invalid as error:
        problem = Problem(
            file=name, line=row.line, field="sku", message=error.message, remedy=error.remedy or "", zh=error.zh
        )
        raise FileRefused(f"{name}: {error.message}", problems=[problem], zh=f"{name}：{error.zh}") from error
    return after.version != before.version or _variant(after, row.sku) != variant


def _variant(product: Product, sku: str) -> Variant:
    return next(variant for variant in product.variants if variant.sku == sku)


def _earlier(variant: Variant, price: Money) -> Money | None:
    """The compare-at price there is, as long as it is higher than the new price."""
    was = next(
        (
            row.was
            for row in variant.prices
            if row.price_list == "default" and row.amount.currency == price.currency and row.was
        ),
        None,
    )
    return was if was is not None and was.minor > price.minor else None


STOCK = Kind(name="stock", order=6, likeness=likeness, importer=_import)
"""Without an export of its own: products tell stock and prices."""
