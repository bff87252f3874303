"""An invented shop for the desk: Mira with a pending and a delivered order, lamps, rain coats and mugs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mercery.assistant.desk.conversing import Reply, reply
from mercery.assistant.desk.hearing import Heard, hear
from mercery.assistant.desk.heeding import Heeded, heed
from mercery.assistant.desk.state import DeskState, Task, state_from_json, state_to_json
from mercery.assistant.desk.view import View
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.customers.customer import Address, Customer, PaymentMethod
from mercery.orders.actions.decision import Identity, KnownVariant
from mercery.orders.actions.packs import pack
from mercery.orders.actions.requests import ActionRequest
from mercery.orders.order import Order, OrderLine, OrderStatus, Payment, Shipment

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
HOME = Address(line1="8 Harbour Street", line2="Apt 2", city="Portland", region="OR", postcode="97201", country="USA")


def dollars(amount: str) -> Money:
    return Money.from_major(amount, "USD")


MIRA = Customer(
    id="cus_mira",
    key="mira",
    email="mira@example.com",
    name="Mira Olsen",
    address=HOME,
    payment_methods=(
        PaymentMethod(id="visa", kind="card", brand="visa", last_four="4242"),
        PaymentMethod(id="paypal", kind="wallet", brand="paypal"),
        PaymentMethod(id="gift", kind="gift_card", balance=dollars("5")),
    ),
)


def variant(sku: str, product: str, title: str, price: str, *, sold_out: bool = False, **options: str) -> KnownVariant:
    return KnownVariant(
        sku=sku, product_id=product, title=title, options=tuple(options.items()), available=not sold_out, price=dollars(price)
    )  # fmt: skip


VARIANTS = {
    one.sku: one
    for one in (
        variant("lamp-black-low", "lamp", "Reading Lamp", "40", colour="black", brightness="low"),
        variant("lamp-black-high", "lamp", "Reading Lamp", "48.50", colour="black", brightness="high"),
        variant("lamp-white-low", "lamp", "Reading Lamp", "42", colour="white", brightness="low"),
        variant("lamp-white-high", "lamp", "Reading Lamp", "50", sold_out=True, colour="white", brightness="high"),
        variant("coat-m-navy", "coat", "Rain Coat", "90", size="M", colour="navy", waterproof="yes"),
        variant("coat-l-navy", "coat", "Rain Coat", "95", size="L", colour="navy", waterproof="yes"),
        variant("coat-l-red", "coat", "Rain Coat", "88", size="L", colour="red", waterproof="no"),
        variant("mug-300", "mug", "Mug", "12", volume="300ml", material="ceramic"),
        variant("mug-450", "mug", "Mug", "15", volume="450ml", material="ceramic"),
    )
}


def line(sku: str, quantity: int = 1) -> OrderLine:
    known = VARIANTS[sku]
    assert known.price is not None
    return OrderLine(sku=sku, title=known.title, quantity=quantity, unit_price=known.price, options=known.options)


def order(number: str, status: OrderStatus, *lines: OrderLine, method: str = "visa", **changes: Any) -> Order:
    total = dollars("0")
    for one in lines:
        total = total + one.unit_price * one.quantity
    made = Order(
        id=f"ord_{number}", number=number, placed_at=NOW - timedelta(days=9), currency="USD", status=status, total=total,
        customer_id="cus_mira", lines=lines, address=HOME, payments=(Payment(kind="payment", amount=total, method=method),),
        shipments=(Shipment(tracking_number="TR77", delivered_at=NOW - timedelta(days=4)),) if status == "delivered" else (),
    )  # fmt: skip
    return replace(made, **changes)


PENDING = order("K1001", "pending", line("lamp-black-low"), line("mug-300"))
DELIVERED = order("K1002", "delivered", line("coat-m-navy"), line("mug-300", 2))
VIEW = View(
    now=NOW,
    identity=Identity(customer_id="cus_mira", strength="email"),
    customer=MIRA,
    orders=(PENDING, DELIVERED),
    variants=VARIANTS,
    titles={"lamp": "Reading Lamp", "coat": "Rain Coat", "mug": "Mug"},
    rules=tuple(pack("one-change-retail")),
    currency="USD",
)


@dataclass
class Desk:
    """A conversation without a database: what would be executed is collected, nothing changes."""

    view: View = VIEW
    lang: Lang = "en"
    state: DeskState = field(default_factory=lambda: DeskState(customer_id="cus_mira", strength="email"))
    done: list[ActionRequest] = field(default_factory=list)
    last: Reply | None = None

    def says(self, text: str) -> str:
        """What the desk answers. The state goes through its stored form each time."""
        heard = self.hears(text)
        heeded: Heeded = heed(self.state, heard, self.view)
        self.done += [one.request for one in heeded.execute if one.request]
        self.last = reply(heeded, heard, self.view)
        self.state = state_from_json(state_to_json(replace(self.last.state, turns=self.state.turns + 1)))
        return self.last.tell.text

    @property
    def asked(self) -> str:
        """The slot asked last."""
        return self.state.asked

    @property
    def tasks(self) -> list[Task]:
        """What is under construction."""
        return list(self.state.tasks)

    def hears(self, text: str) -> Heard:
        numbers = [one.number for one in self.view.orders]
        words = {word for one in VARIANTS.values() for word in one.title.lower().split()}
        return hear(text, self.lang, numbers=numbers, words=words, tasked=bool(self.state.tasks), country="USA")
