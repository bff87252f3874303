"""What came back of an order, and what was paid back for it."""

from __future__ import annotations

from dataclasses import replace

from mercery.catalog.importing.draft import Context
from mercery.core.files.tabular import Row, heading
from mercery.core.money import Money
from mercery.customers.importing import moment
from mercery.orders.importing.headings import (
    amount,
    cell,
)
from mercery.orders.importing.statuses import return_status
from mercery.orders.order import (
    Order,
    OrderStatus,
    Return,
)


def returns_of(head: Row, context: Context, currency: str) -> tuple[Return, ...]:
    """The returns listed under the order."""
    nested = head.cells.get("returns")
    found = []
    for item in nested if isinstance(nested, list) else ():
        row = Row(head.line, {heading(str(key)): value for key, value in item.items()})
        count = cell(row, ("quantity",))
        found.append(
            Return(
                sku=cell(row, ("sku",)), quantity=int(count) if count.isdigit() else 1,
                status=return_status(cell(row, ("status",)), head, context.log),
                refund=amount(row, ("refund minor", "refund"), context, currency), reason=cell(row, ("reason",)),
                requested_at=moment(cell(row, ("requested at",)), head, context.log, "requested at"),
                exchange_for=cell(row, ("exchange for",)), payment_method=cell(row, ("payment method",)),
            )
        )  # fmt: skip
    return tuple(found)


def with_refund(order: Order, refund: Money) -> Order:
    """A refund the export gives as one sum: on the whole order when it is all of it, else as a part without a SKU."""
    whole = refund.minor >= order.total.minor
    status: OrderStatus = "returned" if whole else "partly_returned"
    skus = [(line.sku, line.quantity) for line in order.lines] if whole and order.lines else [("", 1)]
    shares = refund.split([max(1, quantity) for _, quantity in skus])
    back = tuple(
        Return(sku=sku, quantity=quantity, status="refunded", refund=share)
        for (sku, quantity), share in zip(skus, shares, strict=True)
    )
    return replace(order, status=order.status if order.status in ("cancelled",) else status, returns=back)
