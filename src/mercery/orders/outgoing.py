"""Orders as they leave for the warehouse: no names, no addresses, no words of customers."""

from __future__ import annotations

from typing import Final

from mercery.core.outgoing import Columns, Outgoing, content_mark, local_day
from mercery.orders.tables import OrderRow, SaleRow

_O: Final = OrderRow.__table__.c
_S: Final = SaleRow.__table__.c


def _orders(timezone: str) -> Columns:
    return (
        _O.id.label("order_id"),
        _O.number.label("number"),
        _O.placed_at.label("moment"),
        local_day(_O.placed_at, timezone),
        _O.customer_id.label("customer"),
        _O.status.label("status"),
        _O.channel.label("channel"),
        _O.currency.label("currency"),
        _O.total_minor.label("total_minor"),
        _O.shipping_minor.label("shipping_minor"),
        _O.discount_minor.label("discount_minor"),
        _O.tax_minor.label("tax_minor"),
        _O.country.label("country"),
    )


def _sales(timezone: str) -> Columns:
    return (
        _S.order_id.label("order_id"),
        _S.place.label("place"),
        _S.placed_at.label("moment"),
        local_day(_S.placed_at, timezone),
        _S.currency.label("currency"),
        _S.channel.label("channel"),
        _S.sku.label("sku"),
        _S.quantity.label("quantity"),
        _S.returned.label("returned"),
        _S.paid_minor.label("paid_minor"),
        _S.refund_minor.label("refund_minor"),
        _S.tax_minor.label("tax_minor"),
    )


ORDERS: Final = Outgoing(
    name="orders",
    about="One row an order, cancelled ones too. Amounts in minor units.",
    source=OrderRow.__table__,
    shop=_O.shop_id,
    at=_O.placed_at,
    columns=_orders,
    mark=content_mark(_O.id, _O.version, _O.customer_id),
    people=frozenset({"customer"}),
)
SALES: Final = Outgoing(
    name="sales",
    about="Orders taken apart: place 0 is delivery and charges, then one row for each SKU. Cancelled orders have none.",
    source=SaleRow.__table__,
    shop=_S.shop_id,
    at=_S.placed_at,
    columns=_sales,
    mark=content_mark(
        _S.order_id, _S.place, _S.currency, _S.channel, _S.sku, _S.quantity, _S.returned, _S.paid_minor, _S.refund_minor,
        _S.tax_minor,
    ),
)  # fmt: skip
