"""Documents, their versions and passages (append-only), and the readings that make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, Json, ShopId


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_origin", "shop_id", "origin"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    origin: Mapped[str]
    """Name of the file, or the address: the same again is the next version of this document."""
    version: Mapped[int]
    """The newest that was read."""
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(server_default="")
    withdrawn_reason: Mapped[str] = mapped_column(server_default="")


class DocumentVersionRow(Base):
    """Append-only: one content of a document, written when it had been read whole."""

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "version"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    version: Mapped[int]
    name: Mapped[str]
    origin: Mapped[str]
    format: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(2))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the bytes as they came, which are kept under this name."""
    size: Mapped[int] = mapped_column(BigInteger)
    pages: Mapped[int | None]
    passages: Mapped[int]
    notes: Mapped[list[Any]]
    """What was left out while reading, each as `{"en", "zh"}`."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class PassageRow(Base):
    """Append-only, like the version it belongs to."""

    __tablename__ = "document_passages"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[ShopId]
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str]
    lang: Mapped[str] = mapped_column(String(2))
    level: Mapped[int]
    anchor: Mapped[Json]
    cells: Mapped[list[Any]]
    """Of a row of a table: pairs of the head of the column and what the cell holds."""


class ReadingRow(Base):
    """A file or address that came in: it waits, is read, and became a version, was known already, or was refused."""

    __tablename__ = "document_readings"
    __table_args__ = (Index("ix_document_readings_created", "shop_id", "created_at"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    origin: Mapped[str]
    path: Mapped[str | None]
    """Where the upload lies; empty for an address, which is fetched first."""
    status: Mapped[str] = mapped_column(String(12))
    """waiting, fetching, reading, done, unchanged, refused, failed."""
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id", ondelete="SET NULL"), index=True)
    """The document it is to be a version of; chosen, or found by its origin."""
    version: Mapped[int | None]
    pages_read: Mapped[int] = mapped_column(server_default=text("0"))
    pages: Mapped[int | None]
    passages: Mapped[int] = mapped_column(server_default=text("0"))
    problem: Mapped[Json]
    """Why it was refused: `{"code", "message": {"en", "zh"}, "place": …, "remedy": …}`; empty else."""
    started_by: Mapped[str]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


append_only(cast(Table, DocumentVersionRow.__table__), deletable=True)
append_only(cast(Table, PassageRow.__table__), deletable=True)
