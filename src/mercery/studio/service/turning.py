"""Looking again when something begins or ends by the clock: a price, a policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.jobs import enqueue
from mercery.promotions.price import next_turn as price_turn
from mercery.studio.materials import Materials

TURN: Final = "studio:turn"
QUEUE: Final = "content"
_FAR: Final = timedelta(days=400)
"""What ends later is looked at when something else moves; the job would only lie about."""


def next_turn(facts: Iterable[Fact], products: Iterable[Product], at: datetime) -> datetime | None:
    """The next moment after `at` at which a fact of these begins or ends by itself. Pure."""
    moments = (*(fact.valid_to for fact in facts), price_turn(products, at))
    return min((one for one in moments if one and at < one < at + _FAR), default=None)


async def watch_the_clock(session: AsyncSession, shop: Shop, materials: Materials) -> None:
    """Have the shop's pieces looked at when the next fact of these begins or ends."""
    await watch_goods(session, shop.id, materials.facts, materials.products)


async def watch_goods(session: AsyncSession, shop_id: str, facts: Iterable[Fact], products: Iterable[Product]) -> None:
    """The same of facts and products at hand."""
    await look_at(session, shop_id, [moment] if (moment := next_turn(facts, products, now())) else [])


async def look_at(session: AsyncSession, shop_id: str, moments: Iterable[datetime]) -> None:
    """Have the shop's pieces looked at at these moments; once, however many ask for it. Without a lock: one that waits for
    its time would hold up every later job of that lock."""
    for moment in moments:
        await enqueue(
            session,
            TURN,
            {"shop_id": shop_id},
            queue=QUEUE,
            once=f"content_turn:{shop_id}:{moment.isoformat()}",
            at=moment,
        )
