"""Tables of orders, of the rules for what may be done to them, and of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mercery.accounts.append_only import append_only
from mercery.core.database import Base, Created, Id, Json, ShopId


class OrderRow(Base):
    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("shop_id", "number"),
        Index("ix_orders_customer", "customer_id", "placed_at"),
        Index("ix_orders_placed", "shop_id", "placed_at"),
        Index("ix_orders_recorded", "shop_id", "recorded_at"),
        # Few of many, and counted on each look at the sales.
        Index("ix_orders_cancelled", "shop_id", "currency", "placed_at", postgresql_where=text("status = 'cancelled'")),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    number: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"))
    email: Mapped[str | None]
    placed_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(32))
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(BigInteger)
    shipping_minor: Mapped[int | None] = mapped_column(BigInteger)
    discount_minor: Mapped[int | None] = mapped_column(BigInteger)
    tax_minor: Mapped[int | None] = mapped_column(BigInteger)
    country: Mapped[str | None] = mapped_column(String(2))
    lines: Mapped[list[Any]]
    shipments: Mapped[list[Any]]
    returns: Mapped[list[Any]]
    address: Mapped[Json | None]
    payments: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    cancel_reason: Mapped[str] = mapped_column(server_default=text("''"))
    note: Mapped[str] = mapped_column(server_default=text("''"))
    channel: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    """Through which the order was won (`sales.channels`); empty: nobody told."""
    digest: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    recorded_at: Mapped[Created]


class SaleRow(Base):
    """An order taken apart for the sales monitor, worked out again whenever the order changes: at place 0 delivery and
    charges (also where there are none, so that rows of place 0 count orders), then one row for each SKU. The rows of an
    order add up to its total; cancelled orders have none. Amounts in minor units."""

    __tablename__ = "order_sales"
    __table_args__ = (Index("ix_order_sales_placed", "shop_id", "currency", "placed_at"),)

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"))
    placed_at: Mapped[datetime | None]
    currency: Mapped[str] = mapped_column(String(3))
    channel: Mapped[str] = mapped_column(String(40))
    sku: Mapped[str]
    quantity: Mapped[int]
    returned: Mapped[int]
    """Pieces that came back."""
    paid_minor: Mapped[int] = mapped_column(BigInteger)
    refund_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int | None] = mapped_column(BigInteger)
    """Tax contained in what was not refunded; NULL: the order does not tell it."""


class SalesDayRow(Base):
    """A finished day whose sales are added up in `SalesDayPartRow`; it goes when an order of that day changes."""

    __tablename__ = "order_sales_days"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    tax_bps: Mapped[int | None]
    """The rate of tax with which it was added up."""
    edition: Mapped[int | None] = mapped_column(BigInteger)
    """Of `SalesGoodsRow`, by which the day is summed in `SalesDaySumRow` too; NULL: it is not."""


class SalesDayPartRow(Base):
    """What was sold on a day of one SKU through one channel, or (place 0) the delivery of its orders. Amounts in minor units."""

    __tablename__ = "order_sales_day_parts"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """0: delivery and charges; 1: pieces."""
    sku: Mapped[str] = mapped_column(primary_key=True)
    placed_at: Mapped[datetime]
    """Of the first order in it: a moment of the day."""
    orders: Mapped[int] = mapped_column(BigInteger)
    quantity: Mapped[int] = mapped_column(BigInteger)
    returned: Mapped[int] = mapped_column(BigInteger)
    paid_minor: Mapped[int] = mapped_column(BigInteger)
    refund_minor: Mapped[int] = mapped_column(BigInteger)
    tax_minor: Mapped[int] = mapped_column(BigInteger)
    """Told, or worked out at the day's rate."""
    taxless_minor: Mapped[int] = mapped_column(BigInteger)
    """Of what was paid and kept, the part whose tax is not known."""


class SalesMonthRow(Base):
    """A finished month whose sales are added up in `SalesMonthPieceRow`; it goes when an order of that month changes."""

    __tablename__ = "order_sales_months"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""


class SalesMonthPieceRow(Base):
    """What was sold in a month of one SKU, through all channels together. Amounts in minor units."""

    __tablename__ = "order_sales_month_pieces"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    kept_minor: Mapped[int] = mapped_column(BigInteger)
    """Paid less refunds."""
    quantity: Mapped[int] = mapped_column(BigInteger)


