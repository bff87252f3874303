"""Tables of notices. Private to the feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class NoticeSettingsRow(Base):
    """What a shop decides for its mails. Without a row the defaults of `settings.py` hold."""

    __tablename__ = "notice_settings"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    values: Mapped[Json]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))


class NoticeChoiceRow(Base):
    """What a person wants to be told by mail for one shop. Without a row what suits their role holds."""

    __tablename__ = "notice_choices"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    values: Mapped[Json]
    changed_at: Mapped[datetime]


class NoticeMailRow(Base):
    """One mail to a person of the shop."""

    __tablename__ = "notice_mails"
    __table_args__ = (Index("ix_notice_mails_latest", "shop_id", "created_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    items: Mapped[list[Any]]
    """As in `item.Item`."""
    status: Mapped[str] = mapped_column(String(12), server_default=text("'waiting'"))
    """waiting, sent or failed (given up)."""
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    problem_zh: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[Created]
    ended_at: Mapped[datetime | None]
    """When it went out, or was given up."""


class NoticeToldRow(Base):
    """That a person was told of a thing; nobody is told of it twice."""

    __tablename__ = "notices_told"
    __table_args__ = (Index("ix_notices_told_at", "shop_id", "at"),)

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]


class AnswerAddressRow(Base):
    """Where a customer who has left is told of answers in one conversation; goes with the conversation."""

    __tablename__ = "answer_addresses"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    address: Mapped[str] = mapped_column(String(254))
    source: Mapped[str] = mapped_column(String(8))
    """`left`: typed for this purpose. `account`: that of the customer who was signed in."""
    left_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When it was shown to be the customer's own; until then a mail says nothing and its link opens nothing elsewhere."""
    mailed_at: Mapped[datetime | None]
    told_seq: Mapped[int] = mapped_column(server_default=text("0"))
    """The last message a mail told of."""


class AnswerMailRow(Base):
    """One mail to a customer; the address stands in `answer_addresses` alone."""

    __tablename__ = "answer_mails"
    __table_args__ = (Index("ix_answer_mails_latest", "shop_id", "created_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    seq: Mapped[int]
    """The message it tells of."""
    status: Mapped[str] = mapped_column(String(12), server_default=text("'waiting'"))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[Created]
    ended_at: Mapped[datetime | None]


class StoppedAddressRow(Base):
    """An address that wants no such mails of this shop any more, as a keyed digest."""

    __tablename__ = "stopped_addresses"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
