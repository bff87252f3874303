"""Tables of shared offers. Private to the feature."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Id, ShopId


class SharedOfferRow(Base):
    """An offer behind a link. What it costs stands nowhere: prices are read when it is opened."""

    __tablename__ = "shared_offers"
    __table_args__ = (
        Index("uq_shared_offers_token", "token", unique=True),
        Index("ix_shared_offers_shop", "shop_id", "created_at"),
        Index("ix_shared_offers_customer", "customer_id", "created_at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    token: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[str] = mapped_column(String(40))
    """Whose it is. No foreign key: the offer stays on record when the person has left."""
    by: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"))
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    addressee: Mapped[str] = mapped_column(server_default=text("''"))
    lang: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    note: Mapped[str] = mapped_column(server_default=text("''"))
    pieces: Mapped[list[Any]]
    wishes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class SharedOfferEventRow(Base):
    """Something a client did with an offer. Append-only; goes with its shop."""

    __tablename__ = "shared_offer_events"
    __table_args__ = (Index("ix_shared_offer_events_offer", "offer_id", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    shop_id: Mapped[ShopId]
    offer_id: Mapped[str] = mapped_column(ForeignKey("shared_offers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    visitor_id: Mapped[str] = mapped_column(String(40))
    """The random id of the browser; names nobody."""
    variant_id: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]


append_only(cast(Table, SharedOfferEventRow.__table__), deletable=True)
