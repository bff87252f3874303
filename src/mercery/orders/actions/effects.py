"""What an allowed action makes of the order and of the customer. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.orders.actions.decision import Amounts, Situation
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
from mercery.orders.order import Order, OrderLine, Payment, Return


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The order and the customer after the action; None where it changes nothing of them."""

    order: Order | None = None
    customer: Customer | None = None


def effect(request: ActionRequest, amounts: Amounts, situation: Situation) -> Effect:
    """What the action does. Call it only with the amounts of a decision that allowed the request."""
    customer = situation.customer
    assert customer is not None
    if isinstance(request, ChangeCustomerAddress):
        return Effect(customer=replace(customer, address=request.address))
    order = situation.order
    assert order is not None
    match request:
        case CancelOrder():
            return _cancelled(order, customer, request, situation.now)
        case ChangeOrderAddress():
            return Effect(order=replace(order, address=request.address, country=None))
        case ChangeOrderPayment():
            return _repaid(order, customer, request.payment_method, amounts, situation.now)
        case ChangeOrderItems():
            return _changed(order, customer, request, amounts, situation)
        case ReturnItems():
            return Effect(order=_sent_back(order, request, situation.now))
        case ExchangeItems():
            return Effect(order=_exchanged(order, request, situation.now))
        case _:
            assert_never(request)


def _cancelled(order: Order, customer: Customer, request: CancelOrder, now: datetime) -> Effect:
    """Each payment goes back the way it came; gift cards are credited at once."""
    back = []
    for payment in order.payments:
        if payment.kind == "payment":
            back.append(Payment(kind="refund", amount=payment.amount, method=payment.method, at=now))
            customer = _credited(customer, payment.method, payment.amount)
    after = replace(order, status="cancelled", cancel_reason=request.reason, payments=(*order.payments, *back))
    return Effect(order=after, customer=customer)


def _repaid(order: Order, customer: Customer, method: str, amounts: Amounts, now: datetime) -> Effect:
    amount = amounts.refund or Money.zero(order.currency)
    paid_by = [payment.method for payment in order.payments if payment.kind == "payment"]
    moves = [Payment(kind="payment", amount=amount, method=method, at=now)]
    customer = _credited(customer, method, amount * -1)
    if paid_by:
        moves.append(Payment(kind="refund", amount=amount, method=paid_by[-1], at=now))
        customer = _credited(customer, paid_by[-1], amount)
    return Effect(order=replace(order, payments=(*order.payments, *moves)), customer=customer)


def _changed(
    order: Order, customer: Customer, request: ChangeOrderItems, amounts: Amounts, situation: Situation
) -> Effect:
    difference = amounts.difference or Money.zero(order.currency)
    lines = list(order.lines)
    for swap in request.swaps:
        lines = _swap_line(lines, swap, situation)
    payments = order.payments
    if difference.minor:
        kind = "payment" if difference.minor > 0 else "refund"
        amount = Money(abs(difference.minor), order.currency)
        move = Payment(
            kind="payment" if kind == "payment" else "refund",
            amount=amount,
            method=request.payment_method,
            at=situation.now,
        )
        payments = (*payments, move)
        customer = _credited(customer, request.payment_method, difference * -1)
    after = replace(
        order, status="items_changed", lines=tuple(lines), payments=payments, total=order.total + difference
    )
    return Effect(order=after, customer=customer)


def _swap_line(lines: list[OrderLine], swap: Swap, situation: Situation) -> list[OrderLine]:
    """One piece of the old SKU becomes one of the new; the rest of its line stays."""
    found: list[OrderLine] = []
    done = False
    for line in lines:
        if done or line.sku != swap.old:
            found.append(line)
            continue
        done = True
        new = situation.variants[swap.new]
        if line.quantity > 1:
            found.append(replace(line, quantity=line.quantity - 1, unit_paid=()))
        assert new.price is not None
        found.append(OrderLine(sku=new.sku, title=new.title, quantity=1, unit_price=new.price, options=new.options))
    return found


def _sent_back(order: Order, request: ReturnItems, now: datetime) -> Order:
    back = tuple(
        Return(sku=sku, quantity=count, status="requested", requested_at=now, payment_method=request.payment_method)
        for sku, count in Counter(request.skus).items()
    )
    return replace(order, status="return_requested", returns=(*order.returns, *back))


def _exchanged(order: Order, request: ExchangeItems, now: datetime) -> Order:
    back = tuple(
        Return(
            sku=swap.old,
            quantity=1,
            status="requested",
            requested_at=now,
            exchange_for=swap.new,
            payment_method=request.payment_method,
        )
        for swap in request.swaps
    )
    return replace(order, status="exchange_requested", returns=(*order.returns, *back))


def _credited(customer: Customer, method_id: str, amount: Money) -> Customer:
    """The customer with `amount` more on the gift card; other ways to pay hold no balance here."""
    methods = tuple(
        replace(method, balance=method.balance + amount)
        if method.id == method_id and method.kind == "gift_card" and method.balance is not None
        else method
        for method in customer.payment_methods
    )
    return replace(customer, payment_methods=methods)
