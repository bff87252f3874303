"""How each shop takes a bag over, and every bag that was handed over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, ShopId


class CheckoutRow(Base):
    """A shop without a row keeps its own bag."""

    __tablename__ = "checkouts"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    address: Mapped[str]
    item: Mapped[str]
    separator: Mapped[str] = mapped_column(String(8))
    landing: Mapped[str] = mapped_column(String(12))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class HandoverRow(Base):
    """A bag, or one piece, that went to the shop's own checkout. Its id travels along and comes back with the order."""

    __tablename__ = "checkout_handovers"
    __table_args__ = (
        Index("ix_checkout_handovers_at", "shop_id", "at"),
        Index("ix_checkout_handovers_visitor", "shop_id", "visitor_id"),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    shop_id: Mapped[ShopId]
    visitor_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[Created]
    kind: Mapped[str] = mapped_column(String(32))
    surface: Mapped[str] = mapped_column(String(16))
    """Where it was pressed: cart, widget, live, video, channel."""
    lines: Mapped[list[Any]]
    """What was handed over: `{"variant_id", "sku", "quantity"}`."""
    left: Mapped[list[Any]]
    """What could not be: the same with `"why"`."""
    codes: Mapped[list[Any]]
    currency: Mapped[str] = mapped_column(String(3))
    minor: Mapped[int | None] = mapped_column(BigInteger)
    """What the bag came to here, in minor units; the shop's own checkout works it out anew."""
    order_number: Mapped[str | None]
    """The first order that came back with it."""
    ordered_at: Mapped[datetime | None]
