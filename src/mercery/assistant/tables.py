"""Every turn of the assistant, whole, so that it can be explained and replayed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Id, Json, ShopId


class TurnRow(Base):
    __tablename__ = "assistant_turns"
    __table_args__ = (Index("ix_assistant_turns_conversation", "conversation_id", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(String(40))
    """The customer's message."""
    answer_id: Mapped[str | None] = mapped_column(String(40), index=True)
    """The assistant's message; NULL when it stayed silent."""
    at: Mapped[datetime]
    understood: Mapped[bool]
    handed_over: Mapped[bool]
    ms: Mapped[int]
    record: Mapped[Json]
    """The steps of the turn: see `record.py`."""


class DeskStateRow(Base):
    """Where a conversation with the service desk stands; goes with the conversation."""

    __tablename__ = "desk_states"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    state: Mapped[Json]
    changed_at: Mapped[datetime]
