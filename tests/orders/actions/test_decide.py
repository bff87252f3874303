"""What the rules say, and what every amount comes to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.orders.actions.situations import ANA, ELSEWHERE, NOW, RULES, decided, euros, order, situation

from mercery.core.money import Money
from mercery.orders.actions.decide import decide
from mercery.orders.actions.decision import Done, Identity
from mercery.orders.actions.requests import CancelOrder, ReturnItems, parse
from mercery.orders.actions.rule import ActionRule
from mercery.orders.order import OrderLine, Payment, Return

SWAP: dict[str, Any] = {"swaps": [{"old": "cup-red", "new": "cup-blue"}], "payment_method": "visa"}


@pytest.mark.parametrize(
    ("action", "status", "arguments"),
    [
        ("cancel_order", "pending", {"reason": "no longer needed"}),
        ("change_order_address", "pending", {"address": ELSEWHERE}),
        ("change_order_payment", "pending", {"payment_method": "wallet"}),
        ("change_order_items", "pending", SWAP),
        ("return_items", "delivered", {"skus": ["tray"], "payment_method": "visa"}),
        ("exchange_items", "delivered", SWAP),
    ],
)
def test_what_the_rules_allow_is_allowed_after_a_yes(action: str, status: Any, arguments: dict[str, Any]) -> None:
    assert decided(action, order(status), **arguments).verdict == "allow"
    asked = decided(action, order(status), with_={"confirmed": False}, **arguments)
    assert asked.verdict == "needs_confirmation"
    assert asked.amounts == decided(action, order(status), **arguments).amounts


@pytest.mark.parametrize(
    ("action", "status", "arguments", "code"),
    [
        ("cancel_order", "delivered", {"reason": "no longer needed"}, "status"),
        ("cancel_order", "items_changed", {"reason": "no longer needed"}, "status"),
        ("cancel_order", "pending", {"reason": "found it cheaper"}, "reason"),
        ("change_order_payment", "pending", {"payment_method": "visa"}, "same_payment"),
        ("change_order_payment", "pending", {"payment_method": "gift"}, "gift_balance"),
        ("change_order_payment", "pending", {"payment_method": "somebody-elses"}, "payment_not_of_customer"),
        ("change_order_items", "pending", {**SWAP, "swaps": [{"old": "cup-red", "new": "cup-red"}]}, "same_item"),
        ("change_order_items", "pending", {**SWAP, "swaps": [{"old": "cup-red", "new": "tray"}]}, "other_product"),
        ("change_order_items", "pending", {**SWAP, "swaps": [{"old": "cup-red", "new": "cup-grey"}]}, "unavailable"),
        ("change_order_items", "pending", {**SWAP, "swaps": [{"old": "cup-red", "new": "nothing"}]}, "no_such_item"),
        ("change_order_items", "pending", {**SWAP, "swaps": [{"old": "cup-gold", "new": "cup-blue"}]}, "item_not_in_order"),
        ("change_order_items", "pending", {"swaps": [{"old": "cup-red", "new": "cup-gold"}], "payment_method": "gift"}, "gift_balance"),
        ("return_items", "pending", {"skus": ["tray"], "payment_method": "visa"}, "status"),
        ("return_items", "delivered", {"skus": ["tray", "tray"], "payment_method": "visa"}, "more_than_bought"),
        ("return_items", "delivered", {"skus": ["tray"], "payment_method": "wallet"}, "refund_target"),
    ],
)  # fmt: skip
def test_what_the_rules_forbid_is_refused_with_its_reason(
    action: str, status: Any, arguments: dict[str, Any], code: str
) -> None:
    decision = decided(action, order(status), **arguments)
    assert (decision.verdict, decision.code) == ("deny", code)


def test_nobody_identified_is_asked_who_they_are_before_anything_is_looked_at() -> None:
    nobody: dict[str, Any] = {"identity": Identity(), "customer": None}
    known = decided("cancel_order", order("cancelled"), with_=nobody, reason="no longer needed")
    unknown = decided("cancel_order", None, with_=nobody, reason="no longer needed")
    assert known.verdict == unknown.verdict == "needs_identity"
    assert (known.code, known.detail) == (unknown.code, unknown.detail)


def test_a_weaker_proof_than_the_rule_asks_for_does_not_suffice() -> None:
    strict = [replace(rule, identity="code") for rule in RULES]
    request = CancelOrder(order="1001", reason="no longer needed")
    decision = decide(request, strict, situation(order()))
    assert (decision.verdict, decision.detail) == ("needs_identity", "code")


def test_an_order_of_somebody_else_and_one_that_does_not_exist_are_told_apart_by_nothing() -> None:
    theirs = decided("cancel_order", order(customer_id="cus_bo"), reason="no longer needed")
    nothing = decided("cancel_order", None, reason="no longer needed")
    assert theirs == nothing
    assert theirs.code == "not_yours"


def test_only_the_own_address_can_be_changed() -> None:
    assert decided("change_customer_address", None, customer="ana", address=ELSEWHERE).verdict == "allow"
    assert decided("change_customer_address", None, customer="bo", address=ELSEWHERE).code == "not_yours"


def test_what_may_happen_once_is_refused_the_second_time() -> None:
    before = Done(action="change_order_payment", rule="change_order_payment@1", order="1001", at=NOW)
    decision = decided("change_order_payment", order(), with_={"done": (before,)}, payment_method="wallet")
    assert decision.code == "done_before"


def test_without_a_rule_nothing_happens() -> None:
    decision = decide(
        CancelOrder(order="1001", reason=""),
        [],
        situation(order(), identity=Identity(customer_id="cus_ana", strength="session")),
    )
    assert (decision.verdict, decision.code) == ("deny", "no_rule")


def test_a_rule_holds_in_its_own_time_only() -> None:
    ended = [replace(rule, valid_to=NOW) for rule in RULES]
    decision = decide(
        CancelOrder(order="1001", reason="no longer needed"),
        ended,
        situation(order(), identity=Identity(customer_id="cus_ana", strength="session")),
    )
    assert decision.code == "no_rule"


def test_a_return_after_the_window_is_too_late() -> None:
    rules = [replace(rule, within_days=4) for rule in RULES if rule.action == "return_items"]
    request = ReturnItems(order="1001", skus=("tray",), payment_method="visa")
    assert decide(request, rules, situation(order("delivered"))).code == "too_late"
    rules = [replace(rules[0], within_days=5)]
    assert decide(request, rules, situation(order("delivered"))).verdict == "allow"


def test_large_amounts_and_many_in_a_day_wait_for_a_person() -> None:
    cancel = next(rule for rule in RULES if rule.action == "cancel_order")
    request = CancelOrder(order="1001", reason="no longer needed")

    def said(rule: ActionRule, *done: Done) -> tuple[str, str]:
        decision = decide(request, [rule], situation(order(), done=done))
        return decision.verdict, decision.code

    assert said(replace(cancel, person_above=(euros("99.99"),))) == ("needs_person", "limit_amount")
    assert said(replace(cancel, person_above=(euros("100"),))) == ("allow", "allowed")
    assert said(replace(cancel, person_above=(Money(999_999, "USD"),))) == ("needs_person", "limit_amount")
    assert said(replace(cancel, person_above=(Money(1, "USD"), euros("100")))) == ("allow", "allowed")
    today = Done(action="cancel_order", rule="cancel_order@1", order="0999", at=NOW - timedelta(hours=3))
    assert said(replace(cancel, per_customer_and_day=1), today) == ("needs_person", "limit_day")
    assert said(replace(cancel, approval="person")) == ("needs_person", "approval")


def test_a_swap_costs_or_gives_back_the_difference_at_todays_price() -> None:
    dearer = decided("change_order_items", order(), **SWAP).amounts
    assert dearer and dearer.difference == euros("4") and dearer.days == (0, 0)
    cheaper = decided(
        "exchange_items",
        order("delivered", lines=(OrderLine(sku="cup-gold", title="Cup", quantity=1, unit_price=euros("140")),)),
        swaps=[{"old": "cup-gold", "new": "cup-red"}],
        payment_method="visa",
    ).amounts
    assert cheaper and cheaper.difference == euros("-120") and cheaper.days == (5, 7)


def test_a_gift_card_is_credited_at_once_and_pays_no_more_than_it_holds() -> None:
    by_gift = decided("cancel_order", order(method="gift"), reason="no longer needed").amounts
    assert by_gift and by_gift.refund == euros("100") and by_gift.days == (0, 0)
    assert decided("return_items", order("delivered"), skus=["tray"], payment_method="gift").verdict == "allow"


def test_a_discount_on_the_order_comes_off_what_goes_back() -> None:
    reduced = order(
        "delivered", total=euros("75"), payments=(Payment(kind="payment", amount=euros("75"), method="visa"),)
    )
    back = decided("return_items", reduced, skus=["tray"], payment_method="visa").amounts
    assert back and back.refund == euros("45")


def test_what_is_already_going_back_cannot_go_back_again() -> None:
    half = order("delivered", returns=(Return(sku="cup-red", quantity=2, status="requested"),))
    assert decided("return_items", half, skus=["cup-red"], payment_method="visa").code == "more_than_bought"
    refused = order("delivered", returns=(Return(sku="cup-red", quantity=2, status="refused"),))
    assert decided("return_items", refused, skus=["cup-red"], payment_method="visa").verdict == "allow"


@given(
    prices=st.lists(st.tuples(st.integers(1, 90_000), st.integers(1, 4)), min_size=1, max_size=6),
    off=st.integers(0, 10_000),
    data=st.data(),
)
def test_returned_in_any_order_never_more_goes_back_than_was_paid(
    prices: list[tuple[int, int]], off: int, data: st.DataObject
) -> None:
    lines = tuple(
        OrderLine(sku=f"s{number}", title="Piece", quantity=count, unit_price=Money(price, "EUR"))
        for number, (price, count) in enumerate(prices)
    )
    goods = sum(price * count for price, count in prices)
    total = Money(goods - goods * off // 10_000, "EUR")
    bought = order(
        "delivered", lines=lines, total=total, payments=(Payment(kind="payment", amount=total, method="visa"),)
    )
    pieces = [line.sku for line in lines for _ in range(line.quantity)]
    shuffled = data.draw(st.permutations(pieces))
    cut = data.draw(st.integers(0, len(pieces)))
    back = 0
    for part in (shuffled[:cut], shuffled[cut:]):
        if part:
            request = ReturnItems(order="1001", skus=tuple(part), payment_method="visa")
            refund = decide(request, RULES, situation(bought)).amounts
            assert refund and refund.refund
            back += refund.refund.minor
    assert back <= goods
    whole = decide(
        ReturnItems(order="1001", skus=tuple(pieces), payment_method="visa"), RULES, situation(bought)
    ).amounts
    assert whole and whole.refund == total


@given(
    name=st.sampled_from(["cancel_order", "return_items", "change_order_payment", "no_such"]),
    extra=st.dictionaries(st.text(min_size=1, max_size=8), st.integers() | st.text(max_size=8), max_size=3),
)
def test_whatever_is_proposed_nothing_of_another_customer_is_touched(name: str, extra: dict[str, Any]) -> None:
    arguments = {"order": "1001", "reason": "no longer needed", "skus": ["tray"], "payment_method": "visa", **extra}
    try:
        request = parse(name, arguments)
    except Exception as error:
        assert type(error).__name__ == "BadRequest"
        return
    decision = decide(request, RULES, situation(order(customer_id="cus_bo")))
    assert not decision.allowed


def test_the_customer_of_these_tests_holds_no_card_number() -> None:
    assert all(len(method.last_four) <= 4 for method in ANA.payment_methods)
