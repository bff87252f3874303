"""Tables of messengers with rules of their own. Private to the feature."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class SetupRow(Base):
    """How a channel reaches its platform, and how it goes."""

    __tablename__ = "channel_setups"

    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    options: Mapped[Json]
    sealed: Mapped[str] = mapped_column(server_default="")
    """The secrets, sealed (`core/sealed.py`)."""
    token: Mapped[str] = mapped_column(server_default="")
    """The access token the platform lent us, sealed; processes share it."""
    token_until: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(server_default="")
    problem_zh: Mapped[str] = mapped_column(server_default="")
    problem_at: Mapped[datetime | None]
    place: Mapped[Json]
    """How far a mail box was read: `validity` and `uid`."""
    created_at: Mapped[Created]


class ArrivalRow(Base):
    """A message as the platform sent it, until it is in its conversation; then only its id is kept, against repeats."""

    __tablename__ = "channel_arrivals"
    __table_args__ = (
        UniqueConstraint("channel_id", "outside_id"),
        Index("ix_channel_arrivals_created", "created_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    outside_id: Mapped[str] = mapped_column(String(255))
    content: Mapped[Json]
    done: Mapped[bool] = mapped_column(server_default=text("false"))
    message_id: Mapped[str | None] = mapped_column(String(40), index=True)
    """The customer's message it became; none where nothing was said."""
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    passive_until: Mapped[datetime | None]
    """Until when the answer may go back in the request itself; nobody else sends it before."""
    created_at: Mapped[Created]


class ThreadRow(Base):
    """Where a conversation's customer is on the platform, and what may be sent there."""

    __tablename__ = "channel_threads"
    __table_args__ = (Index("ix_channel_threads_address", "channel_id", "address"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(254))
    last_heard_at: Mapped[datetime | None]
    """When the customer last wrote, by the platform's clock: from then the window runs."""
    last_outside_id: Mapped[str] = mapped_column(String(255), server_default="")
    sent_since: Mapped[int] = mapped_column(server_default=text("0"))
    """Messages sent since the customer last wrote, where the platform counts them."""
    stopped: Mapped[str] = mapped_column(String(24), server_default="")
    """Why nothing can be sent at all: `unsubscribed`, `bounced`."""
    details: Mapped[Json]
    """For mail: subject, ids of the thread, the token of its address."""


class SentRow(Base):
    """A part of a message that the platform took, with the id it gave: never sent again, and later told about."""

    __tablename__ = "channel_sent"
    __table_args__ = (
        UniqueConstraint("delivery_id", "part"),
        Index("ix_channel_sent_outside", "channel_id", "outside_id"),
        Index("ix_channel_sent_conversation", "conversation_id", "created_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    delivery_id: Mapped[str] = mapped_column(ForeignKey("channel_deliveries.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    part: Mapped[int]
    outside_id: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[Created]


class KeptRow(Base):
    """A picture, voice message or whole mail that came with a customer's message, for the people of the shop."""

    __tablename__ = "channel_kept"
    __table_args__ = (Index("ix_channel_kept_conversation", "conversation_id", "created_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    """image, audio, video, file or mail."""
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    problem: Mapped[str] = mapped_column(server_default="")
    """Why it could not be fetched; then there is no content."""
    problem_zh: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[Created]
