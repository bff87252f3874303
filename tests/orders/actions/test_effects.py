"""What an allowed action makes of the order and the customer."""

from typing import Any

from tests.orders.actions.situations import ANA, ELSEWHERE, RULES, euros, order, situation

from mercery.orders.actions.decide import decide
from mercery.orders.actions.effects import Effect, effect
from mercery.orders.actions.requests import parse
from mercery.orders.order import Order


def done(action: str, of: Order, **arguments: Any) -> Effect:
    where = situation(of)
    request = parse(action, {"order": "1001", **arguments})
    decision = decide(request, RULES, where)
    assert decision.allowed and decision.amounts
    return effect(request, decision.amounts, where)


def gift(of: Effect) -> object:
    assert of.customer
    method = of.customer.payment_method("gift")
    assert method
    return method.balance


def moves(of: Effect) -> list[tuple[str, int, str]]:
    assert of.order
    return [(payment.kind, payment.amount.minor, payment.method) for payment in of.order.payments]


def test_a_cancelled_order_pays_back_the_way_it_was_paid() -> None:
    after = done("cancel_order", order(method="gift"), reason="no longer needed")
    assert after.order and (after.order.status, after.order.cancel_reason) == ("cancelled", "no longer needed")
    assert moves(after) == [("payment", 10_000, "gift"), ("refund", 10_000, "gift")]
    assert gift(after) == euros("150")


def test_another_payment_method_pays_and_the_first_is_given_back() -> None:
    after = done("change_order_payment", order(), payment_method="wallet")
    assert moves(after) == [("payment", 10_000, "visa"), ("payment", 10_000, "wallet"), ("refund", 10_000, "visa")]


def test_a_swapped_piece_leaves_the_others_alone_and_moves_the_difference() -> None:
    after = done("change_order_items", order(), swaps=[{"old": "cup-red", "new": "cup-blue"}], payment_method="gift")
    assert after.order and after.order.status == "items_changed"
    assert [(line.sku, line.quantity, line.unit_price) for line in after.order.lines] == [
        ("cup-red", 1, euros("20")),
        ("cup-blue", 1, euros("24")),
        ("tray", 1, euros("60")),
    ]
    assert after.order.total == euros("104")
    assert gift(after) == euros("46")
    assert moves(after)[1:] == [("payment", 400, "gift")]


def test_a_return_moves_no_money_before_the_pieces_are_back() -> None:
    after = done("return_items", order("delivered"), skus=["cup-red", "cup-red"], payment_method="visa")
    assert after.order and after.order.status == "return_requested"
    assert [(back.sku, back.quantity, back.status) for back in after.order.returns] == [("cup-red", 2, "requested")]
    assert after.order.payments == order().payments and after.customer is None


def test_an_exchange_names_what_is_wanted_instead() -> None:
    after = done(
        "exchange_items", order("delivered"), swaps=[{"old": "cup-red", "new": "cup-blue"}], payment_method="visa"
    )
    assert after.order and after.order.status == "exchange_requested"
    assert [(back.sku, back.exchange_for, back.payment_method) for back in after.order.returns] == [
        ("cup-red", "cup-blue", "visa")
    ]


def test_an_address_is_taken_as_given() -> None:
    after = done("change_order_address", order(), address=ELSEWHERE)
    assert after.order and after.order.address and after.order.address.postcode == "69002"
    assert ANA.address and ANA.address.postcode == "69001"
