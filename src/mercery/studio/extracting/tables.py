"""Values read out of titles and descriptions on their way into the catalogue, and the readings that found them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, Id, Json, ShopId


class AttributeDraftRow(Base):
    """One value that the words of a product name. A value read again is the same draft, whatever was decided on it."""

    __tablename__ = "attribute_drafts"
    __table_args__ = (
        UniqueConstraint("product_id", "attribute", "digest"),
        Index("ix_attribute_drafts_state", "shop_id", "state", "product_id"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    attribute: Mapped[str] = mapped_column(String(64))
    """Our name, as `catalog.product.Attribute.name`."""
    label: Mapped[Json]
    value: Mapped[Json]
    """A `claims.values.Value` as it is proposed, or as a person changed it."""
    read: Mapped[Json]
    """The value as it was read, before anybody changed it."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of the value as read."""
    reader: Mapped[str] = mapped_column(String(12))
    """`rules`, `learnt` or `model`."""
    field: Mapped[str] = mapped_column(String(12))
    """`title` or `description`: where the words stand."""
    lang: Mapped[str] = mapped_column(String(2))
    start: Mapped[int]
    stop: Mapped[int]
    words: Mapped[str]
    """What stands there."""
    score: Mapped[float]
    """How sure the reader is, from 0 to 1."""
    state: Mapped[str] = mapped_column(String(12))
    """`proposed`, `accepted`, `changed` or `refused`; `gone` when the words no longer stand there."""
    version: Mapped[int] = mapped_column(server_default=text("1"))
    """Goes up with each decision, so that nobody decides on what another has changed."""
    read_at: Mapped[Created]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(server_default=text("''"))
    """`kind:id:name` of who decided; empty while nobody has."""


class AttributeReadRow(Base):
    """Which text of a product was read, so that only changed ones are read again."""

    __tablename__ = "attribute_reads"

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    shop_id: Mapped[ShopId]
    digest: Mapped[str] = mapped_column(String(64))
    """Of its words, its category, what is recorded, and the version of the reader."""
    read_at: Mapped[Created]


class AttributeRunRow(Base):
    """One reading of the catalogue, and how far it is."""

    __tablename__ = "attribute_runs"

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    state: Mapped[str] = mapped_column(String(12))
    """`waiting`, `learning`, `reading`, `done`, `stopped` or `failed`."""
    everything: Mapped[bool]
    """Whether products read before are read again."""
    total: Mapped[int] = mapped_column(server_default=text("0"))
    done: Mapped[int] = mapped_column(server_default=text("0"))
    found: Mapped[int] = mapped_column(server_default=text("0"))
    """New drafts."""
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    started_by: Mapped[str]
    started_at: Mapped[Created]
    told_at: Mapped[Created]
    """When it was last heard of."""
    ended_at: Mapped[datetime | None]
