"""Every turn of the assistant, whole, so that it can be explained and replayed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Id, Json, ShopId


class TurnRow(Base):
    __tablename__ = "assistant_turns"
    __table_args__ = (
        Index("ix_assistant_turns_conversation", "conversation_id", "at"),
        Index("ix_assistant_turns_at", "shop_id", "at"),
    )

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


class ChatCallRow(Base):
    """A call of the model and what it cost, or what is kept for a turn under way. It outlives its conversation: the money
    was spent."""

    __tablename__ = "chat_calls"
    __table_args__ = (
        Index("ix_chat_calls_at", "shop_id", "at"),
        Index("ix_chat_calls_conversation", "shop_id", "conversation_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str | None] = mapped_column(String(40))
    """NULL for an admission."""
    question_id: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(16))
    model: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(16))
    """`answered`, the kind of failure, or `reserved`."""
    read: Mapped[int]
    written: Mapped[int]
    cached: Mapped[int]
    """Of those read, tokens the endpoint had seen before."""
    micros: Mapped[int] = mapped_column(BigInteger)
    """Millionths of one unit of `currency`."""
    currency: Mapped[str] = mapped_column(String(3))
    ms: Mapped[int]


class ModelAdmissionRow(Base):
    """An admission exam of a model in a shop: how far it is, what came of it, and by whom it was ended."""

    __tablename__ = "model_admissions"
    __table_args__ = (Index("ix_model_admissions_model", "shop_id", "model", "begun_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    model: Mapped[str] = mapped_column(String(300))
    """Name and address: another model, or the same elsewhere, has to be examined itself."""
    status: Mapped[str] = mapped_column(String(16))
    """`waiting`, `running`, `done`, `failed` or `revoked`."""
    level: Mapped[str] = mapped_column(String(2))
    reads: Mapped[bool]
    """Whether it may say what a message wants."""
    figures: Mapped[Json]
    examined: Mapped[int]
    """Cases done so far."""
    cases: Mapped[int]
    problem: Mapped[str]
    """Why it failed, or was revoked."""
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    """The last sign of life of whoever holds it."""
    ended_at: Mapped[datetime | None]
    by_name: Mapped[str] = mapped_column(String(200))
    """Who asked for it."""


class DeskSeenRow(Base):
    """A part of what the desk saw in a conversation, kept once by its digest; goes with the conversation."""

    __tablename__ = "desk_seen"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(40), primary_key=True)
    shop_id: Mapped[ShopId]
    data: Mapped[Json]
    """`{"part": …}`: an order, the variants of a product, the customer, the rules; see `desk/tape.py`."""


class LookBackRow(Base):
    """One working out of past questions with what holds today, and what came of it."""

    __tablename__ = "assistant_look_backs"
    __table_args__ = (Index("ix_assistant_look_backs_shop", "shop_id", "begun_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When it last got on; one that stands still was broken off."""
    begun_by: Mapped[str] = mapped_column(String(200))
    days: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    """`running`, `done` or `failed`."""
    total: Mapped[int]
    """Past turns to be looked at."""
    looked_at: Mapped[int]
    result: Mapped[Json]
    """The differences found; see `looking_back.py`."""


class SearchAnswerRow(Base):
    """An answer that stood above the results of a search: a turn without a conversation. Shown again to the same visitor
    it is the same row."""

    __tablename__ = "search_answers"
    __table_args__ = (
        Index("ix_search_answers_at", "shop_id", "at"),
        Index("uq_search_answers_shown", "shop_id", "visitor_id", "digest", unique=True),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    visitor_id: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(40))
    """Of the question and what was said: the same words from the same versions of facts."""
    at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When it was last shown."""
    times: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    """`answer`, `unknown`, `choices` or `order`."""
    ms: Mapped[int]
    record: Mapped[Json]
    """The steps of the turn, as in `assistant_turns`."""
