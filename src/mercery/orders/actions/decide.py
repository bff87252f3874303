"""The policy engine: a request, the rules in force and the situation in; a decision out. Pure.

Order of the checks: who asks, whose order it is, whether a rule exists, the order's state, the arguments, the money,
the limits, and the customer's yes at the very end, so that nobody is asked to confirm what would be refused. An order of
somebody else and an order that does not exist are told apart by nothing that a customer can see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import assert_never

from mercery.core.money import Money
from mercery.customers.customer import PaymentMethod
from mercery.orders.actions.decision import Amounts, Code, Decision, Situation
from mercery.orders.actions.requests import (
    ActionRequest,
    CancelOrder,
    ChangeCustomerAddress,
    ChangeOrderAddress,
    ChangeOrderItems,
    ChangeOrderPayment,
    ExchangeItems,
    ReturnItems,
    Swap,
)
from mercery.orders.actions.rule import STRENGTHS, ActionRule
from mercery.orders.order import Order
from mercery.orders.paid import left_to_return


class _Refused(Exception):
    """Carries a refusal out of the checks."""

    def __init__(self, code: Code, detail: str = "") -> None:
        self.decision = Decision(verdict="deny", code=code, detail=detail)


def rule_for(rules: Iterable[ActionRule], action: str, situation: Situation) -> ActionRule | None:
    """The newest rule in force for an action."""
    held = [rule for rule in rules if rule.action == action and rule.holds_at(situation.now)]
    return max(held, key=lambda rule: rule.version, default=None)


def decide(request: ActionRequest, rules: Sequence[ActionRule], situation: Situation) -> Decision:
    """What the rules say to the request in this situation."""
    rule = rule_for(rules, request.name, situation)
    identity = situation.identity
    needed = rule.identity if rule else "code"
    if identity.customer_id is None or situation.customer is None or _weaker(identity.strength, needed):
        return Decision(verdict="needs_identity", code="identity", rule=rule.id if rule else "", detail=needed)
    try:
        _check_owner(request, situation)
        if rule is None:
            raise _Refused("no_rule", request.name)
        amounts = _check(request, rule, situation)
        return _limits(rule, situation, amounts) or _confirm(rule, situation, amounts)
    except _Refused as refused:
        found = refused.decision
        return Decision(verdict=found.verdict, code=found.code, detail=found.detail, rule=rule.id if rule else "")


def _weaker(strength: str, needed: str) -> bool:
    return strength == "none" or STRENGTHS.index(strength) < STRENGTHS.index(needed)


def _check_owner(request: ActionRequest, situation: Situation) -> None:
    assert situation.customer is not None
    if isinstance(request, ChangeCustomerAddress):
        if request.customer != situation.customer.key:
            raise _Refused("not_yours")
    elif situation.order is None or situation.order.customer_id != situation.customer.id:
        raise _Refused("not_yours")


def _check(request: ActionRequest, rule: ActionRule, situation: Situation) -> Amounts:
    if isinstance(request, ChangeCustomerAddress):
        return Amounts()
    order = situation.order
    assert order is not None
    _check_state(order, rule, situation)
    match request:
        case CancelOrder():
            if rule.reasons and request.reason not in rule.reasons:
                raise _Refused("reason", request.reason)
            return _whole_refund(order, rule, situation)
        case ChangeOrderAddress():
            return Amounts()
        case ChangeOrderPayment():
            return _other_payment(order, request.payment_method, rule, situation)
        case ChangeOrderItems() | ExchangeItems():
            return _swapped(order, request.swaps, request.payment_method, rule, situation)
        case ReturnItems():
            return _returned(order, request.skus, request.payment_method, rule, situation)
        case _:
            assert_never(request)


def _check_state(order: Order, rule: ActionRule, situation: Situation) -> None:
    if order.status not in rule.statuses:
        raise _Refused("status", order.status)
    if rule.once and any(done.action == rule.action and done.order == order.number for done in situation.done):
        raise _Refused("done_before", rule.action)
    if rule.within_days is not None:
        arrived = max((parcel.delivered_at for parcel in order.shipments if parcel.delivered_at), default=None)
        if arrived is None or situation.now - arrived > timedelta(days=rule.within_days):
            raise _Refused("too_late", str(rule.within_days))


def _whole_refund(order: Order, rule: ActionRule, situation: Situation) -> Amounts:
    paid = _net_paid(order)
    return Amounts(refund=paid, days=_days(_original(order, situation), rule))


def _net_paid(order: Order) -> Money:
    if not order.payments:
        return order.total
    minor = sum(one.amount.minor if one.kind == "payment" else -one.amount.minor for one in order.payments)
    return Money(minor, order.currency)


def _original(order: Order, situation: Situation) -> PaymentMethod | None:
    ids = [payment.method for payment in order.payments if payment.kind == "payment"]
    assert situation.customer is not None
    return situation.customer.payment_method(ids[-1]) if ids else None


def _days(method: PaymentMethod | None, rule: ActionRule) -> tuple[int, int]:
    return (0, 0) if method is not None and method.kind == "gift_card" else rule.refund_days


def _own_method(id_: str, situation: Situation) -> PaymentMethod:
    assert situation.customer is not None
    method = situation.customer.payment_method(id_)
    if method is None:
        raise _Refused("payment_not_of_customer", id_)
    return method


def _other_payment(order: Order, id_: str, rule: ActionRule, situation: Situation) -> Amounts:
    method = _own_method(id_, situation)
    current = [payment.method for payment in order.payments if payment.kind == "payment"]
    if current and current[-1] == id_:
        raise _Refused("same_payment", id_)
    total = _net_paid(order)
    _covered(method, total)
    return Amounts(refund=total, method=id_, days=_days(_original(order, situation), rule))


def _covered(method: PaymentMethod, amount: Money) -> None:
    """A gift card pays no more than it holds; one whose balance is not known pays nothing."""
    if method.kind == "gift_card" and amount.minor > 0 and (method.balance is None or method.balance < amount):
        raise _Refused("gift_balance", method.id)


def _swapped(order: Order, swaps: Sequence[Swap], id_: str, rule: ActionRule, situation: Situation) -> Amounts:
    _in_order(order, [swap.old for swap in swaps])
    prices = {line.sku: line.unit_price for line in order.lines}
    difference = Money.zero(order.currency)
    for swap in swaps:
        difference += _new_price(order, swap, situation) - prices[swap.old]
    method = _own_method(id_, situation)
    _covered(method, difference)
    return Amounts(difference=difference, method=id_, days=_days(method, rule) if difference.minor < 0 else (0, 0))


def _new_price(order: Order, swap: Swap, situation: Situation) -> Money:
    if swap.new == swap.old:
        raise _Refused("same_item", swap.new)
    new, old = situation.variants.get(swap.new), situation.variants.get(swap.old)
    if new is None:
        raise _Refused("no_such_item", swap.new)
    if old is None or new.product_id != old.product_id:
        raise _Refused("other_product", swap.new)
    if not new.available or new.price is None or new.price.currency != order.currency:
        raise _Refused("unavailable", swap.new)
    return new.price


def _in_order(order: Order, skus: Sequence[str]) -> None:
    bought: Counter[str] = Counter()
    for line in order.lines:
        bought[line.sku] += line.quantity
    for back in order.returns:
        if back.status != "refused":
            bought[back.sku] -= back.quantity
    for sku, count in Counter(skus).items():
        if not any(line.sku == sku for line in order.lines):
            raise _Refused("item_not_in_order", sku)
        if count > bought[sku]:
            raise _Refused("more_than_bought", sku)


def _returned(order: Order, skus: Sequence[str], id_: str, rule: ActionRule, situation: Situation) -> Amounts:
    _in_order(order, skus)
    method = _own_method(id_, situation)
    original = {payment.method for payment in order.payments if payment.kind == "payment"}
    gift = method.kind == "gift_card" and rule.refund_to == "original_or_gift_card"
    if rule.refund_to != "any_own" and id_ not in original and not gift:
        raise _Refused("refund_target", id_)
    pieces = left_to_return(order)
    refund = Money.zero(order.currency)
    for sku in skus:
        refund += pieces[sku].pop()
    return Amounts(refund=refund, method=id_, days=_days(method, rule))


def _limits(rule: ActionRule, situation: Situation, amounts: Amounts) -> Decision | None:
    if rule.approval == "person":
        return Decision(verdict="needs_person", code="approval", rule=rule.id, amounts=amounts)
    moved = max((abs(part.minor) for part in (amounts.refund, amounts.difference) if part), default=0)
    order = situation.order
    limit = rule.limit_in(order.currency) if order is not None else None
    if rule.person_above and order is not None and (limit is None or moved > limit.minor):
        return Decision(verdict="needs_person", code="limit_amount", rule=rule.id, amounts=amounts)
    if rule.per_customer_and_day is not None:
        day = situation.now - timedelta(days=1)
        today = sum(1 for done in situation.done if done.action == rule.action and done.at > day)
        if today >= rule.per_customer_and_day:
            return Decision(verdict="needs_person", code="limit_day", rule=rule.id, amounts=amounts)
    return None


def _confirm(rule: ActionRule, situation: Situation, amounts: Amounts) -> Decision:
    if rule.confirmation and not situation.confirmed:
        return Decision(verdict="needs_confirmation", code="confirmation", rule=rule.id, amounts=amounts)
    return Decision(verdict="allow", code="allowed", rule=rule.id, amounts=amounts)
