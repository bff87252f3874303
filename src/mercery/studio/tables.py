"""What is kept of the studio: voices, batches, pieces with every version, what they stand on, and what was drawn of them.

What customers see is `published_version` of a piece; its newest version may be a draft beside it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


class StudioSettingsRow(Base):
    """What a shop decides for all its content alike."""

    __tablename__ = "studio_settings"

    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    values: Mapped[Json]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    updated_at: Mapped[Created]


class HouseVoiceRow(Base):
    """One version of a house voice; the newest of a key counts."""

    __tablename__ = "house_voices"
    __table_args__ = (UniqueConstraint("shop_id", "key", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    content: Mapped[Json]
    withdrawn: Mapped[bool] = mapped_column(server_default=text("false"))
    author_id: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]


class ContentBatchRow(Base):
    """Pieces that are written together, one after another."""

    __tablename__ = "content_batches"
    __table_args__ = (UniqueConstraint("shop_id", "number"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    number: Mapped[int]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(String(12))
    """waiting, running, done or cancelled."""
    brief: Mapped[Json]
    """What all its pieces share: length, audience, voice, season, wanted, note, seed, and whether a model may write."""
    total: Mapped[int]
    done: Mapped[int] = mapped_column(server_default=text("0"))
    failed: Mapped[int] = mapped_column(server_default=text("0"))
    expected: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """Cost as it was told before."""
    spent: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """Cost as it came."""
    owner_id: Mapped[str]
    owner: Mapped[str]
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None]


class ContentBatchItemRow(Base):
    """One piece a batch has to write."""

    __tablename__ = "content_batch_items"
    __table_args__ = (Index("ix_content_batch_items_state", "batch_id", "state", "place"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    batch_id: Mapped[str] = mapped_column(ForeignKey("content_batches.id", ondelete="CASCADE"))
    place: Mapped[int]
    product_ids: Mapped[list[Any]]
    channel: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(12))
    """waiting, done, failed or left (the batch was cancelled before)."""
    piece_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    at: Mapped[datetime | None]


class ContentPieceRow(Base):
    """A piece as it stands now. Who did what is in `content_steps`."""

    __tablename__ = "content_pieces"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        UniqueConstraint("shop_id", "lang", "slug"),
        Index("ix_content_pieces_status", "shop_id", "status", "updated_at"),
        Index("ix_content_pieces_product", "shop_id", "product_id", "channel", "lang"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    number: Mapped[int]
    channel: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(2))
    product_id: Mapped[str] = mapped_column(String(40))
    """The main product."""
    brief: Mapped[Json]
    status: Mapped[str] = mapped_column(String(12))
    """Of the newest version: draft, review, approved, scheduled, published or withdrawn."""
    version: Mapped[int]
    published_version: Mapped[int] = mapped_column(server_default=text("0"))
    """What customers see; 0: nothing."""
    title: Mapped[str]
    slug: Mapped[str | None] = mapped_column(String(120))
    """Its address below /stories/, from the first publication on."""
    claims: Mapped[int] = mapped_column(server_default=text("0"))
    blocked: Mapped[int] = mapped_column(server_default=text("0"))
    owner_id: Mapped[str]
    owner: Mapped[str]
    author_id: Mapped[str]
    """Who wrote the newest version: where the shop asks for two people, somebody else approves it."""
    author: Mapped[str]
    approved_by_id: Mapped[str] = mapped_column(server_default=text("''"))
    approved_by: Mapped[str] = mapped_column(server_default=text("''"))
    batch_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    publish_from: Mapped[datetime | None]
    stale: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    """Why it needs its owner, in both languages; empty: it does not."""
    stale_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    created_at: Mapped[Created]
    updated_at: Mapped[Created]


class ContentVersionRow(Base):
    """One version of what a piece says. Append-only."""

    __tablename__ = "content_versions"
    __table_args__ = (UniqueConstraint("piece_id", "version"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    piece_id: Mapped[str] = mapped_column(ForeignKey("content_pieces.id", ondelete="CASCADE"))
    version: Mapped[int]
    why: Mapped[str] = mapped_column(String(16))
    """written, edited, replaced, removed, refreshed or restored."""
    brief: Mapped[Json]
    piece: Mapped[Json]
    grounds: Mapped[Json]
    """Each fact it stands on as it was: label, value in words, source, and a digest of the value."""
    author_id: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]


class ContentGroundRow(Base):
    """That a piece stands on one attribute of one subject, in its newest version or in the one customers see."""

    __tablename__ = "content_grounds"
    __table_args__ = (
        Index("ix_content_grounds_subject", "shop_id", "subject_kind", "subject_id", "attribute"),
        Index("ix_content_grounds_product", "shop_id", "product_id"),
    )

    piece_id: Mapped[str] = mapped_column(ForeignKey("content_pieces.id", ondelete="CASCADE"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(80), primary_key=True)
    shop_id: Mapped[ShopId]
    product_id: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    """Of a product or variant; empty for a policy."""


class ContentStepRow(Base):
    """Who did what with a piece, when and why: what its history, its owner and programs are told. Append-only."""

    __tablename__ = "content_steps"
    __table_args__ = (
        Index("ix_content_steps_piece", "piece_id", "id"),
        Index("ix_content_steps_shop", "shop_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    piece_id: Mapped[str] = mapped_column(ForeignKey("content_pieces.id", ondelete="CASCADE"))
    version: Mapped[int]
    act: Mapped[str] = mapped_column(String(16))
    """See `kept.Act`."""
    by_kind: Mapped[str] = mapped_column(String(12))
    by_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    about: Mapped[Json] = mapped_column(server_default=text("'{}'"))
    at: Mapped[datetime]


class ContentRenderRow(Base):
    """Files drawn of one version of a piece: a video with its sidecars, a long image."""

    __tablename__ = "content_renders"
    __table_args__ = (Index("ix_content_renders_piece", "piece_id", "asked_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    piece_id: Mapped[str] = mapped_column(ForeignKey("content_pieces.id", ondelete="CASCADE"))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    """video or long_image."""
    state: Mapped[str] = mapped_column(String(12))
    """waiting, running, done or failed."""
    files: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


append_only(cast(Table, HouseVoiceRow.__table__), deletable=True)
append_only(cast(Table, ContentVersionRow.__table__), deletable=True)
append_only(cast(Table, ContentStepRow.__table__), deletable=True)
