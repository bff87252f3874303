"""Tables of orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, ShopId


class OrderRow(Base):
    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        Index("ix_orders_customer", "customer_id", "placed_at"),
        Index("ix_orders_placed", "shop_id", "placed_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    number: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"))
    email: Mapped[str | None]
    placed_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(BigInteger)
    shipping_minor: Mapped[int | None] = mapped_column(BigInteger)
    discount_minor: Mapped[int | None] = mapped_column(BigInteger)
    tax_minor: Mapped[int | None] = mapped_column(BigInteger)
    country: Mapped[str | None] = mapped_column(String(2))
    lines: Mapped[list[Any]]
    shipments: Mapped[list[Any]]
    returns: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    recorded_at: Mapped[Created]
