"""Keeping the prices everybody gets beside the list prices, in the transaction that changes one or the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.product import PriceRow, Product
from mercery.catalog.ruled_prices import set_ruled_prices
from mercery.core.clock import now
from mercery.promotions.in_force import InForce, calendar_of
from mercery.promotions.shown import ShownPrices

_BLOCK: Final = 1_000


async def show_prices(
    session: AsyncSession, shop: Shop, held: InForce, product_ids: Sequence[str] | None = None
) -> int:
    """Write what the rules in force make of the prices of these products (None: of all). How many variants changed."""
    ids = await catalog.all_product_ids(session, shop.id, active_only=False) if product_ids is None else product_ids
    changed = 0
    for start in range(0, len(ids), _BLOCK):
        products = await catalog.products(session, shop.id, list(ids[start : start + _BLOCK]))
        rows: dict[str, list[PriceRow]] = {}
        for currency in shop.currencies:
            await _add_rows(session, shop, held, products, currency, rows)
        changed += await set_ruled_prices(session, shop.id, products, rows)
    return changed


async def _add_rows(
    session: AsyncSession,
    shop: Shop,
    held: InForce,
    products: Sequence[Product],
    currency: str,
    rows: dict[str, list[PriceRow]],
) -> None:
    moment = now()
    calendar = await calendar_of(session, shop, at=moment, currency=currency, products=products, within=held)
    shown = ShownPrices(calendar, held.certificates.get(currency, ""), moment, held.proved_at.get(currency))
    if not shown.rules:
        return
    for product in products:
        for variant in product.variants:
            if sku := calendar.skus.get(variant.sku):
                rows.setdefault(variant.id, []).extend(shown.rows(sku, variant.prices))
