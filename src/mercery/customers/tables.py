"""Tables of customers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class CustomerRow(Base):
    __tablename__ = "customers"
    __table_args__ = (UniqueConstraint("shop_id", "key"), Index("ix_customers_email", "shop_id", "email"))

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str]
    email: Mapped[str | None]
    """Lower-case."""
    name: Mapped[str]
    phone: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(2))
    country: Mapped[str | None] = mapped_column(String(2))
    accepts_marketing: Mapped[bool] = mapped_column(server_default=false())
    tags: Mapped[list[Any]]
    address: Mapped[Json | None]
    payment_methods: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    created_at: Mapped[Created]
