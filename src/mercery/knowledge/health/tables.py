"""What people decided about gaps, and which answers are held back because their source says otherwise by now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Id, Json, ShopId


class GapMarkRow(Base):
    """One decision about a gap; a later one for the same questions stands in its place."""

    __tablename__ = "knowledge_gap_marks"
    __table_args__ = (Index("ix_knowledge_gap_marks_at", "shop_id", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    state: Mapped[str] = mapped_column(String(12))
    """See `gaps.GapState`."""
    texts: Mapped[list[Any]]
    """The questions: pairs of text and language."""
    owner: Mapped[str] = mapped_column(server_default=text("''"))
    answer_key: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    """The answer it became, or the key under which no answer is wanted."""
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]


class AnswerHoldRow(Base):
    """A version of an answer that is not said: the passage it stands on says something else by now, or is gone."""

    __tablename__ = "answer_holds"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    why: Mapped[Json]
    """`{"en", "zh"}`, as the page tells it."""
    at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    """When a person let it be said all the same."""
    released_by: Mapped[str] = mapped_column(server_default=text("''"))
    released_reason: Mapped[str] = mapped_column(server_default=text("''"))