class SalesGoodsRow(Base):
    """What a SKU was when days were summed by category (`SalesDaySumRow`): what differs from it now is put right when the
    sums are read. A row without a SKU stands for the edition itself."""

    __tablename__ = "order_sales_goods"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[int] = mapped_column(BigInteger)
    """When it was taken down: seconds since 1970. All rows of a shop and currency are of one edition."""
    category: Mapped[str]
    """Handle of the top category; empty: none."""
    cost_minor: Mapped[int | None] = mapped_column(BigInteger)


class SalesDaySumRow(Base):
    """What was sold on a finished day of one top category through one channel. Amounts in minor units."""

    __tablename__ = "order_sales_day_sums"

    shop_id: Mapped[str] = mapped_column(String(40), ForeignKey("shops.id", ondelete="CASCADE"), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    """`sales.source.DELIVERY`: delivery and charges; empty: pieces of none."""
    placed_at: Mapped[datetime]
    """Of the first order in it: a moment of the day."""
    orders: Mapped[int] = mapped_column(BigInteger)
    """Orders, each counted beside its delivery alone."""
    having: Mapped[int] = mapped_column(BigInteger)
    """Orders with something of the category."""
    pieces: Mapped[int] = mapped_column(BigInteger)
    returned: Mapped[int] = mapped_column(BigInteger)
    paid_minor: Mapped[int] = mapped_column(BigInteger)
    refund_minor: Mapped[int] = mapped_column(BigInteger)
    goods_minor: Mapped[int] = mapped_column(BigInteger)
    """The rest as in `sales.figures.Figures`."""
    known_minor: Mapped[int] = mapped_column(BigInteger)
    margin_minor: Mapped[int] = mapped_column(BigInteger)
    taxless_minor: Mapped[int] = mapped_column(BigInteger)


class SalesBookRow(Base):
    """How a shop reads its sales, and since when they are taken apart."""

    __tablename__ = "sales_books"

    shop_id: Mapped[ShopId] = mapped_column(primary_key=True)
    week_start: Mapped[int] = mapped_column(server_default=text("0"))
    """0 Monday … 6 Sunday."""
    tax_bps: Mapped[int | None]
    """Rate on the net price (2000 = 20 %) where orders do not tell their tax; NULL: not known."""
    built_at: Mapped[datetime | None]
    """NULL: orders from before are not taken apart yet."""


class OrderRuleRow(Base):
    __tablename__ = "order_rules"
    __table_args__ = (UniqueConstraint("shop_id", "key", "version"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(32))
    rule: Mapped[Json]
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    reason: Mapped[str]


class OrderRuleProposalRow(Base):
    """Rules that wait for a second person, and what was decided about them."""

    __tablename__ = "order_rule_proposals"
    __table_args__ = (Index("ix_order_rule_proposals_state", "shop_id", "state"),)

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    about: Mapped[str] = mapped_column(String(80))
    """The action, or `pack:` and a pack's name."""
    rules: Mapped[list[Any]]
    """Each as `rule_to_data`, with the version it would be and its first and last day."""
    reason: Mapped[str]
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    """`waiting`, `recorded`, `refused` or `overtaken`."""
    decided_by: Mapped[str]
    decided_at: Mapped[datetime | None]


class ActionReceiptRow(Base):
    __tablename__ = "action_receipts"
    __table_args__ = (
        UniqueConstraint("shop_id", "idempotency_key"),
        Index("ix_action_receipts_order", "shop_id", "order_number"),
        Index("ix_action_receipts_customer", "customer_id", "at"),
    )

    id: Mapped[Id]
    shop_id: Mapped[ShopId]
    idempotency_key: Mapped[str] = mapped_column(String(200))
    customer_id: Mapped[str]
    order_number: Mapped[str]
    conversation_id: Mapped[str | None]
    action: Mapped[str] = mapped_column(String(32))
    arguments: Mapped[Json]
    rule: Mapped[str] = mapped_column(String(80))
    amounts: Mapped[Json]
    before: Mapped[Json]
    after: Mapped[Json]
    at: Mapped[datetime]


append_only(cast(Table, OrderRuleRow.__table__), deletable=True)
append_only(cast(Table, ActionReceiptRow.__table__), deletable=True)
