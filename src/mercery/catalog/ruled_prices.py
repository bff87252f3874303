"""Writing the prices that published rules make of list prices. Only promotions call this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog.product import PROMOTION, PriceRow, Product
from mercery.catalog.table_rows import Pen
from mercery.catalog.writing import Placed, update_variants
from mercery.core.clock import now
from mercery.core.events import announce

_BY = "system:promotions"


async def set_ruled_prices(
    session: AsyncSession, shop_id: str, products: Sequence[Product], rows: Mapping[str, Sequence[PriceRow]]
) -> int:
    """Give the variants of `products` these rows (by variant id) in the place of those they have in the list `promotion`;
    returns how many changed. A row that says the same as before keeps the proof it was published with."""
    placed: list[Placed] = []
    for product in products:
        for place, variant in enumerate(product.variants):
            had = [row for row in variant.prices if row.price_list == PROMOTION]
            asked = list(rows.get(variant.id, ()))
            if [_said(row) for row in had] != [_said(row) for row in asked]:
                own = tuple(row for row in variant.prices if row.price_list != PROMOTION)
                changed = replace(variant, prices=(*own, *asked), version=variant.version + 1)
                placed.append((product.id, place, changed))
    if placed:
        pen = Pen(shop_id=shop_id, by=_BY, at=now(), categories={}, collections={})
        await update_variants(session, pen, placed)
        ids = list(dict.fromkeys(product_id for product_id, _, _ in placed))
        await announce(session, f"catalog:{shop_id}", {"products": ids[:100], "everything": len(ids) > 100})
    return len(placed)


def _said(row: PriceRow) -> PriceRow:
    return replace(row, certificate="")
