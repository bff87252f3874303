"""What orders brought and what went back, for whoever works out what they left: no names, no addresses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ARRAY, String, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.orders.order import Order
from mercery.orders.paid import paid_by_piece
from mercery.orders.service import order_of_row
from mercery.orders.tables import OrderRow

_GONE_BACK: Final = ("received", "refunded")


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtBack:
    """Pieces of one SKU that came back, and the money that went back for them, in minor units."""

    sku: str
    quantity: int
    refund: int
    at: datetime | None
    """When they were announced; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One order. Amounts in minor units of `currency`, for the goods alone: delivery is no part of them."""

    number: str
    currency: str
    cancelled: bool
    paid: int
    """With tax, as the customer paid it."""
    taxed: float
    """The tax in each unit paid: 0.2/1.2 where a fifth stands on top; 0 where the order names no tax."""
    pieces: Sequence[tuple[str, int]]
    """SKU and quantity, as ordered."""
    back: Sequence[BroughtBack]


async def earned(session: AsyncSession, shop_id: str, numbers: Collection[str]) -> dict[str, Earned]:
    """The orders among `numbers` that are on record, by number, in one statement."""
    if not numbers:
        return {}
    # One array: a parameter for each number would end at 65,535.
    wanted = any_(literal(list(numbers), ARRAY(String)))
    rows = await session.scalars(select(OrderRow).where(OrderRow.shop_id == shop_id, OrderRow.number == wanted))
    return {row.number: earned_of(order_of_row(row)) for row in rows}


def earned_of(order: Order) -> Earned:
    """The same of one order at hand."""
    paid = max(order.total.minor - (order.shipping.minor if order.shipping else 0), 0)
    taxed = order.tax.minor / order.total.minor if order.tax and order.total.minor > 0 else 0.0
    return Earned(
        number=order.number,
        currency=order.currency,
        cancelled=order.status == "cancelled",
        paid=paid,
        taxed=min(max(taxed, 0.0), 1.0),
        pieces=tuple((line.sku, line.quantity) for line in order.lines),
        back=tuple(_back(order)),
    )


def _back(order: Order) -> Sequence[BroughtBack]:
    """Where a return does not say what was refunded, it is what was really paid for those pieces."""
    came = [one for one in order.returns if one.status in _GONE_BACK and not one.exchange_for]
    if not came:
        return ()
    paid = paid_by_piece(order)
    found = []
    for one in came:
        worth = sum(piece.minor for piece in paid.get(one.sku, [])[: one.quantity])
        refund = one.refund.minor if one.refund is not None else worth
        found.append(BroughtBack(sku=one.sku, quantity=one.quantity, refund=refund, at=one.requested_at))
    return found
