"""Which messages are order business by themselves, and which ask for the shop's rule first."""

from __future__ import annotations

import pytest

from mercery.assistant.desk.joining import begins_at_desk
from mercery.assistant.understand.message_parts import parts


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Can I send back a belt I bought last week?", False),
        ("I bought a scarf 3 weeks ago, can I still send it back?", False),
        ("三周前买的丝巾还能退吗", False),
        ("I want to return my scarf", True),
        ("Can I return order 1234567?", True),
        ("My parcel says delivered but I never got it", True),
        ("Can you tell me the order status of helene.roux@example.com?", True),
    ],
)
def test_a_rule_is_told_before_somebody_has_to_say_who_they_are(text: str, begins: bool) -> None:
    assert begins_at_desk(text, "en") is begins


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("寄到北京要几天，运费多少", ["寄到北京要几天", "运费多少"]),
        ("我在美国，关税谁出", ["我在美国，关税谁出"]),
        ("想买个上班用的包，能装13寸电脑", ["想买个上班用的包，能装13寸电脑"]),
    ],
)
def test_a_comma_parts_two_questions_and_no_question_from_its_place(text: str, read: list[str]) -> None:
    assert parts(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "How many days do I have to return?",
        "Do I have to pay for the return?",
        "How many days do I have to return the loafers?",
        "Can I change my address after ordering?",
        "I have a question about returns",
        "Can my mother return it without a receipt?",
        "我有几天可以退货？",
        "退货运费我自己出吗？",
        "我可以取消订单吗？",
        "我怎么退货",
        "如果我不喜欢可以退吗",
    ],
)
def test_how_the_shop_goes_about_it_is_told_without_asking_who_asks(text: str) -> None:
    assert not begins_at_desk(text, "en" if text.isascii() else "zh")


@pytest.mark.parametrize(
    "text",
    [
        "How do I return my sneakers?",
        "I want to return this, how long do I have?",
        "I bought a bag, how can I return it?",
        "What if I want to cancel my order?",
        "Where is my refund?",
        "我的订单怎么取消",
        "我的退款什么时候到",
    ],
)
def test_what_is_ones_own_is_business_however_it_is_asked(text: str) -> None:
    assert begins_at_desk(text, "en" if text.isascii() else "zh")
