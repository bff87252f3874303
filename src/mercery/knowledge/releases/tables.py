"""Releases with what they record, their checks, and the questions a shop always wants answered right."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Table, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, Json, ShopId


class ReleaseRow(Base):
    """One release as it stands now. Who did what is in `release_steps`."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("shop_id", "number"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    """`open`, `held`, `published`, `rolled_back` or `dropped`."""
    note: Mapped[str] = mapped_column(server_default=sql("''"))
    """What it is about, in somebody's words."""
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default=sql("''"))
    """Why it stands as it does: held, published against its check, rolled back."""
    publish_at: Mapped[datetime | None]
    """When it is to be published by itself."""
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(server_default=sql("''"))


class ReleaseItemRow(Base):
    """One version to be recorded with a release."""

    __tablename__ = "release_items"
    __table_args__ = (Index("ix_release_items_release", "release_id", "place"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    """`answer` or `policy`."""
    key: Mapped[str] = mapped_column(String(80))
    after_version: Mapped[int]
    """The version it was prepared against; 0 when there was none."""
    content: Mapped[Json]
    """The answer or the policy as it is to be recorded."""
    draft_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    """The reviewed draft it comes from; empty when somebody wrote it by hand."""
    origin: Mapped[str] = mapped_column(server_default=sql("''"))
    """Name of the document, or why it was written."""
    approved_by: Mapped[list[Any]] = mapped_column(server_default=sql("'[]'::jsonb"))
    put_in_at: Mapped[datetime]
    put_in_by: Mapped[str]
    state: Mapped[str] = mapped_column(String(12))
    """`in`, `out` (taken out), `recorded`, `restored`, or `left` (rolled back without it)."""
    recorded_version: Mapped[int] = mapped_column(server_default=sql("0"))


class ReleaseStepRow(Base):
    """Who did what with a release, when and why. Append-only."""

    __tablename__ = "release_steps"
    __table_args__ = (Index("ix_release_steps_release", "release_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    release_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by_kind: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str]
    act: Mapped[str] = mapped_column(String(16))
    """See `release.Act`."""
    reason: Mapped[str]
    about: Mapped[Json]
    """Figures of the step, such as how many items."""


append_only(cast(Table, ReleaseStepRow.__table__), deletable=True)


class ReleaseCheckRow(Base):
    """One check: of a release, or (with `release_id` empty) of the own questions against what is said now."""

    __tablename__ = "release_checks"
    __table_args__ = (Index("ix_release_checks_release", "shop_id", "release_id", "begun_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    release_id: Mapped[str] = mapped_column(String(40), server_default=sql("''"))
    state: Mapped[str] = mapped_column(String(12))
    """`running`, `done` or `failed`."""
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    changed_at: Mapped[datetime]
    days: Mapped[int]
    done: Mapped[int]
    total: Mapped[int]
    base: Mapped[str]
    """What it was checked against; another one now means the check is stale."""
    result: Mapped[Json]


class ShopQuestionRow(Base):
    """A question the shop always wants answered right, and what counts as right."""

    __tablename__ = "shop_questions"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    text: Mapped[str]
    lang: Mapped[str] = mapped_column(String(2))
    expects: Mapped[str] = mapped_column(String(12))
    """See `shop_question.Expects`."""
    key: Mapped[str] = mapped_column(String(80), server_default=sql("''"))
    """Of the answer or policy that is expected."""
    words: Mapped[list[Any]] = mapped_column(server_default=sql("'[]'::jsonb"))
    """Words the answer has to contain, whatever else is expected."""
    owner: Mapped[str] = mapped_column(server_default=sql("''"))
    active: Mapped[bool]
    source: Mapped[str] = mapped_column(String(60), server_default=sql("''"))
    """`turn:ID` or `finding:ID` it was made from; empty when somebody wrote it."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class QuestionResultRow(Base):
    """How one own question came out in one check."""

    __tablename__ = "question_results"
    __table_args__ = (Index("ix_question_results_question", "question_id", "at"),)

    check_id: Mapped[str] = mapped_column(ForeignKey("release_checks.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("shop_questions.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    at: Mapped[datetime]
    before: Mapped[bool]
    """Whether it passes with what is said now."""
    after: Mapped[bool]
    """Whether it passes with the release; the same as `before` without one."""
    why: Mapped[Json]
    """Why it fails, in both languages; empty texts when it passes."""
    said: Mapped[str]
    """What is said with the release."""
    said_before: Mapped[str]
