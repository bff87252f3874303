"""Events of experiments: who was exposed, what came of it, what it cost. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, String, UniqueConstraint, text
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
    refund_id: Mapped[str | None] = mapped_column(String(80))
    """Which refund or return of the order it is, as its teller names it; None: the only one."""
    margin_minor: Mapped[int | None] = mapped_column(BigInteger)
    """What the order left the shop, as its teller said; of a refund what it takes off that. None: worked out."""
    lines: Mapped[list[Any] | None]
    """Pieces of an order, or those that came back: [{"sku", "quantity"}]."""


class CostRow(Base):
    """What a feature used: how much of one kind, and what it cost where that is known at once."""

    __tablename__ = "costs"
    __table_args__ = (Index("ix_costs_feature", "shop_id", "feature", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    feature: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    """`ledger.kinds.CostKind`: model, voice, person, compute, messages."""
    micros: Mapped[int | None] = mapped_column(BigInteger)
    """Millionths of one unit of `currency`: a single answer of a model costs far less than a cent. NULL: only how much was
    used is known; the price the shop gives for the kind says what it cost."""
    currency: Mapped[str] = mapped_column(String(3))
    tokens: Mapped[int]
    """A model's, read and written."""
    ms: Mapped[int]
    """Milliseconds of processing (compute) or of a person's work (person)."""
    units: Mapped[int] = mapped_column(server_default=text("0"))
    """Characters spoken (voice), messages sent (messages)."""
    subject: Mapped[str | None]
    """The conversation, search answer, comment, show or piece it was used for."""


class CostRateRow(Base):
    """What the shop pays for a kind from a moment on. Rows are added, never changed."""

    __tablename__ = "cost_rates"
    __table_args__ = (Index("ix_cost_rates_kind", "shop_id", "kind", "valid_from"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    kind: Mapped[str] = mapped_column(String(16))
    micros: Mapped[int | None] = mapped_column(BigInteger)
    """Millionths of one unit of `currency` for one measure of the kind (`ledger.kinds.MEASURES`). NULL: not known any more."""
    currency: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[datetime | None]
    """NULL: since the beginning."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class CostLimitRow(Base):
    """What a day may cost before the shop's people are told. It stops nothing."""

    __tablename__ = "cost_limits"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Empty: all features together."""
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
