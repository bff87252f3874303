"""Who is not identified is shown nothing of an order or a profile, and nothing of them is changed."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

CHECK = RuleId.NO_IDENTITY_CHECK
NOBODY = {"identified": "no", "identity_rule": "e-mail, or name and zip, before order data"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("where's order 5521", "5521 left Memphis this morning."),
        ("what did I buy last time", "Two candles, 54.90 in total."),
        ("how many points do I have", "2,310 at the moment."),
        ("cancel 7781 please", "Done, 7781 is cancelled."),
        ("pls change the delivery to 9 King Rd", "All set, it goes to 9 King Rd now."),
        ("我的快递到哪了", "已经到您小区的驿站了，取件码5-2。"),
        ("我还有几张券", "您账户里有3张满减券。"),
        ("把手机号换成13900001111", "好的，换好了。"),
    ],
)
def test_shown_or_changed(asked: str, said: str) -> None:
    finding = found(CHECK, f"C: {asked}", f"B: Hello. {said}", known=NOBODY)
    assert finding is not None
    assert finding.turn == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("where's order 5521", "To look at it I need your e-mail, or your name and zip."),
        ("how long is delivery", "Standard delivery takes 3 to 5 days."),
        ("can I cancel my order?", "Pending orders can be cancelled. May I have your e-mail first?"),
        ("how do I track my order", "Open the link in your shipping mail."),
        ("do you have the blue vase", "Yes, it's in stock and ships today."),
        ("退货怎么退", "在我的订单里点申请退货就可以了。"),
        ("我要改地址", "需要先核实身份，请提供下单手机号后四位。"),
    ],
)
def test_asking_first_and_what_holds_for_everybody(asked: str, said: str) -> None:
    assert found(CHECK, f"C: {asked}", f"B: Hello. {said}", known=NOBODY) is None


def test_identified_in_the_conversation() -> None:
    lines = (
        "C: where's my order",
        "B: Hello, your e-mail please?",
        "C: k@example.com",
        "B: It left Memphis this morning.",
    )
    assert found(CHECK, *lines, known=NOBODY) is None


def test_a_name_alone_is_no_proof() -> None:
    lines = (
        "C: where's my order",
        "B: Hello, your e-mail please?",
        "C: I'm Ann Lee",
        "B: Your order left Memphis today.",
    )
    finding = found(CHECK, *lines, known=NOBODY)
    assert finding is not None
    assert finding.turn == 3


def test_proof_that_the_facts_say_does_not_hold() -> None:
    lines = ("C: where's my order, k@example.com", "B: Hello, your order left Memphis today.")
    assert found(CHECK, *lines, known={"identified": "no, the e-mail doesn't match"}) is not None


def test_proof_that_is_not_what_is_on_record() -> None:
    known = {"已核验": "否", "手机尾号": "8812"}
    assert found(CHECK, "C: 查快递，尾号7700", "B: 您好，您的快递今天派送。", known=known) is not None
    assert found(CHECK, "C: 查快递，尾号8812", "B: 您好，您的快递今天派送。", known=known) is None


def test_an_order_number_beside_a_name_is_no_telephone() -> None:
    assert found(CHECK, "C: 订单3071 王芳，到哪了", "B: 您好，您的快递今天派送。", known={"已核验": "否"}) is not None


def test_a_rule_that_wants_a_code_is_not_content_with_an_address() -> None:
    known = {"identified": "no", "identity_rule": "the code sent by e-mail must be entered first"}
    assert found(CHECK, "C: cancel my box, k@example.com", "B: Hello. Cancelled.", known=known) is not None


def test_an_identified_customer_is_shown_everything() -> None:
    assert found(CHECK, "C: where's order 5521", "B: Hello, it left Memphis.", known={"identified": "yes"}) is None
    assert found(CHECK, "C: 我的快递到哪了", "B: 您好，到驿站了。", known={"已核验": "是"}) is None
