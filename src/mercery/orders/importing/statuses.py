"""How far an order or a return is, by what shop systems call it."""

from __future__ import annotations

from typing import Final

from mercery.core.files.problems import ProblemLog
from mercery.core.files.tabular import Row
from mercery.orders.importing.headings import (
    cell,
)
from mercery.orders.order import (
    ORDER_STATUSES,
    RETURN_STATUSES,
    OrderStatus,
    ReturnStatus,
)

_SHOPIFY_STATUS: Final[dict[str, OrderStatus]] = {"pending": "pending", "authorized": "pending", "paid": "paid", "partially_paid": "pending",
                                                  "refunded": "returned", "partially_refunded": "partly_returned", "voided": "cancelled", "expired": "cancelled"}  # fmt: skip
_WOO_STATUS: Final[dict[str, OrderStatus]] = {"pending": "pending", "on-hold": "pending", "pending payment": "pending", "on hold": "pending", "processing": "paid",
                                              "completed": "delivered", "cancelled": "cancelled", "canceled": "cancelled", "refunded": "returned", "failed": "cancelled",
                                              "fulfilled": "shipped", "processed": "packed", "pending (item modified)": "items_changed", "open": "paid", "待付款": "pending", "待发货": "paid", "已发货": "shipped", "已完成": "delivered",
                                              "已取消": "cancelled", "已退款": "returned"}  # fmt: skip


def status_of(head: Row, log: ProblemLog) -> OrderStatus:
    """How far the order is; paid where nothing is said. A word nobody knows stops the import."""
    if cell(head, ("cancelled at",)):
        return "cancelled"
    financial = cell(head, ("financial status",)).casefold()
    if financial:
        status = _SHOPIFY_STATUS.get(financial, "paid")
        return (
            "shipped" if status == "paid" and cell(head, ("fulfillment status",)).casefold() == "fulfilled" else status
        )
    said = cell(head, ("status", "order status", "订单状态")).casefold().removeprefix("wc-")
    if (plain := said.replace(" ", "_")) in ORDER_STATUSES:
        return plain
    if said and said not in _WOO_STATUS:
        log.stop(
            f"The status '{said}' is unknown.",
            f"Write one of {', '.join(ORDER_STATUSES)}.",
            line=head.line,
            column="status",
            field="status",
            zh=f"订单状态“{said}”无法识别，请填写其中之一：{'、'.join(ORDER_STATUSES)}。",
        )
    return _WOO_STATUS.get(said, "paid")


def return_status(said: str, head: Row, log: ProblemLog) -> ReturnStatus:
    """How far a return is; received where nothing is said. A word nobody knows stops the import."""
    for status in RETURN_STATUSES:
        if said == status:
            return status
    if said:
        known = ", ".join(RETURN_STATUSES)
        log.stop(
            f"The return's status '{said}' is unknown.",
            f"Write one of {known}.",
            line=head.line,
            column="returns",
            field="status",
            zh=f"退货状态“{said}”无法识别，请填写其中之一：{known}。",
        )
    return "received"
