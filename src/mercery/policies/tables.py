"""Versions of policies. Append-only by a trigger; rows leave only with their shop."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, Json, ShopId


class PolicyRow(Base):
    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("shop_id", "key", "version"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    topic: Mapped[str] = mapped_column(String(16))
    title: Mapped[Json]
    statement: Mapped[Json]
    values: Mapped[Json]
    regions: Mapped[list[Any]]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reason: Mapped[str]


append_only(cast(Table, PolicyRow.__table__), deletable=True)


class PolicyProposalRow(Base):
    """A version that waits for a second person, and what was decided about it."""

    __tablename__ = "policy_proposals"
    __table_args__ = (Index("ix_policy_proposals_state", "shop_id", "state"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    draft: Mapped[Json]
    """`draft.PolicyDraft`."""
    after_version: Mapped[int]
    """The version it was written after; 0 when there was none."""
    reason: Mapped[str]
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    """`waiting`, `recorded`, `refused` or `overtaken`."""
    decided_by: Mapped[str]
    decided_at: Mapped[datetime | None]
