"""What happens to content when facts change: within the change's own transaction a job is put into the queue, nothing more,
so that a shop with a thousand pieces changes a price as fast as one with none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.events import ShopRemoved
from mercery.catalog.events import CatalogChanged
from mercery.core.clock import now
from mercery.core.jobs import enqueue
from mercery.policies import service as policies
from mercery.policies.service import PoliciesChanged
from mercery.promotions.publishing.events import PromotionsChanged
from mercery.studio import grounds
from mercery.studio.service.turning import QUEUE, look_at

FOLLOW: Final = "studio:follow"
FORGET: Final = "studio:forget"


async def on_catalog_changed(session: AsyncSession, event: CatalogChanged) -> None:
    """Products changed: what is written about them is held against them."""
    if event.everything:
        await follow_everything(session, event.shop_id)
    else:
        ids = await grounds.standing_on(session, event.shop_id, product_ids=event.product_ids)
        await _follow(session, event.shop_id, ids)


async def on_promotions_changed(session: AsyncSession, event: PromotionsChanged) -> None:
    """Another calendar is in force: whatever says a price is held against it."""
    await _follow(session, event.shop_id, await grounds.with_prices(session, event.shop_id))


async def on_policies_changed(session: AsyncSession, event: PoliciesChanged) -> None:
    """Policies have new versions, now or from a moment to come."""
    await _follow(session, event.shop_id, await grounds.standing_on(session, event.shop_id, policies=event.keys))
    coming = await policies.coming_policies(session, event.shop_id)
    ends = [policy.valid_to for policy in await policies.policies_in_force(session, event.shop_id)]
    moments = {*(policy.valid_from for policy in coming), *(end for end in ends if end and end > now())}
    await look_at(session, event.shop_id, sorted(moments))


async def on_shop_removed(session: AsyncSession, event: ShopRemoved) -> None:
    """Have the files follow, once the removal is committed: after whatever is being drawn for the shop."""
    await enqueue(session, FORGET, {"shop_id": event.shop_id}, queue=QUEUE, lock=f"content_draw:{event.shop_id}")


async def follow_everything(session: AsyncSession, shop_id: str) -> None:
    """Have every piece of a shop held against the facts."""
    await _follow(session, shop_id, await grounds.standing_on(session, shop_id, everything=True))


async def _follow(session: AsyncSession, shop_id: str, piece_ids: Sequence[str]) -> None:
    if piece_ids:
        await enqueue(
            session, FOLLOW, {"shop_id": shop_id, "piece_ids": list(piece_ids)}, queue=QUEUE, lock=f"content:{shop_id}"
        )
