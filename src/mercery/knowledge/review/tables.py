"""Drafts on their way to approved answers, and what people decided about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, Json, ShopId


class ReviewDraftRow(Base):
    """One draft as it stands now. What it went through is in `review_decisions`."""

    __tablename__ = "review_drafts"
    __table_args__ = (
        Index("ix_review_drafts_queue", "shop_id", "state", "document_id", "place"),
        Index("ix_review_drafts_made_from", "shop_id", "made_from"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    document_id: Mapped[str] = mapped_column(String(40), index=True)
    """Of its first source; empty for a draft that no document gave."""
    document_name: Mapped[str]
    document_version: Mapped[int]
    place: Mapped[int]
    """Number of the first passage it was made from."""
    made_from: Mapped[str] = mapped_column(String(64))
    """Digest of question and passages as they came: the same again is the same draft."""
    kind: Mapped[str] = mapped_column(String(12))
    """`new`, `change` or `withdraw`."""
    state: Mapped[str] = mapped_column(String(12))
    """See `queued.State`."""
    answer_key: Mapped[str] = mapped_column(String(80))
    """The answer it becomes, or the live one it replaces or withdraws."""
    after_version: Mapped[int]
    """The version of that answer it was made against; 0 when there is none."""
    draft: Mapped[Json]
    """`drafts.draft.Draft` as edited."""
    made: Mapped[Json]
    """As it came, before anybody edited it."""
    threads: Mapped[list[Any]]
    """`drafts.draft.Thread`s of the draft as edited."""
    differs: Mapped[int]
    """How many of them do not agree with the source."""
    exact: Mapped[bool]
    """Something is stated, and all of it agrees."""
    touches: Mapped[list[Any]]
    """Why it needs two people; see `two_people.Touch`."""
    twin: Mapped[str] = mapped_column(String(90))
    """`answer:KEY` or `draft:ID` that answers the same question already; empty when none does."""
    merged_into: Mapped[str] = mapped_column(String(40))
    links: Mapped[list[Any]]
    """Keys of the policies it repeats."""
    policy_key: Mapped[str] = mapped_column(String(80))
    """The policy it is recorded as beside the answer; empty: none."""
    policy_version: Mapped[int]
    """The version of that policy the reviewer saw; 0 when there is none yet."""
    owner: Mapped[str]
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    asked: Mapped[int]
    """How often past questions asked this; -1 before it was counted."""
    release_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    """The release that has taken it up; empty while it waits for one."""
    version: Mapped[int]
    """Goes up with each act, so that nobody decides on what another has changed."""
    recorded_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ReviewApprovalRow(Base):
    """A yes that holds. It is taken away when the draft is edited, given back or the yes undone."""

    __tablename__ = "review_approvals"

    draft_id: Mapped[str] = mapped_column(ForeignKey("review_drafts.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """1 the first, 2 the second person."""
    shop_id: Mapped[ShopId]
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str]
    at: Mapped[datetime]


class ReviewDecisionRow(Base):
    """Who decided what about a draft, when and why. Append-only."""

    __tablename__ = "review_decisions"
    __table_args__ = (Index("ix_review_decisions_draft", "draft_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    draft_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by_kind: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str]
    act: Mapped[str] = mapped_column(String(16))
    """See `queued.Act`."""
    reason: Mapped[str]
    before: Mapped[Json]
    """The draft's columns as they were, for `undo` and for the difference."""


append_only(cast(Table, ReviewDecisionRow.__table__), deletable=True)


class ReviewRuleRow(Base):
    """How a shop reviews, where it differs from what is usual."""

    __tablename__ = "review_rules"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    two_people: Mapped[str] = mapped_column(String(12))
    """`never`, `sensitive` or `always`."""
    categories: Mapped[list[Any]]
    """Categories that need two people whatever they say."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
