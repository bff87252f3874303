"""What is kept of who ordered. Orders stay, because books must be kept, and lead to nobody any more."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, null, or_

from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.orders.tables import ActionReceiptRow, OrderRow

_ABOUT_THE_PERSON: Final = ("change_order_address", "change_customer_address", "change_order_payment")
"""Receipts whose very words are personal; those of cancellations, returns and refunds stay with the order."""

HELD: Final = (
    Held(
        table=ActionReceiptRow,
        name=Words("Changes of address and payment that were asked for", "地址与付款方式的变更记录"),
        where=lambda person: (
            ActionReceiptRow.customer_id.in_(person.customer_ids) & ActionReceiptRow.action.in_(_ABOUT_THE_PERSON)
        ),
    ),
    Held(
        table=OrderRow,
        name=Words("Orders", "订单"),
        where=lambda person: or_(
            OrderRow.customer_id.in_(person.customer_ids), func.lower(OrderRow.email).in_(person.emails)
        ),
        blank={"customer_id": None, "email": None, "address": null(), "note": ""},
        kept_for=Words(
            "What was sold, when and for how much stays for the books; name, address and note go.",
            "商品、时间与金额因账务留存；姓名、地址与备注删除。",
        ),
        age="placed_at",
        least_days=365,
    ),
)
"""`core/personal.py` says what it means."""
