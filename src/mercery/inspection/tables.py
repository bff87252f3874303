"""What inspection keeps: the rules of a shop by version, what was inspected, found, judged and said about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


class RuleBookRow(Base):
    """A version of all rules of a shop."""

    __tablename__ = "inspection_rule_books"
    __table_args__ = (UniqueConstraint("shop_id", "version"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    version: Mapped[int]
    book: Mapped[Json]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reason: Mapped[str]


class InspectionRow(Base):
    """A conversation as last inspected; goes with the conversation."""

    __tablename__ = "inspections"
    __table_args__ = (
        UniqueConstraint("conversation_id"),
        Index("ix_inspections_ended", "shop_id", "ended_at"),
        Index("ix_inspections_customer", "shop_id", "customer_id"),
        Index("ix_inspections_visitor", "shop_id", "visitor_id"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    visitor_id: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[str | None] = mapped_column(String(40))
    lang: Mapped[str] = mapped_column(String(2))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    """The last spoken message that was inspected: one after it makes the conversation due again."""
    inspected_at: Mapped[datetime]
    rules_version: Mapped[int]
    agents: Mapped[list[Any]]
    """Who spoke for the shop: id, name, kind and number of messages."""
    praised: Mapped[list[Any]]
    """Messages that were thanked for in a conversation without a fault."""
    matter: Mapped[list[Any]]
    """What it was about, as comparable keys: `product:…`, `order:…`, `policy:…`."""
    ms: Mapped[int]
    """Time of the pure part."""
    read_by: Mapped[str] = mapped_column(server_default="")
    """The person who read it whole, so that what inspection missed can be counted."""
    read_at: Mapped[datetime | None]


class FindingRow(Base):
    """A fault found in a message, by rules, by the gate, or by a person."""

    __tablename__ = "inspection_findings"
    __table_args__ = (
        UniqueConstraint("conversation_id", "rule", "message_id"),
        Index("ix_inspection_findings_queue", "shop_id", "state", "at"),
        Index("ix_inspection_findings_agent", "shop_id", "agent_id", "at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(32))
    severity: Mapped[str] = mapped_column(String(10))
    lang: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime]
    """When the message was written."""
    agent_id: Mapped[str] = mapped_column(String(64))
    agent_name: Mapped[str]
    agent_kind: Mapped[str] = mapped_column(String(10))
    quote: Mapped[str]
    why: Mapped[Json]
    expected: Mapped[str] = mapped_column(server_default="")
    known: Mapped[Json | None]
    """The fact it contradicts: name, value, id, source and the time for which it was asked."""
    found_by: Mapped[str] = mapped_column(String(10))
    """`rules`, `gate` or `person`."""
    found_by_name: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(String(10), server_default="open")
    """`open`, `agreed` or `overruled`."""
    created_at: Mapped[Created]
    judged_at: Mapped[datetime | None]


class JudgementRow(Base):
    """What a person said about a finding. The last open one decides; blind ones measure agreement."""

    __tablename__ = "inspection_judgements"
    __table_args__ = (Index("ix_inspection_judgements_finding", "finding_id", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    finding_id: Mapped[str] = mapped_column(ForeignKey("inspection_findings.id", ondelete="CASCADE"))
    staff_id: Mapped[str] = mapped_column(String(40))
    staff_name: Mapped[str]
    agreed: Mapped[bool]
    reason: Mapped[str] = mapped_column(server_default="")
    blind: Mapped[bool] = mapped_column(server_default=text("false"))
    at: Mapped[datetime]


class CoachingNoteRow(Base):
    """A word for the person who wrote, beside a finding or alone."""

    __tablename__ = "coaching_notes"
    __table_args__ = (Index("ix_coaching_notes_agent", "shop_id", "agent_id", "at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    agent_id: Mapped[str] = mapped_column(String(64))
    finding_id: Mapped[str | None] = mapped_column(ForeignKey("inspection_findings.id", ondelete="SET NULL"))
    text: Mapped[str]
    by_id: Mapped[str] = mapped_column(String(40))
    by_name: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class ResolutionRow(Base):
    """Whether a finished conversation settled what was asked, verified and as the market counts it."""

    __tablename__ = "conversation_resolutions"
    __table_args__ = (Index("ix_conversation_resolutions_due", "shop_id", "state", "due_at"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    state: Mapped[str] = mapped_column(String(12))
    """`verified`, `not_yet`, `unresolved` or `person`."""
    reason: Mapped[str] = mapped_column(String(24))
    market: Mapped[bool]
    """Resolved as others count it: nobody was called and the customer wrote no more."""
    finished_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When the days of looking for a return of the customer are over."""
    seen: Mapped[Json]
    """What of the conversation the verdict stands on."""
    checked_at: Mapped[datetime]


append_only(cast(Table, RuleBookRow.__table__), deletable=True)
append_only(cast(Table, JudgementRow.__table__), deletable=True)
