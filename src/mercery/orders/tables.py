"""Tables of orders, of the rules for what may be done to them, and of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


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
    placed_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(32))
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(BigInteger)
    shipping_minor: Mapped[int | None] = mapped_column(BigInteger)
    discount_minor: Mapped[int | None] = mapped_column(BigInteger)
    tax_minor: Mapped[int | None] = mapped_column(BigInteger)
    country: Mapped[str | None] = mapped_column(String(2))
    lines: Mapped[list[Any]]
    shipments: Mapped[list[Any]]
    returns: Mapped[list[Any]]
    address: Mapped[Json | None]
    payments: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    cancel_reason: Mapped[str] = mapped_column(server_default=text("''"))
    note: Mapped[str] = mapped_column(server_default=text("''"))
    digest: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    recorded_at: Mapped[Created]


class OrderRuleRow(Base):
    __tablename__ = "order_rules"
    __table_args__ = (UniqueConstraint("shop_id", "key", "version"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(32))
    rule: Mapped[Json]
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reason: Mapped[str]


class ActionReceiptRow(Base):
    __tablename__ = "action_receipts"
    __table_args__ = (
        UniqueConstraint("shop_id", "idempotency_key"),
        Index("ix_action_receipts_order", "shop_id", "order_number"),
        Index("ix_action_receipts_customer", "customer_id", "at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    idempotency_key: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[str]
    order_number: Mapped[str]
    conversation_id: Mapped[str | None]
    action: Mapped[str] = mapped_column(String(32))
    arguments: Mapped[Json]
    rule: Mapped[str] = mapped_column(String(80))
    amounts: Mapped[Json]
    before: Mapped[Json]
    after: Mapped[Json]
    at: Mapped[datetime]


append_only(cast(Table, OrderRuleRow.__table__), deletable=True)
append_only(cast(Table, ActionReceiptRow.__table__), deletable=True)
