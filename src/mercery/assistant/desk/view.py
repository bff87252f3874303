"""What the desk sees in one turn: the identified customer with orders, the goods in question, the rules. Pure data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.customers.customer import Customer, PaymentMethod
from mercery.orders.actions.decide import decide, rule_for
from mercery.orders.actions.decision import Decision, Done, Identity, KnownVariant, Situation
from mercery.orders.actions.requests import ActionRequest, ChangeCustomerAddress
from mercery.orders.actions.rule import ActionRule
from mercery.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of an order. A line of three is three pieces."""

    order: str
    index: int
    sku: str
    title: str
    options: tuple[tuple[str, str], ...]
    price: Money
    product_id: str = ""
    printed: tuple[tuple[str, str], ...] = ()
    """The options with the names the order gives them, for telling."""

    def option(self, name: str) -> str:
        """The value bought; empty when the option does not exist."""
        return dict(self.options).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Read once for a turn; nothing of another customer is in it."""

    now: datetime
    identity: Identity = field(default_factory=Identity)
    customer: Customer | None = None
    orders: tuple[Order, ...] = ()
    variants: Mapping[str, KnownVariant] = field(default_factory=dict)
    """By SKU: every variant of every product the customer has bought or the message names."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Product id to title, as the catalogue's own language has it: what is compared is named alike."""
    names: Mapping[str, Words] = field(default_factory=dict)
    """Product id to title in every language, for telling."""
    done: tuple[Done, ...] = ()
    rules: tuple[ActionRule, ...] = ()
    currency: str = "EUR"
    codes: bool = False
    """Whether a code can be sent to a customer."""

    def order(self, number: str) -> Order | None:
        """The customer's own order of that number."""
        return next((one for one in self.orders if one.number.lower() == number.lower()), None)

    def pieces(self, number: str = "") -> tuple[Piece, ...]:
        """The pieces of one order, or of all."""
        return tuple(self._pieces(number))

    def _pieces(self, number: str) -> Iterator[Piece]:
        for order in self.orders:
            if number and order.number != number:
                continue
            index = 0
            for line in order.lines:
                # The catalogue's names of options, where it still has the piece: what is compared is named alike.
                known = self.variants.get(line.sku)
                for _ in range(line.quantity):
                    yield Piece(
                        order=order.number, index=index, sku=line.sku, price=line.unit_price,
                        title=known.title if known else line.title,
                        options=known.options if known else line.options,
                        printed=line.options or (known.options if known else ()),
                        product_id=known.product_id if known else "",
                    )  # fmt: skip
                    index += 1

    def title(self, product_id: str, known: str, lang: Lang) -> str:
        """What a product is called in the language; `known` where the catalogue no longer has it."""
        names = self.names.get(product_id)
        return names.text(lang) if names else known

    def product(self, product_id: str) -> tuple[KnownVariant, ...]:
        """All variants of a product."""
        return tuple(one for one in self.variants.values() if one.product_id == product_id)

    def rule(self, action: str) -> ActionRule | None:
        """The rule in force for an action."""
        return rule_for(self.rules, action, self._situation(None))

    def decide(self, request: ActionRequest) -> Decision:
        """What the rules would say, before anything is asked or done."""
        order = None if isinstance(request, ChangeCustomerAddress) else self.order(request.order)
        return decide(request, self.rules, self._situation(order))

    def _situation(self, order: Order | None) -> Situation:
        return Situation(
            identity=self.identity, order=order, customer=self.customer, variants=self.variants, done=self.done,
            now=self.now,
        )  # fmt: skip

    def paid_by(self, order: Order) -> PaymentMethod | None:
        """How the order was paid, as far as the customer still has it."""
        ids = [one.method for one in order.payments if one.kind == "payment"]
        return self.customer.payment_method(ids[-1]) if ids and self.customer else None
