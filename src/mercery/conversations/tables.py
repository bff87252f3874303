"""Tables of conversations. Private to the feature."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_inbox", "shop_id", "status", "last_message_at"),
        Index("ix_conversations_visitor", "shop_id", "visitor_id", "channel"),
        Index("ix_conversations_thread", "shop_id", "channel", "thread"),
        Index("uq_conversations_token_hash", "token_hash", unique=True),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    visitor_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    thread: Mapped[str] = mapped_column(String(200), server_default="")
    token_hash: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the token the customer's page holds; the token itself is never stored."""
    lang: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(12), server_default="assistant")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    assigned_to: Mapped[str | None] = mapped_column(String(40))
    assigned_name: Mapped[str] = mapped_column(server_default="")
    context: Mapped[Json]
    subject: Mapped[str] = mapped_column(server_default="")
    preview: Mapped[str] = mapped_column(server_default="")
    customer_id: Mapped[str | None] = mapped_column(String(40))
    customer_name: Mapped[str] = mapped_column(server_default="")
    customer_email: Mapped[str] = mapped_column(server_default="")
    packet: Mapped[Json | None]
    last_seq: Mapped[int] = mapped_column(server_default=text("0"))
    unread_staff: Mapped[int] = mapped_column(server_default=text("0"))
    unread_customer: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[Created]
    last_message_at: Mapped[Created]
    waiting_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class MessageRow(Base):
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_key"),
        Index("ix_messages_reply_to", "reply_to"),
        Index("ix_messages_asked", "created_at", postgresql_where=text("author = 'customer' AND kind = 'message'")),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    author: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[str] = mapped_column(String(64), server_default="")
    author_name: Mapped[str] = mapped_column(server_default="")
    kind: Mapped[str] = mapped_column(String(12), server_default="message")
    text: Mapped[str]
    lang: Mapped[str] = mapped_column(String(2))
    body: Mapped[Json]
    reply_to: Mapped[str | None] = mapped_column(String(40))
    client_key: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Created]


class AttachmentRow(Base):
    """A file that came with a customer's message, as text."""

    __tablename__ = "message_attachments"
    __table_args__ = (
        UniqueConstraint("message_id", "position"),
        Index("ix_message_attachments_conversation", "conversation_id", "created_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    """Bytes of the file as it was sent."""
    text: Mapped[str]
    created_at: Mapped[Created]


class DutyRow(Base):
    """Who answers customers now: seen in the inbox lately and not switched off."""

    __tablename__ = "conversation_duty"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    on_duty: Mapped[bool] = mapped_column(server_default=text("true"))
    seen_at: Mapped[Created]


class ChannelRow(Base):
    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("shop_id", "name"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16), server_default="webhook")
    """`webhook`, or the messenger by whose own rules messages come and go."""
    callback_url: Mapped[str] = mapped_column(server_default="")
    """Where answers are delivered; empty means only in the response."""
    secret_version: Mapped[int] = mapped_column(server_default=text("1"))
    previous_until: Mapped[datetime | None]
    """Until when the secret before the last change is still accepted."""
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[Created]
    last_used_at: Mapped[datetime | None]


class DeliveryRow(Base):
    """One message on its way to a channel's callback address."""

    __tablename__ = "channel_deliveries"
    __table_args__ = (
        UniqueConstraint("channel_id", "message_id"),
        Index("ix_channel_deliveries_latest", "channel_id", "created_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    channel_id: Mapped[str] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(12), server_default="waiting")
    """waiting, delivered or failed (given up)."""
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    http_status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(server_default="")
    problem_zh: Mapped[str] = mapped_column(server_default="")
    stage: Mapped[str] = mapped_column(String(12), server_default="")
    """What the messenger told of it since: sent, delivered, read, failed; `passive` where it was the answer to the request."""
    created_at: Mapped[Created]
    tried_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
