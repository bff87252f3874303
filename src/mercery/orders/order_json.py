"""The JSON form of an order's lines, shipments and returns, in the table and in Mercery's own export."""

from __future__ import annotations

from datetime import datetime

from mercery.core.database import Json
from mercery.core.money import Money
from mercery.customers.customer_json import address_from_json, address_to_json
from mercery.orders.order import Order, OrderLine, Payment, Return, Shipment
from mercery.orders.sales.channels import UNTOLD


def line_to_json(line: OrderLine) -> Json:
    """A line; amounts in minor units of the order's currency."""
    return {
        "sku": line.sku,
        "title": line.title,
        "quantity": line.quantity,
        "unit_minor": line.unit_price.minor,
        "discount_minor": _minor(line.discount),
        **({"options": dict(line.options)} if line.options else {}),
        **({"unit_paid_minor": [unit.minor for unit in line.unit_paid]} if line.unit_paid else {}),
    }


def line_from_json(data: Json, currency: str) -> OrderLine:
    """The line whose JSON form is `data`."""
    return OrderLine(
        sku=str(data["sku"]),
        title=str(data["title"]),
        quantity=int(data["quantity"]),
        unit_price=Money(int(data["unit_minor"]), currency),
        discount=_money(data.get("discount_minor"), currency),
        options=tuple((str(name), str(value)) for name, value in (data.get("options") or {}).items()),
        unit_paid=tuple(Money(int(minor), currency) for minor in data.get("unit_paid_minor") or ()),
    )


def shipment_to_json(shipment: Shipment) -> Json:
    """A parcel."""
    return {
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "shipped_at": _iso(shipment.shipped_at),
        "delivered_at": _iso(shipment.delivered_at),
    }


def shipment_from_json(data: Json) -> Shipment:
    """The parcel whose JSON form is `data`."""
    return Shipment(
        carrier=str(data.get("carrier") or ""),
        tracking_number=str(data.get("tracking_number") or ""),
        shipped_at=_moment(data.get("shipped_at")),
        delivered_at=_moment(data.get("delivered_at")),
    )


def return_to_json(back: Return) -> Json:
    """Pieces sent back."""
    return {
        "sku": back.sku,
        "quantity": back.quantity,
        "status": back.status,
        "refund_minor": _minor(back.refund),
        "reason": back.reason,
        "requested_at": _iso(back.requested_at),
        **({"exchange_for": back.exchange_for} if back.exchange_for else {}),
        **({"payment_method": back.payment_method} if back.payment_method else {}),
    }


def return_from_json(data: Json, currency: str) -> Return:
    """The return whose JSON form is `data`."""
    return Return(
        sku=str(data["sku"]),
        quantity=int(data["quantity"]),
        status=data["status"],
        refund=_money(data.get("refund_minor"), currency),
        reason=str(data.get("reason") or ""),
        requested_at=_moment(data.get("requested_at")),
        exchange_for=str(data.get("exchange_for") or ""),
        payment_method=str(data.get("payment_method") or ""),
    )


def payment_to_json(payment: Payment) -> Json:
    """Money that came in or went back."""
    return {
        "kind": payment.kind,
        "amount_minor": payment.amount.minor,
        "method": payment.method,
        "at": _iso(payment.at),
    }


def payment_from_json(data: Json, currency: str) -> Payment:
    """The payment whose JSON form is `data`."""
    return Payment(
        kind=data["kind"],
        amount=Money(int(data["amount_minor"]), currency),
        method=str(data["method"]),
        at=_moment(data.get("at")),
    )


def order_to_json(order: Order) -> Json:
    """A whole order, without our ids and times of recording."""
    return {
        "number": order.number,
        "placed_at": _iso(order.placed_at),
        "currency": order.currency,
        "status": order.status,
        "total_minor": order.total.minor,
        "shipping_minor": _minor(order.shipping),
        "discount_minor": _minor(order.discount),
        "tax_minor": _minor(order.tax),
        "customer_key": order.customer_key,
        "email": order.email,
        "country": order.country,
        "lines": [line_to_json(line) for line in order.lines],
        "shipments": [shipment_to_json(shipment) for shipment in order.shipments],
        "returns": [return_to_json(back) for back in order.returns],
        **({"address": address_to_json(order.address)} if order.address else {}),
        **({"payments": [payment_to_json(payment) for payment in order.payments]} if order.payments else {}),
        **({"cancel_reason": order.cancel_reason} if order.cancel_reason else {}),
        **({"note": order.note} if order.note else {}),
        **({"channel": order.channel} if order.channel not in UNTOLD else {}),
    }


def order_from_json(data: Json, *, id_: str = "", customer_id: str | None = None) -> Order:
    """The order whose JSON form is `data`."""
    currency = str(data["currency"])
    return Order(
        id=id_,
        customer_id=customer_id,
        number=str(data["number"]),
        placed_at=_moment(data.get("placed_at")),
        currency=currency,
        status=data["status"],
        total=Money(int(data["total_minor"]), currency),
        shipping=_money(data.get("shipping_minor"), currency),
        discount=_money(data.get("discount_minor"), currency),
        tax=_money(data.get("tax_minor"), currency),
        customer_key=data.get("customer_key"),
        email=data.get("email"),
        country=data.get("country"),
        lines=tuple(line_from_json(line, currency) for line in data.get("lines") or ()),
        shipments=tuple(shipment_from_json(one) for one in data.get("shipments") or ()),
        returns=tuple(return_from_json(one, currency) for one in data.get("returns") or ()),
        address=address_from_json(data["address"]) if data.get("address") else None,
        payments=tuple(payment_from_json(one, currency) for one in data.get("payments") or ()),
        cancel_reason=str(data.get("cancel_reason") or ""),
        channel=str(data.get("channel") or ""),
    )


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def _money(minor: object, currency: str) -> Money | None:
    return None if minor is None else Money(int(str(minor)), currency)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
