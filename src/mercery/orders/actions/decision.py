"""What the rules say to a request: the verdict, the rule it stands on, and every amount, computed here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.orders.actions.rule import IdentityStrength
from mercery.orders.order import Order

Verdict = Literal["allow", "deny", "needs_identity", "needs_confirmation", "needs_person"]
Code = Literal[
    "allowed",
    "identity",
    "not_yours",
    "no_rule",
    "status",
    "done_before",
    "reason",
    "too_late",
    "item_not_in_order",
    "more_than_bought",
    "same_item",
    "no_such_item",
    "other_product",
    "unavailable",
    "payment_not_of_customer",
    "same_payment",
    "refund_target",
    "gift_balance",
    "same_address",
    "limit_amount",
    "limit_day",
    "approval",
    "confirmation",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the customer has proved to be in this session; never read from text alone."""

    customer_id: str | None = None
    strength: IdentityStrength = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVariant:
    """What the catalogue says now about a SKU."""

    sku: str
    product_id: str
    title: str
    options: tuple[tuple[str, str], ...]
    available: bool
    price: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An action executed before: for limits and for what may happen only once."""

    action: str
    rule: str
    order: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything a decision may look at."""

    identity: Identity
    order: Order | None = None
    """The order asked about, whoever owns it; None when there is none of that number."""
    customer: Customer | None = None
    """The identified customer."""
    variants: Mapping[str, KnownVariant] = field(default_factory=dict)
    done: tuple[Done, ...] = ()
    confirmed: bool = False
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Money that would move. `difference` above zero is paid by the customer, below zero given back."""

    refund: Money | None = None
    difference: Money | None = None
    method: str = ""
    """The payment method it goes by; empty: each original one."""
    days: tuple[int, int] = (0, 0)
    """Working days until a refund arrives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer of the rules to one request."""

    verdict: Verdict
    code: Code
    rule: str = ""
    """Key and version of the rule; empty where none was reached."""
    detail: str = ""
    """The status, SKU or reason it turned on."""
    amounts: Amounts | None = None

    @property
    def allowed(self) -> bool:
        """Whether the action may happen now."""
        return self.verdict == "allow"
