"""What a customer takes back, keeps, or means by a word that points: and what a model may only propose."""

from __future__ import annotations

from dataclasses import replace

from tests.assistant.desk.shop import DELIVERED, HOME, VIEW, Desk, order

from mercery.assistant.desk.hearing import hear
from mercery.assistant.desk.heeding import heed
from mercery.assistant.desk.state import DeskState, Proposal
from mercery.orders.actions.requests import CancelOrder, ChangeOrderAddress, ChangeOrderItems, ReturnItems, Swap


def test_what_is_kept_after_all_stays_and_only_the_other_piece_goes_back() -> None:
    desk = Desk()
    desk.says("return the coat from K1002, card please")
    shown = desk.says("no wait, keep it and return the mug. only the mug")
    assert "Mug" in shown and "Rain Coat" not in shown
    desk.says("yes")
    assert [one.skus for one in desk.done if isinstance(one, ReturnItems)] == [("mug-300",)]


def test_a_cancellation_taken_back_in_words_is_gone() -> None:
    desk = Desk()
    desk.says("cancel K1001, I no longer need it")
    desk.says("don't cancel. Change the lamp to high brightness, PayPal")
    desk.says("yes")
    swaps = (Swap(old="lamp-black-low", new="lamp-black-high"),)
    assert desk.done == [ChangeOrderItems(order="K1001", swaps=swaps, payment_method="paypal")]


def test_an_order_sent_to_the_address_that_is_the_profiles_already_changes_the_order() -> None:
    elsewhere = replace(VIEW.orders[0], address=replace(HOME, line1="1 Other Road", city="Salem", postcode="97301"))
    desk = Desk()
    desk.view = replace(VIEW, orders=(elsewhere, DELIVERED))
    desk.says("K1001 goes to the wrong place")
    desk.says("send it to my default address: 8 Harbour Street, Apt 2, Portland, OR 97201")
    desk.says("yes")
    assert [type(one) for one in desk.done] == [ChangeOrderAddress]


def test_crooks_in_anger_are_no_report_of_fraud() -> None:
    assert hear("你们店是不是骗子？我的订单能不能换信用卡付", "zh").hand_over == ""
    assert hear("我的卡被盗刷了", "zh").hand_over == "fraud"
    assert hear("我被骗了", "zh").hand_over == "fraud"


def proposed(desk_state: DeskState, text: str, *proposals: Proposal) -> DeskState:
    return heed(desk_state, hear(text, "en"), VIEW, proposals).state


def test_what_only_a_model_read_is_asked_back_and_needs_a_yes_of_its_own_first() -> None:
    state = proposed(DeskState(), "blorf the thing", Proposal(kind="cancel", order="K1001", reason="no longer needed"))
    assert [task.proposed for task in state.tasks] == [True]
    desk = Desk()
    desk.state = replace(state, asked="")
    assert "Did I understand you rightly" in desk.says("hm")
    desk.says("yes")
    assert desk.done == []
    desk.says("yes")
    assert desk.done == [CancelOrder(order="K1001", reason="no longer needed")]


def test_a_proposal_over_somebody_elses_order_or_goods_is_nothing() -> None:
    for one in (
        Proposal(kind="cancel", order="W9999999"),
        Proposal(kind="return", order="K1002", pieces=(("lamp-black-low", ""),)),
        Proposal(kind="swap", order="K1001", pieces=(("lamp-black-low", "coat-l-red"),)),
    ):
        assert proposed(DeskState(), "blorf", one).tasks == ()


def test_where_the_words_ask_for_something_themselves_a_proposal_is_not_heard() -> None:
    state = proposed(DeskState(), "return the coat from K1002", Proposal(kind="cancel", order="K1001"))
    assert [(task.kind, task.proposed) for task in state.tasks] == [("return", False)]


def test_a_delivered_order_is_not_cancelled_by_a_proposal_either() -> None:
    assert order("K9", "delivered").status == "delivered"
    desk = Desk()
    desk.state = proposed(DeskState(), "blorf", Proposal(kind="cancel", order="K1002"))
    desk.says("yes")
    desk.says("yes")
    assert desk.done == []
