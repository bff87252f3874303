"""Tables of erasures and of how long things are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, Json, ShopId


class ErasureRow(Base):
    """The receipt of an erasure: who had it done, why, what went and what stayed. Nothing in it names the person."""

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_at", "shop_id", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(String(40))
    by: Mapped[str]
    reason: Mapped[str]
    digests: Mapped[list[Any]]
    """`Person.digests`: by them the person is known again, where a restore brings them back."""
    removed: Mapped[Json]
    """Rows by table."""
    blanked: Mapped[Json]


class RetentionRow(Base):
    """How long the shop keeps rows of one table, where it differs from what stands in the code."""

    __tablename__ = "retention"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    held: Mapped[str] = mapped_column(String(60), primary_key=True)
    days: Mapped[int | None]
    """None: until they are erased."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


append_only(cast(Table, ErasureRow.__table__), deletable=True)
