"""The bag of a visitor as the assistant is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.promotions.cart_quote import CartLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """What lies in a visitor's bag, and the coupon codes given for it."""

    lines: tuple[CartLine, ...] = ()
    codes: tuple[str, ...] = ()


class Bags(Protocol):
    """Where the bag of a visitor is looked up. Filled by the storefront, which lies above."""

    async def bag_of(self, session: AsyncSession, shop_id: str, visitor_id: str) -> Bag:
        """The bag; an empty one where there is none."""
        ...


_bags: list[Bags] = []


def use_bags(source: Bags | None) -> None:
    """Say where bags are looked up; None: nowhere."""
    _bags[:] = [source] if source is not None else []


async def bag_of(session: AsyncSession, shop_id: str, visitor_id: str) -> Bag:
    """The visitor's bag, empty where nobody knows of bags."""
    return await _bags[0].bag_of(session, shop_id, visitor_id) if _bags else Bag()
