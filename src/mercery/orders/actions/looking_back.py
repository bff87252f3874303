"""What a rule in draft would have made of the last weeks: actions that were done, decided again, and the orders it would
open or shut. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.core.database import Json
from mercery.customers.customer import Address, Customer, PaymentMethod
from mercery.customers.customer_json import payment_method_from_json
from mercery.orders.actions.decide import decide
from mercery.orders.actions.decision import Decision, Done, Identity, KnownVariant, Situation
from mercery.orders.actions.requests import (
    ActionName,
    ActionRequest,
    CancelOrder,
    ChangeCustomerAddress,
    ChangeOrderAddress,
    ChangeOrderItems,
    ChangeOrderPayment,
    ExchangeItems,
    ReturnItems,
    Swap,
    parse,
)
from mercery.orders.actions.rule import STRENGTHS, ActionRule, IdentityStrength
from mercery.orders.order import Order
from mercery.orders.order_json import order_from_json

LOOKED_BACK: Final = timedelta(days=90)
_DAY: Final = timedelta(days=1)
_STATE_CODES: Final = frozenset(("status", "done_before", "too_late", "no_rule"))
"""Refusals that depend on the order alone; all others come from what a customer would say."""
Standing = Literal["open", "person", "shut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAction:
    """An action that happened, as its receipt keeps it."""

    receipt: str
    action: ActionName
    order: str
    customer_id: str
    arguments: Json
    before: Json
    difference: int | None
    """Minor units paid (above zero) or given back for swapped pieces."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """Something that was done and would not have been, or not without a person."""

    order: str
    at: datetime
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """An order that would stand differently."""

    order: str
    before: Standing
    after: Standing
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """The draft held against the last weeks."""

    done: int
    differing: tuple[Differing, ...]
    orders: int
    before: dict[Standing, int]
    after: dict[Standing, int]
    shifted: tuple[Shifted, ...]

    @property
    def same(self) -> bool:
        """Whether nothing would have been different."""
        return not self.differing and not self.shifted


def look_back(
    draft: ActionRule, current: ActionRule | None, past: Sequence[PastAction], orders: Sequence[Order], now: datetime
) -> LookBack:
    """`past`: what was done, oldest first, of every action; `orders`: those of the same weeks."""
    own = [one for one in past if one.action == draft.action]
    differing = [
        Differing(order=one.order, at=one.at, decision=again)
        for one in own
        if not (again := decide_again(one, draft, past)).allowed
    ]
    shifted, before, after = [], _none(), _none()
    for order in orders:
        history = tuple(_done(one) for one in past if one.order == order.number)
        was, _ = standing(order, current, draft.action, history, now)
        would, code = standing(order, draft, draft.action, history, now)
        before[was] += 1
        after[would] += 1
        if was != would:
            shifted.append(Shifted(order=order.number, before=was, after=would, code=code))
    return LookBack(
        done=len(own),
        differing=tuple(differing),
        orders=len(orders),
        before=before,
        after=after,
        shifted=tuple(shifted),
    )


def _none() -> dict[Standing, int]:
    return {"open": 0, "person": 0, "shut": 0}


def decide_again(one: PastAction, draft: ActionRule, past: Sequence[PastAction]) -> Decision:
    """The same request in the same situation under the draft, with the customer's yes."""
    request = parse(one.action, {name: value for name, value in one.arguments.items() if name != "name"})
    kept = str(one.before.get("identity") or "session")
    strength: IdentityStrength = kept if kept in STRENGTHS else "session"
    order = one.before.get("order")
    situation = Situation(
        identity=Identity(customer_id=one.customer_id, strength=strength),
        order=order_from_json(order, customer_id=one.customer_id) if order else None,
        customer=_customer(one, request),
        variants=_variants(one, request),
        done=tuple(
            _done(other)
            for other in past
            if other.at < one.at
            and (other.order == one.order or (other.customer_id == one.customer_id and other.at > one.at - _DAY))
        ),
        confirmed=True,
        now=one.at,
    )
    return decide(request, [replace(draft, valid_from=None, valid_to=None)], situation)


