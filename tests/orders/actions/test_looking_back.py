"""A draft held against what was done: decided again from the receipts, without asking anybody."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.orders.actions.situations import ANA, NOW, RULES, euros, order

from mercery.customers.service import contact_to_json
from mercery.orders.actions.looking_back import PastAction, decide_again, look_back, standing
from mercery.orders.actions.requests import ActionRequest, CancelOrder, ChangeOrderItems, ReturnItems, Swap
from mercery.orders.actions.rule import ActionRule
from mercery.orders.order import Order, OrderStatus
from mercery.orders.order_json import order_from_json, order_to_json

CANCEL = next(rule for rule in RULES if rule.action == "cancel_order")
RETURN = next(rule for rule in RULES if rule.action == "return_items")
ITEMS = next(rule for rule in RULES if rule.action == "change_order_items")


def past(request: ActionRequest, before: Order, *, identity: str = "email", **changes: Any) -> PastAction:
    made = PastAction(
        receipt="rct_1", action=request.name, order=before.number, customer_id=ANA.id, arguments=asdict(request),
        before={"order": order_to_json(before), "customer": contact_to_json(ANA), "identity": identity},
        difference=None, at=NOW - timedelta(days=3),
    )  # fmt: skip
    return replace(made, **changes)


CANCELLED = past(CancelOrder(order="1001", reason="no longer needed"), order())


def code(one: PastAction, draft: ActionRule, *others: PastAction) -> str:
    decision = decide_again(one, draft, [*others, one])
    return "allowed" if decision.allowed else decision.code


def test_under_the_same_rule_everything_done_would_be_done() -> None:
    swapped = past(
        ChangeOrderItems(order="1001", swaps=(Swap(old="cup-red", new="cup-blue"),), payment_method="visa"),
        order(), difference=400,
    )  # fmt: skip
    back = past(ReturnItems(order="1001", skus=("tray",), payment_method="visa"), order("delivered"), at=NOW)
    assert (code(CANCELLED, CANCEL), code(swapped, ITEMS), code(back, RETURN)) == ("allowed", "allowed", "allowed")


def test_a_stricter_draft_says_what_it_would_have_refused_and_why() -> None:
    assert code(CANCELLED, replace(CANCEL, statuses=("paid",))) == "status"
    assert code(CANCELLED, replace(CANCEL, reasons=("ordered by mistake",))) == "reason"
    assert code(CANCELLED, replace(CANCEL, person_above=(euros("99"),))) == "limit_amount"
    assert code(CANCELLED, replace(CANCEL, identity="session")) == "identity"
    assert code(CANCELLED, replace(CANCEL, approval="person")) == "approval"
    earlier = replace(CANCELLED, at=CANCELLED.at - timedelta(hours=1))
    assert code(CANCELLED, replace(CANCEL, once=True), earlier) == "done_before"
    assert code(CANCELLED, replace(CANCEL, per_customer_and_day=1), replace(earlier, order="0999")) == "limit_day"


def test_a_receipt_that_does_not_know_the_proof_is_not_held_against_it() -> None:
    old = replace(CANCELLED, before={name: value for name, value in CANCELLED.before.items() if name != "identity"})
    assert code(old, replace(CANCEL, identity="session")) == "allowed"


def test_orders_that_would_stand_differently_are_counted_and_named() -> None:
    states: list[OrderStatus] = ["pending", "paid", "delivered"]
    orders = [order(status, number=str(place)) for place, status in enumerate(states, 1)]
    wider = replace(CANCEL, statuses=("pending", "paid"))
    back = look_back(wider, CANCEL, [], orders, NOW)
    assert (back.before, back.after) == ({"open": 1, "person": 0, "shut": 2}, {"open": 2, "person": 0, "shut": 1})
    assert [(one.order, one.before, one.after) for one in back.shifted] == [("2", "shut", "open")]
    assert look_back(CANCEL, CANCEL, [CANCELLED], orders, NOW).same
    none = look_back(CANCEL, None, [], orders, NOW)
    assert none.before == {"open": 0, "person": 0, "shut": 3}


def test_how_an_order_stands_does_not_depend_on_what_a_customer_would_say() -> None:
    assert standing(order(), CANCEL, "cancel_order", (), NOW) == ("open", "confirmation")
    assert standing(order(), ITEMS, "change_order_items", (), NOW)[0] == "open"
    assert standing(order("delivered"), replace(RETURN, within_days=1), "return_items", (), NOW) == ("shut", "too_late")


@given(
    status=st.sampled_from(["pending", "paid", "packed", "shipped", "delivered", "cancelled"]),
    minor=st.integers(0, 10**7),
)
def test_an_order_comes_back_from_its_json(status: Any, minor: int) -> None:
    made = order(status, total=euros(str(minor)))
    again = order_from_json(order_to_json(made), id_=made.id, customer_id=made.customer_id)
    assert again == replace(made, version=1, recorded_at=None, source_line=None)
