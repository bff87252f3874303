"""Tables of indexes that are shipped. Private to search."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, ShopId


class SearchChangeRow(Base):
    """Products that changed since a shop's last shipped version, as one transaction told of them."""

    __tablename__ = "search_changes"
    __table_args__ = (Index("ix_search_changes_written", "shop_id", "written"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    written: Mapped[int] = mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))
    """The transaction. Numbers of transactions below the oldest that still runs are all decided, which is what a machine
    that has read so far needs to know; numbers of rows are not seen in their order."""
    product_ids: Mapped[list[Any]]
    created_at: Mapped[Created]


class SearchVectorRow(Base):
    """What a text of a shop's product means to a model, worked out once for all machines."""

    __tablename__ = "search_vectors"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """`content_number` of the text, as a signed number of 64 bits."""
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    """Half-precision numbers, little-endian."""
