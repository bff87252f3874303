"""The table of interactions. Append-only: rows are inserted, and removed only when their time of keeping has passed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Json, ShopId


class InteractionRow(Base):
    __tablename__ = "interactions"
    __table_args__ = (
        Index("ix_interactions_shop_at", "shop_id", "at"),
        Index("ix_interactions_visitor", "shop_id", "visitor_id", "at"),
        Index("ix_interactions_product", "shop_id", "product_id", "kind"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    visitor_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(16))
    surface: Mapped[str] = mapped_column(String(24))
    product_id: Mapped[str | None] = mapped_column(String(40))
    """No foreign key: what was looked at stays on record when the product is gone."""
    variant_id: Mapped[str | None] = mapped_column(String(40))
    query: Mapped[str | None]
    lang: Mapped[str | None] = mapped_column(String(2))
    details: Mapped[Json]
    """Numbers around it: results found, position clicked, quantity."""
    at: Mapped[datetime] = mapped_column(server_default=func.now())
