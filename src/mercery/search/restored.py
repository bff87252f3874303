"""Search after a restore: the index is built anew from the restored catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.after_restore import Settled
from mercery.core.jobs import enqueue


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Have each shop's index built by the worker."""
    shops = await accounts.all_shops(session)
    for shop in shops:
        once = f"search:rebuild:{shop.id}"
        await enqueue(session, "search:rebuild", {"shop_id": shop.id}, lock=f"search:{shop.id}", once=once)
    return (Settled(count=len(shops), what="search indexes to be built anew by the worker"),)
