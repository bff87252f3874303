"""What an action asks of the shelves above: what a SKU is, whether it can be had, and what it costs now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.orders.actions.decision import KnownVariant


class Goods(Protocol):
    """Filled by `promotions`, the only source of a price."""

    async def known_variants(
        self, session: AsyncSession, shop: Shop, skus: Collection[str], *, currency: str
    ) -> Mapping[str, KnownVariant]:
        """What the catalogue and the price lists say about the SKUs; unknown ones are left out."""
        ...
