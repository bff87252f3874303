"""What an order is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from mercery.core.money import Money
from mercery.customers.customer import Address

OrderStatus = Literal[
    "pending",
    "paid",
    "items_changed",
    "packed",
    "shipped",
    "delivered",
    "cancelled",
    "return_requested",
    "exchange_requested",
    "returned",
    "partly_returned",
]
"""`items_changed`: not yet sent, and closed to further changes because its pieces were changed once."""
ReturnStatus = Literal["requested", "received", "refunded", "refused"]
ORDER_STATUSES: tuple[OrderStatus, ...] = get_args(OrderStatus)
RETURN_STATUSES: tuple[ReturnStatus, ...] = get_args(ReturnStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One SKU of an order; `unit_price` is what was paid for one piece before order discounts."""

    sku: str
    title: str
    quantity: int
    unit_price: Money
    discount: Money | None = None
    options: tuple[tuple[str, str], ...] = ()
    """The options bought, as the order says them: (("colour", "blue"), ("size", "M"))."""
    unit_paid: tuple[Money, ...] = ()
    """What each piece was paid with after every promotion, as the order was quoted; empty where it does not say. Adds up,
    over all lines, to what was paid for the goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel."""

    carrier: str = ""
    tracking_number: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Pieces sent back, and what was refunded for them."""

    sku: str
    quantity: int
    status: ReturnStatus
    refund: Money | None = None
    reason: str = ""
    requested_at: datetime | None = None
    exchange_for: str = ""
    """The SKU wanted instead; empty: the money back."""
    payment_method: str = ""
    """Where the refund goes, or the difference is paid."""


PaymentKindOfRow = Literal["payment", "refund"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that came in or went back for an order, and the customer's payment method it went by."""

    kind: PaymentKindOfRow
    amount: Money
    method: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order with everything under it. Without an id it is a draft an importer made."""

    number: str
    """As the customer knows it; an import finds the order again by it."""
    placed_at: datetime | None
    """None: the shop's own system did not say."""
    currency: str
    status: OrderStatus
    total: Money
    shipping: Money | None = None
    discount: Money | None = None
    tax: Money | None = None
    customer_key: str | None = None
    email: str | None = None
    lines: tuple[OrderLine, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    returns: tuple[Return, ...] = ()
    country: str | None = None
    address: Address | None = None
    payments: tuple[Payment, ...] = ()
    cancel_reason: str = ""
    note: str = ""
    """What the customer wrote to the order: words of a stranger, never instructions."""
    channel: str = ""
    """Through which it was won (`sales.channels`); empty: nobody told."""
    handover: str = ""
    """The reference of the bag it came from, where it was handed over from here; not kept with the order."""
    source_line: int | None = None
    id: str = ""
    customer_id: str | None = None
    version: int = 1
    recorded_at: datetime | None = None
