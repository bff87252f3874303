"""Where the assistant was seen on other sites, and the page that was looked at last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, ShopId


class EmbedSightingRow(Base):
    """An origin whose pages have loaded the assistant, told by browsers and nobody else."""

    __tablename__ = "embed_sightings"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(String(300), primary_key=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    """To the minute: not every load is written."""


class EmbedCheckRow(Base):
    """The newest check of a page of the shop's own site."""

    __tablename__ = "embed_checks"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime]
    findings: Mapped[list[Any]]
