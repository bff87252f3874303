"""Tables of customers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
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


class ChallengeRow(Base):
    """A code asked for in a conversation. Without a customer it is one that nobody was sent and nobody can return, kept
    so that an account that does not exist behaves like one that does."""

    __tablename__ = "identity_challenges"
    __table_args__ = (
        Index("ix_identity_challenges_conversation", "conversation_id", "asked_at"),
        Index("ix_identity_challenges_claim", "claim", "asked_at"),
        Index("ix_identity_challenges_customer", "customer_id", "asked_at"),
        Index("uq_identity_challenges_open", "conversation_id", unique=True, postgresql_where=text("state = 'open'")),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(String(64))
    claim: Mapped[str] = mapped_column(String(64))
    """Keyed digest of the address or order number that was named."""
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12))
    digest: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    """Keyed digest of the code; the code itself is kept nowhere."""
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    asked_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    """Why the mail did not go out, when it did not."""
