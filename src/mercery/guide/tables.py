"""Tables of the guide. Private to the feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class GuideSessionRow(Base):
    """Where one talk with the guide stands: the wishes, what was shown, asked and refused."""

    __tablename__ = "guide_sessions"
    __table_args__ = (
        Index("uq_guide_sessions_conversation", "conversation_id", unique=True),
        Index("ix_guide_sessions_customer", "shop_id", "customer_id", "changed_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    """The conversation it belongs to and goes with; NULL where an associate leads it."""
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    """The client an associate advises."""
    state: Mapped[Json]
    created_at: Mapped[Created]
    changed_at: Mapped[datetime]


class GuideMemoryRow(Base):
    """What a person said yes to being remembered from one visit to the next. Without consent there is no row."""

    __tablename__ = "guide_memories"
    __table_args__ = (
        Index("uq_guide_memories_customer", "shop_id", "customer_id", unique=True),
        Index("uq_guide_memories_visitor", "shop_id", "visitor_id", unique=True),
        CheckConstraint("(customer_id IS NULL) <> (visitor_id IS NULL)", name="one_person"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    visitor_id: Mapped[str | None] = mapped_column(String(64))
    """The browser, where nobody is signed in."""
    consented_at: Mapped[datetime]
    wishes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    changed_at: Mapped[datetime]
