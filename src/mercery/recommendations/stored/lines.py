"""A shop's orders and looks as lines, for whoever works the lists out elsewhere: ids of products and orders.

Customers and visitors are called as the warehouse calls them (`pseudonym`): the same in both, and nobody outside knows whom.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.catalog import service as catalog
from mercery.experiments.warehouse.snapshot import pseudonym
from mercery.interactions import service as interactions
from mercery.orders.baskets import baskets
from mercery.recommendations.batch.files import Line
from mercery.recommendations.stored.versions import day_of

_SLICE: Final = timedelta(hours=6)


async def order_lines(session: AsyncSession, shop_id: str) -> AsyncIterator[list[Line]]:
    """The lines of all orders in batches; SKUs of no product are left out."""
    products: dict[str, str] = {}
    async for batch in baskets(session, shop_id):
        fresh = {sku for basket in batch for sku in basket.skus} - products.keys()
        if fresh:
            products.update(await catalog.product_ids_of_skus(session, shop_id, sorted(fresh)))
        yield [
            Line(_outside(shop_id, basket.customer_id), basket.number, day_of(basket.placed_at), at, products[sku])
            for basket in batch
            for at, sku in enumerate(basket.skus)
            if sku in products
        ]


async def looks(session: AsyncSession, shop_id: str, since: datetime, until: datetime) -> AsyncIterator[list[Line]]:
    """What visitors looked at, each visitor's day (UTC) as one order."""
    while since < until:
        acts = await interactions.acts(session, shop_id, ["view"], since=since, until=min(since + _SLICE, until))
        yield [
            Line(
                (visitor := _outside(shop_id, one.visitor_id)),
                f"{visitor} {one.at:%Y-%m-%d}",
                day_of(one.at.replace(hour=0, minute=0, second=0, microsecond=0)),
                at,
                one.product_id,
            )
            for at, one in enumerate(acts)
            if one.product_id and one.at
        ]
        since += _SLICE


def _outside(shop_id: str, person: str | None) -> str:
    """What a person is called outside; empty for nobody."""
    return pseudonym(shop_id, person) if person else ""
