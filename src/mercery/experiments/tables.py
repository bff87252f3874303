"""Events of experiments: who was exposed, what came of it, what it cost. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Identity, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, ShopId


class ExposureRow(Base):
    """A visitor met a feature, or would have: one row per visitor, feature and day."""

    __tablename__ = "exposures"
    __table_args__ = (UniqueConstraint("shop_id", "feature", "visitor_id", "day"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    feature: Mapped[str] = mapped_column(String(64))
    visitor_id: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    """UTC."""
    at: Mapped[datetime]
    arm: Mapped[str] = mapped_column(String(16))
    share: Mapped[float]
    """The hold-out share then in force."""


class OutcomeRow(Base):
    __tablename__ = "outcomes"
    __table_args__ = (Index("ix_outcomes_visitor", "shop_id", "visitor_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    visitor_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    subject: Mapped[str | None]
    """The order, cart or conversation it is about."""


class CostRow(Base):
    __tablename__ = "costs"
    __table_args__ = (Index("ix_costs_feature", "shop_id", "feature", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    feature: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    micros: Mapped[int] = mapped_column(BigInteger)
    """Millionths of one unit of `currency`: a single answer of a model costs far less than a cent."""
    currency: Mapped[str] = mapped_column(String(3))
    tokens: Mapped[int]
    ms: Mapped[int]
    """Processing time in milliseconds."""
    subject: Mapped[str | None]
