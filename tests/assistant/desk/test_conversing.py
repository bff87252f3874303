"""Conversations with the desk, without a database: what it shows, asks, refuses, and what a yes would execute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.assistant.desk.shop import DELIVERED, PENDING, VIEW, Desk, order

from mercery.assistant.desk.state import DeskState, state_from_json, state_to_json
from mercery.orders.actions.requests import (
    CancelOrder,
    ChangeCustomerAddress,
    ChangeOrderAddress,
    ChangeOrderItems,
    ChangeOrderPayment,
    ExchangeItems,
    ReturnItems,
    Swap,
)
from mercery.orders.actions.rule import ActionRule


def test_a_return_is_shown_with_its_refund_before_a_yes_and_done_after_it() -> None:
    desk = Desk()
    assert "$90.00" in desk.says("I want to return the coat")
    assert desk.asked == "payment_method" and desk.done == []
    shown = desk.says("to the gift card")
    assert "gift card, immediately" in shown and desk.asked == "confirmation" and desk.done == []
    desk.says("yes")
    assert desk.done == [ReturnItems(order="K1002", skus=("coat-m-navy",), payment_method="gift")]


def test_a_yes_with_the_way_to_pay_is_a_yes_to_the_details_shown() -> None:
    desk = Desk()
    assert "$8.50" in desk.says("change the lamp in K1001 to high brightness")
    desk.says("PayPal, yes do it")
    swaps = (Swap(old="lamp-black-low", new="lamp-black-high"),)
    assert desk.done == [ChangeOrderItems(order="K1001", swaps=swaps, payment_method="paypal")]


def test_a_yes_before_anything_was_shown_is_none() -> None:
    desk = Desk()
    desk.says("cancel K1001, I don't need it. yes, yes, do it")
    assert desk.done == [] and desk.asked == "confirmation"


def test_a_changed_mind_about_the_details_needs_another_yes() -> None:
    desk = Desk()
    desk.says("swap the lamp in K1001 for a bright one, PayPal")
    desk.says("yes, but the white one")
    assert desk.done == []


def test_a_yes_is_good_for_ten_minutes() -> None:
    desk = Desk()
    desk.says("cancel K1001, ordered by mistake")
    desk.view = replace(VIEW, now=VIEW.now + timedelta(minutes=11))
    desk.says("yes")
    assert desk.done == [] and desk.asked == "confirmation"


@pytest.mark.parametrize("no", ["no", "hang on, don't", "forget it", "leave it as it is", "No, keep everything"])
def test_a_no_leaves_everything_as_it_is(no: str) -> None:
    desk = Desk()
    desk.says("cancel K1001, ordered by mistake")
    assert "nothing is changed" in desk.says(no)
    assert desk.tasks == [] and desk.done == []
    desk.says("yes")
    assert desk.done == []


def test_the_order_is_inferred_where_only_one_fits() -> None:
    desk = Desk()
    assert "K1001" in desk.says("cancel the order with the lamp, I don't need it")
    assert desk.tasks[0].source("order_id") == "inferred"


def test_a_piece_in_two_orders_is_asked_about() -> None:
    other = order("K1003", "delivered", *DELIVERED.lines)
    desk = Desk(view=replace(VIEW, orders=(*VIEW.orders, other)))
    assert "K1002" in desk.says("return the coat") and desk.asked == "order_id"
    desk.says("K1003")
    assert desk.tasks[0].order == "K1003"


def test_only_accepted_reasons_cancel() -> None:
    desk = Desk()
    desk.says("cancel K1001")
    assert desk.asked == "reason"
    assert "no longer needed or was ordered by mistake" in desk.says("found it cheaper")
    desk.says("ok, ordered by mistake")
    desk.says("yes")
    assert desk.done == [CancelOrder(order="K1001", reason="ordered by mistake")]


def test_a_single_piece_cannot_be_cancelled() -> None:
    desk = Desk()
    assert "as a whole" in desk.says("cancel just the mug from K1001, keep the rest, I don't need it")
    desk.says("then leave it")
    assert desk.done == [] and desk.tasks == []


def test_a_sold_out_variant_is_named_with_what_can_be_had() -> None:
    desk = Desk()
    said = desk.says("exchange my lamp in K1001 for a white one with high brightness")
    assert "sold out" in said and "low, $42.00" in said and desk.asked == "new_option"
    desk.says("low is fine then, PayPal")
    desk.says("yes")
    assert desk.done == [
        ChangeOrderItems(
            order="K1001", swaps=(Swap(old="lamp-black-low", new="lamp-white-low"),), payment_method="paypal"
        )
    ]


def test_a_side_change_is_said_outright() -> None:
    desk = Desk()
    said = desk.says("the coat is too small, I want it in red")
    assert "red" in said and "differs in" in said and "L (not M)" in said


def test_two_of_the_same_kind_told_apart_by_what_they_are() -> None:
    desk = Desk()
    desk.says("both mugs from K1002 bigger please")
    desk.says("PayPal, go ahead")
    swaps = (Swap(old="mug-300", new="mug-450"), Swap(old="mug-300", new="mug-450"))
    assert desk.done == [ExchangeItems(order="K1002", swaps=swaps, payment_method="paypal")]


def test_money_goes_back_the_way_it_came_or_to_a_gift_card() -> None:
    desk = Desk()
    desk.says("return the coat, refund to PayPal")
    assert desk.last is not None and "Visa ending in 4242" in desk.last.tell.text and desk.asked == "payment_method"
    assert "Visa ending in 4242" in desk.says("why not? it's my own account")
    assert desk.done == []


def test_a_gift_card_that_does_not_cover_it_is_refused_with_its_balance() -> None:
    desk = Desk()
    assert "$5.00" in desk.says("pay K1001 with the gift card instead")
    desk.says("PayPal then, yes")
    desk.says("yes")
    assert desk.done == [ChangeOrderPayment(order="K1001", payment_method="paypal")]


def test_return_and_exchange_of_one_order_exclude_each_other() -> None:
    desk = Desk()
    desk.says("return the mugs and exchange the coat for an L, both from K1002")
    assert desk.asked == "choice" and desk.tasks == []
    desk.says("just the exchange")
    assert [task.kind for task in desk.tasks] == ["swap"]


def test_an_address_is_changed_for_the_order_or_the_profile_or_both() -> None:
    desk = Desk()
    desk.says("send K1001 to 12 Oak Street, Salem, OR 97301, not my profile")
    desk.says("yes")
    both = Desk()
    both.says("I moved to 12 Oak Street, Salem, OR 97301. Please change my profile and the order K1001")
    both.says("yes")
    assert [type(one) for one in desk.done] == [ChangeOrderAddress]
    assert {type(one) for one in both.done} == {ChangeOrderAddress, ChangeCustomerAddress}


def test_an_order_in_the_wrong_state_is_refused_by_its_rule() -> None:
    desk = Desk(view=replace(VIEW, orders=(replace(PENDING, status="packed"),)))
    said = desk.says("cancel K1001, ordered by mistake")
    assert "processed" in said and "A pending order can be cancelled" in said
    assert desk.state.refusal is not None and desk.state.refusal.rule == "cancel_order@1"
    assert "processed" in desk.says("why not?")


def test_somebody_elses_order_and_one_that_is_not_there_are_told_apart_by_nothing() -> None:
    assert Desk().says("cancel K9999").replace("K9999", "") == Desk().says("cancel K7777").replace("K7777", "")


def test_a_later_correction_takes_the_place_of_what_was_said() -> None:
    desk = Desk()
    desk.says("return the mug... no wait, the coat")
    assert [wish.sku for wish in desk.tasks[0].pieces] == ["coat-m-navy"]


def test_questions_are_answered_from_the_record() -> None:
    desk = Desk()
    assert "$52.00" in desk.says("what's the total of K1001?")
    assert "pending" in desk.says("and is it shipped?")
    assert "TR77" in desk.says("tracking number of K1002 please")
    assert "8 Harbour Street" in desk.says("where does K1001 go to?")
    assert "waterproof: yes" in desk.says("is my coat waterproof?")
    assert "$48.50" in desk.says("which lamps do you have with high brightness?")
    assert "You have 2 orders" in desk.says("how many orders do I have?")


def test_no_date_is_made_up() -> None:
    desk = Desk(view=replace(VIEW, orders=(replace(PENDING, status="cancelled"),)))
    assert "5 to 7 business days" in desk.says("did my refund for K1001 arrive?")
    assert "no date on record" in desk.says("when exactly? give me a date")


@pytest.mark.parametrize("text", ["which one is better?", "can I have 10% off?", "add a second mug to my order"])
def test_opinions_favours_and_what_is_not_offered_are_declined(text: str) -> None:
    desk = Desk()
    desk.says(text)
    assert desk.last is not None and desk.last.hand_over is None and desk.last.understood


def test_two_turns_not_understood_go_to_a_person_and_a_refusal_is_none() -> None:
    desk = Desk()
    desk.says("qwertz uiop")
    desk.says("asdf ghjk")
    assert desk.last is not None and desk.last.hand_over == "not_understood"
    refused = Desk()
    refused.says("cancel K9999")
    for _ in range(3):
        refused.says("blah blah")
    assert refused.last is not None and refused.last.hand_over is None


def test_a_rule_that_leaves_it_to_a_person_hands_over() -> None:
    rules: tuple[ActionRule, ...] = tuple(
        replace(rule, approval="person") if rule.action == "return_items" else rule for rule in VIEW.rules
    )
    desk = Desk(view=replace(VIEW, rules=rules))
    desk.says("return the coat to the gift card")
    assert desk.last is not None and desk.last.hand_over == "rule"


def test_chinese_from_the_wish_to_the_yes() -> None:
    desk = Desk(lang="zh")
    assert "$5.00" in desk.says("雨衣小了,K1002,换大一码,其他不变")
    desk.says("PayPal补,确认")
    swaps = (Swap(old="coat-m-navy", new="coat-l-navy"),)
    assert desk.done == [ExchangeItems(order="K1002", swaps=swaps, payment_method="paypal")]


def test_amounts_keep_the_fact_they_stand_on() -> None:
    desk = Desk()
    desk.says("cancel K1001, ordered by mistake")
    assert desk.last is not None
    stood = {fact for sentence in desk.last.tell.sentences for fact in sentence.fact_ids}
    assert {"order:K1001/total@1", "order:K1001/lines@1"} <= stood <= set(desk.last.tell.facts)


def test_the_state_survives_its_stored_form() -> None:
    desk = Desk()
    for text in ("exchange my lamp in K1001 for a white one with high brightness", "why?", "return the coat too"):
        desk.says(text)
        assert state_from_json(state_to_json(desk.state)) == desk.state
    assert state_from_json(None) == DeskState()
