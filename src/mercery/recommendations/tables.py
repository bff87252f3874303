"""What people say about pieces, what they allow, the shop's rules, and who checked what lasts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Id, Json, ShopId

_ONE_PERSON = "(customer_id IS NULL) <> (visitor_id IS NULL)"


class SaidRow(Base):
    """`not_for_me` or `have_it`, said by a customer or a browser. It goes with the customer."""

    __tablename__ = "recommendation_said"
    __table_args__ = (
        Index("uq_recommendation_said_customer", "shop_id", "customer_id", "product_id", unique=True,
              postgresql_where=text("customer_id IS NOT NULL")),
        Index("uq_recommendation_said_visitor", "shop_id", "visitor_id", "product_id", unique=True,
              postgresql_where=text("visitor_id IS NOT NULL")),
        CheckConstraint(_ONE_PERSON, name="one_person"),
    )  # fmt: skip

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    visitor_id: Mapped[str | None] = mapped_column(String(64))
    product_id: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


class ConsentRow(Base):
    """Whether a person lets what they did be used to choose for them. No row: nobody asked."""

    __tablename__ = "recommendation_consents"
    __table_args__ = (
        Index("uq_recommendation_consents_customer", "shop_id", "customer_id", unique=True,
              postgresql_where=text("customer_id IS NOT NULL")),
        Index("uq_recommendation_consents_visitor", "shop_id", "visitor_id", unique=True,
              postgresql_where=text("visitor_id IS NOT NULL")),
        CheckConstraint(_ONE_PERSON, name="one_person"),
    )  # fmt: skip

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    visitor_id: Mapped[str | None] = mapped_column(String(64))
    given: Mapped[bool]
    at: Mapped[datetime]


class RecommendationRuleRow(Base):
    """One rule of the shop. What it was before is in the record of the shop."""

    __tablename__ = "recommendation_rules"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    act: Mapped[str] = mapped_column(String(8))
    """`pin`, `boost`, `bury` or `apart`."""
    target: Mapped[Json]
    """`{"kind": "product" | "kind" | "category" | "brand" | "collection", "value": …}`."""
    other: Mapped[Json | None]
    """Of `apart`: what the target is never shown with."""
    placements: Mapped[list[Any]]
    """Where it counts; empty: everywhere."""
    place: Mapped[int | None]
    strength: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str]
    active: Mapped[bool]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class DurableReviewRow(Base):
    """What a person decided about the draft of a piece. The catalogue holds it too; this keeps who, when and what was
    proposed, and holds while an import says nothing."""

    __tablename__ = "durable_reviews"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    decision: Mapped[str] = mapped_column(String(10))
    """`accepted`, `altered`, or `open`: looked at, and it stays unsaid."""
    drafted: Mapped[Json]
    durable: Mapped[bool | None]
    days: Mapped[int | None]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]


class RecommendationSettingsRow(Base):
    """How a shop recommends."""

    __tablename__ = "recommendation_settings"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    asks: Mapped[str] = mapped_column(String(12))
    """What needs a yes before it is used: `orders`, or `everything`."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
