"""The visitor's bag for who lies below the storefront: the assistant, asked what a bag comes to."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.assistant.promoting.bag import Bag
from mercery.storefront import cart


class VisitorBags:
    """Fills `assistant.promoting.bag.Bags`."""

    async def bag_of(self, session: AsyncSession, shop_id: str, visitor_id: str) -> Bag:
        """What lies in the bag, and the codes given for it."""
        lines = await cart.lines(session, shop_id, visitor_id)
        codes = await cart.codes(session, shop_id, visitor_id) if lines else ()
        return Bag(lines=tuple(lines), codes=tuple(codes))
