"""The shop's experiments, what was done with them, and what was read of them day by day.

Acts and readings are added, never changed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from sqlalchemy import BigInteger, Identity, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


class ExperimentRow(Base):
    """One experiment of the shop; a feature's own hold-out is one whose key is the feature's."""

    __tablename__ = "experiments"
    __table_args__ = (UniqueConstraint("shop_id", "key"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[Json]
    place: Mapped[Json]
    """Where visitors meet it."""
    share: Mapped[float]
    """Visitors without it while it runs."""
    metric: Mapped[str] = mapped_column(String(32))
    worth_above: Mapped[float]
    """In the metric's own unit: orders per 1,000 visitors, minor units per visitor, a change of the ratio."""
    state: Mapped[str] = mapped_column(String(16))
    phase: Mapped[int]
    """Counts from 1; a new one begins where counting begins anew."""
    since: Mapped[datetime | None]
    """When counting of this phase began."""
    until: Mapped[datetime | None]
    """When it ended."""
    decision: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    recorded_at: Mapped[Created]


class ExperimentActRow(Base):
    """What somebody did with an experiment, and why."""

    __tablename__ = "experiment_acts"
    __table_args__ = (Index("ix_experiment_acts_experiment", "shop_id", "key", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(16))
    phase: Mapped[int]
    at: Mapped[datetime]
    by_kind: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str]
    reason: Mapped[str]
    details: Mapped[Json]
    """Shares before and after, the verdict as it was read then."""


class ReadingRow(Base):
    """What was known of an experiment on a day. The last of a day counts; none is ever changed."""

    __tablename__ = "experiment_readings"
    __table_args__ = (Index("ix_experiment_readings_day", "shop_id", "key", "phase", "day", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    phase: Mapped[int]
    day: Mapped[date]
    """In the shop's own time."""
    until: Mapped[datetime]
    """What came later is not in it."""
    read_at: Mapped[datetime]
    n_with: Mapped[int]
    n_without: Mapped[int]
    metric: Mapped[str] = mapped_column(String(32))
    estimate: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    mismatch: Mapped[bool]
    verdict: Mapped[str] = mapped_column(String(16))
    figures: Mapped[Json]
    """The whole reading: moments by arm, guard rails, money, what is missing."""


append_only(cast(Table, ExperimentActRow.__table__), deletable=True)
append_only(cast(Table, ReadingRow.__table__), deletable=True)
