"""Whose owners look after the installation: those of its first shop. Owners of further shops see their own work."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop


async def looks_after(session: AsyncSession, shop: Shop) -> bool:
    """Whether this shop's owners look after the whole installation."""
    first = await accounts.first_shop(session)
    return first is not None and first.id == shop.id
