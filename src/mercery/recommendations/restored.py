"""Recommendations after a restore: the model is worked out anew from the restored orders."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.core.after_restore import Settled
from mercery.recommendations.jobs import want_rebuild


async def settle(session: AsyncSession) -> Sequence[Settled]:
    """Have each shop's model worked out by the worker."""
    shops = await accounts.all_shops(session)
    for shop in shops:
        await want_rebuild(session, shop.id)
    return (Settled(count=len(shops), what="models of recommendations to be worked out anew by the worker"),)