def _done(one: PastAction) -> Done:
    return Done(action=one.action, rule="", order=one.order, at=one.at)


def _customer(one: PastAction, request: ActionRequest) -> Customer:
    contact = one.before.get("customer") or {}
    methods = tuple(payment_method_from_json(method) for method in contact.get("payment_methods") or ())
    key = request.customer if isinstance(request, ChangeCustomerAddress) else one.customer_id
    return Customer(id=one.customer_id, key=key, payment_methods=methods)


def _variants(one: PastAction, request: ActionRequest) -> dict[str, KnownVariant]:
    """The pieces swapped, at the prices that made the difference that was paid."""
    if not isinstance(request, ChangeOrderItems | ExchangeItems) or not one.before.get("order"):
        return {}
    order = order_from_json(one.before["order"])
    prices = {line.sku: line.unit_price for line in order.lines}
    left, found = one.difference or 0, {}
    for swap in request.swaps:
        if swap.old not in prices:
            continue
        price = replace(prices[swap.old], minor=prices[swap.old].minor + left)
        left = 0
        for sku, amount in ((swap.old, prices[swap.old]), (swap.new, price)):
            found[sku] = KnownVariant(sku=sku, product_id=swap.old, title="", options=(), available=True, price=amount)
    return found


def standing(
    order: Order, rule: ActionRule | None, action: ActionName, done: tuple[Done, ...], now: datetime
) -> tuple[Standing, str]:
    """Whether the order is open to the action now, for its signed-in owner; and the code it turned on."""
    owner = order.customer_id or "owner"
    order = replace(order, customer_id=owner)
    methods = tuple(PaymentMethod(id=id_, kind="card") for id_ in dict.fromkeys(one.method for one in order.payments))
    customer = Customer(id=owner, key=owner, payment_methods=methods or (PaymentMethod(id="card", kind="card"),))
    situation = Situation(
        identity=Identity(customer_id=owner, strength="session"), order=order, customer=customer, done=done, now=now
    )
    rules = [replace(rule, valid_from=None, valid_to=None)] if rule else []
    decision = decide(_trial(order, rule, action, customer), rules, situation)
    if decision.verdict == "needs_person":
        return "person", decision.code
    if decision.verdict == "deny" and decision.code in _STATE_CODES:
        return "shut", decision.code
    if rule is not None and rule.approval == "person":
        return "person", "approval"
    return "open", decision.code


def _trial(order: Order, rule: ActionRule | None, action: ActionName, customer: Customer) -> ActionRequest:
    """The plainest request of this kind for the whole order."""
    method = customer.payment_methods[0].id
    skus = tuple(line.sku for line in order.lines for _ in range(line.quantity)) or ("",)
    swap = (Swap(old=skus[0], new=skus[0]),)
    match action:
        case "cancel_order":
            return CancelOrder(order=order.number, reason=rule.reasons[0] if rule and rule.reasons else "?")
        case "return_items":
            back = [sku for one in order.returns if one.status != "refused" for sku in [one.sku] * one.quantity]
            left = list(skus)
            for sku in back:
                if sku in left:
                    left.remove(sku)
            return ReturnItems(order=order.number, skus=tuple(left) or skus, payment_method=method)
        case "change_order_payment":
            return ChangeOrderPayment(order=order.number, payment_method=method)
        case "change_order_items":
            return ChangeOrderItems(order=order.number, swaps=swap, payment_method=method)
        case "exchange_items":
            return ExchangeItems(order=order.number, swaps=swap, payment_method=method)
        case "change_order_address":
            return ChangeOrderAddress(order=order.number, address=order.address or Address(line1="?"))
        case "change_customer_address":
            raise ValueError("an address of a customer is not about an order")
