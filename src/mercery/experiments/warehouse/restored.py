"""The warehouse after a restore: its files are written anew from the restored database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.after_restore import Settled
from mercery.core.jobs import enqueue


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Have each shop's days written by the worker."""
    shops = await accounts.all_shops(session)
    for shop in shops:
        await enqueue(
            session,
            "warehouse:write_days",
            {"shop_id": shop.id},
            lock=f"warehouse:{shop.id}",
            once=f"warehouse:{shop.id}",
        )
    return (Settled(count=len(shops), what="warehouses to be written anew by the worker"),)
