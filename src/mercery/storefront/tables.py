"""The bag: lines of a visitor. Amounts are never stored; they are quoted anew whenever the bag is shown."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mercery.core.database import Base, Created, ShopId


class CartLineRow(Base):
    __tablename__ = "cart_lines"
    __table_args__ = (Index("ix_cart_lines_touched", "shop_id", "touched_at"),)

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    visitor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    variant_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """No foreign key: a piece that leaves the shop stays in the bag and is shown as gone."""
    product_id: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int]
    added_at: Mapped[Created]
    touched_at: Mapped[Created]


class BagCouponRow(Base):
    """A coupon code a visitor gave for their bag. Whether it counts is worked out anew with the quote."""

    __tablename__ = "bag_coupons"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    visitor_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    """As the shop writes it, or as it was typed where the shop has no such code."""
    added_at: Mapped[Created]
