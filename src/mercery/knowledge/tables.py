"""Versions of approved answers. Append-only: a change, also a withdrawal, is a new version."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, Json, ShopId


class AnswerRow(Base):
    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("shop_id", "key", "version"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    question: Mapped[Json]
    answer: Mapped[Json]
    phrasings: Mapped[Json]
    """Language to a list of other ways to ask."""
    category: Mapped[str]
    links: Mapped[list[Any]]
    """Keys of the policies it repeats."""
    owner: Mapped[str]
    sources: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    """Passages of documents it stands on, as `documents.document.SourceRef`."""
    status: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reason: Mapped[str]


append_only(cast(Table, AnswerRow.__table__), deletable=True)
