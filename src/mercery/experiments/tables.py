"""Events of experiments: who was exposed, what came of it, what it cost. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, ShopId, Trigger, declare_trigger


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


class CostDayRow(Base):
    """A finished day whose costs are added up in `CostDayPartRow` and `CostDayCountRow`. It goes, and the days after it, when
    a cost of that day is written late."""

    __tablename__ = "cost_days"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class CostDayPartRow(Base):
    """What a feature used of one kind on a day, by what it was used for and by currency."""

    __tablename__ = "cost_day_parts"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    """How the ids of the things begin; empty: it was for none."""
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    """Empty: only how much was used is known."""
    micros: Mapped[int] = mapped_column(BigInteger)
    quantity: Mapped[int] = mapped_column(BigInteger)
    """As `CostKind` counts it."""


class CostDayThingRow(Base):
    """A thing had costs on a day."""

    __tablename__ = "cost_day_things"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    feature: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class CostDayCountRow(Base):
    """How many things of one sort had costs on a day, by the day on which they had some before: those that had none before a
    stretch begins are counted once in it, and no thing has to be looked up."""

    __tablename__ = "cost_day_counts"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    feature: Mapped[str] = mapped_column(String(64), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    before: Mapped[date] = mapped_column(primary_key=True)
    """0001-01-01: on none that is looked at."""
    things: Mapped[int] = mapped_column(BigInteger)


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


# A cost that is half an hour older than the transaction that writes it is late. One that is not costs one comparison; one that is
# waits while days are added up, and keeps them from it until it is there.
_FORGET_DAYS: Final = """
CREATE OR REPLACE FUNCTION mercery_forget_cost_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('cost_days:' || NEW.shop_id, 0));
    PERFORM 1 FROM cost_days WHERE shop_id = NEW.shop_id AND day >= (NEW.at AT TIME ZONE 'UTC')::date - 1
        ORDER BY zone, day FOR UPDATE;
    DELETE FROM cost_days WHERE shop_id = NEW.shop_id AND day >= (NEW.at AT TIME ZONE 'UTC')::date - 1;
    RETURN NULL;
END $$
"""
declare_trigger(
    Trigger(
        name="costs_late",
        function=_FORGET_DAYS,
        statement="CREATE TRIGGER costs_late AFTER INSERT ON costs FOR EACH ROW WHEN (NEW.at < now() - interval '30 minutes')"
        " EXECUTE FUNCTION mercery_forget_cost_days()",
    )
)
