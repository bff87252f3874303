"""Payments of an order as exports write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mercery.catalog.importing.draft import Context, money
from mercery.core.files.tabular import Row, heading, text_of
from mercery.core.money import Money
from mercery.customers.importing import moment
from mercery.orders.order import Payment, PaymentKindOfRow

_NESTED: Final = ("payments", "payment history", "transactions")
_KINDS: Final[dict[str, PaymentKindOfRow]] = {
    "payment": "payment",
    "sale": "payment",
    "capture": "payment",
    "refund": "refund",
}


def payments_of(head: Row, context: Context, currency: str) -> tuple[Payment, ...]:
    """What came in and went back for the order; anything but payments and refunds (an authorisation) is left out."""
    held = next((head.cells[name] for name in _NESTED if isinstance(head.cells.get(name), list)), None)
    if held is None:
        return ()
    found = (_payment(one, head, context, currency) for one in held if isinstance(one, dict))
    return tuple(payment for payment in found if payment is not None)


def _payment(data: dict[str, Any], head: Row, context: Context, currency: str) -> Payment | None:
    cells = {heading(str(key)): value for key, value in data.items()}
    said = text_of(cells.get("kind")) or text_of(cells.get("transaction type")) or text_of(cells.get("type"))
    kind = _KINDS.get(said.casefold())
    if kind is None:
        return None
    minor = bool(text_of(cells.get("amount minor")))
    text = text_of(cells.get("amount minor" if minor else "amount"))
    amount = money(context, text, line=head.line, column="payments", currency=currency, minor=minor) if text else None
    if amount is None:
        return None
    method = text_of(cells.get("method")) or text_of(cells.get("payment method id")) or text_of(cells.get("gateway"))
    at = moment(text_of(cells.get("at")) or text_of(cells.get("created at")), head, context.log, "payments")
    return Payment(kind=kind, amount=amount, method=method, at=at)


def paid(payments: Sequence[Payment], currency: str) -> Money | None:
    """What came in altogether; None where no payment is known."""
    came = [payment.amount.minor for payment in payments if payment.kind == "payment"]
    return Money(sum(came), currency) if came else None
