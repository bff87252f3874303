"""Tables of the machinery itself: who leads, and files that reach other machines through the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created


class LeaseRow(Base):
    """Work that one process at a time does for all of them."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime]
    """By the database's clock, which all processes share. After it, anybody may take over."""


class StoredFileRow(Base):
    """A file, or a folder as one archive, that one machine wrote and others read."""

    __tablename__ = "stored_files"
    # What lies below a folder is found by how its key begins, whatever order the database's language has.
    __table_args__ = (Index("ix_stored_files_below", "key", postgresql_ops={"key": "varchar_pattern_ops"}),)

    key: Mapped[str] = mapped_column(String(500), primary_key=True)
    """Its path below the home folder."""
    version: Mapped[str] = mapped_column(String(80), server_default="")
    """Of a folder: what its versions are called."""
    mark: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    """Of a folder: up to where changes are in it, as its feature counts them."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the bytes."""
    created_at: Mapped[Created]


class StoredPartRow(Base):
    """A piece of a stored file, so that neither side ever holds the whole."""

    __tablename__ = "stored_file_parts"

    key: Mapped[str] = mapped_column(ForeignKey("stored_files.key", ondelete="CASCADE"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
