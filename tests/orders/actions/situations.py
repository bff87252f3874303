"""An invented customer with two orders, and the situations decisions are made in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mercery.core.money import Money
from mercery.customers.customer import Address, Customer, PaymentMethod
from mercery.orders.actions.decide import decide
from mercery.orders.actions.decision import Decision, Identity, KnownVariant, Situation
from mercery.orders.actions.packs import pack
from mercery.orders.actions.requests import parse
from mercery.orders.order import Order, OrderLine, OrderStatus, Payment, Shipment

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
HOME = Address(line1="4 Rue Haute", city="Lyon", region="Rhône", postcode="69001", country="FR")
ELSEWHERE = {
    "line1": "9 Quai Bas",
    "line2": "",
    "city": "Lyon",
    "region": "Rhône",
    "postcode": "69002",
    "country": "FR",
}
RULES = pack("one-change-retail")


def euros(amount: str) -> Money:
    return Money.from_major(amount, "EUR")


ANA = Customer(
    id="cus_ana",
    key="ana",
    email="ana@example.com",
    name="Ana Roux",
    address=HOME,
    payment_methods=(
        PaymentMethod(id="visa", kind="card", brand="visa", last_four="4242"),
        PaymentMethod(id="wallet", kind="wallet"),
        PaymentMethod(id="gift", kind="gift_card", balance=euros("50")),
    ),
)
VARIANTS = {
    sku: KnownVariant(
        sku=sku, product_id=product, title=title, options=(("colour", colour),), available=available, price=euros(price)
    )
    for sku, product, title, colour, available, price in (
        ("cup-red", "cup", "Cup", "red", True, "20"),
        ("cup-blue", "cup", "Cup", "blue", True, "24"),
        ("cup-gold", "cup", "Cup", "gold", True, "140"),
        ("cup-grey", "cup", "Cup", "grey", False, "20"),
        ("tray", "tray", "Tray", "oak", True, "60"),
    )
}


def order(status: OrderStatus = "pending", *, method: str = "visa", **changes: Any) -> Order:
    """Two red cups and a tray: €100."""
    made = Order(
        id="ord_1",
        number="1001",
        placed_at=NOW - timedelta(days=9),
        currency="EUR",
        status=status,
        total=euros("100"),
        customer_id="cus_ana",
        lines=(
            OrderLine(sku="cup-red", title="Cup", quantity=2, unit_price=euros("20")),
            OrderLine(sku="tray", title="Tray", quantity=1, unit_price=euros("60")),
        ),
        shipments=(Shipment(delivered_at=NOW - timedelta(days=5)),) if status == "delivered" else (),
        address=HOME,
        payments=(Payment(kind="payment", amount=euros("100"), method=method),),
    )
    return replace(made, **changes)


def situation(of: Order | None, **changes: Any) -> Situation:
    """Ana, identified by e-mail, asks about `of` and has said yes."""
    made = Situation(
        identity=Identity(customer_id="cus_ana", strength="email"),
        order=of,
        customer=ANA,
        variants=VARIANTS,
        confirmed=True,
        now=NOW,
    )
    return replace(made, **changes)


def decided(action: str, of: Order | None, /, *, with_: dict[str, Any] | None = None, **arguments: Any) -> Decision:
    """The decision on an action; `with_` changes the situation."""
    if action != "change_customer_address":
        arguments = {"order": "1001", **arguments}
    return decide(parse(action, arguments), RULES, situation(of, **(with_ or {})))
