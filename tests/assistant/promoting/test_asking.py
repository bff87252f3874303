"""What a message asks about promotions, and what only sounds like it."""

from __future__ import annotations

import pytest

from mercery.assistant.promoting.asking import asks, codes_named


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What promotions are running?", "promotions"), ("Is there a discount on this bag?", "promotions"), ("any offers?", "promotions"),
        ("有什么优惠？", "promotions"), ("这款打折吗", "promotions"), ("现在有活动吗", "promotions"),
        ("Until when is the offer valid?", "until"), ("When does the sale end?", "until"), ("活动到什么时候", "until"),
        ("Can I combine the code with the sale?", "together"), ("优惠能叠加吗", "together"),
        ("How much is my cart?", "bag"), ("What do I have to pay?", "bag"), ("购物车一共多少钱", "bag"),
        ("how much more until free delivery", "missing"), ("还差多少才能减", "missing"),
        ("Why was my coupon not accepted?", "coupon"), ("my code doesn't work", "coupon"), ("优惠码为什么用不了", "coupon"),
        ("Can I pay in three instalments?", "instalments"), ("可以分期吗", "instalments"),
        ("Will there be a Black Friday sale?", "ahead"), ("双十二有活动吗", "ahead"), ("any deals next week?", "ahead"),
        ("When does the sale start?", "whether_on"), ("第二件半价什么时候开始", "whether_on"), ("Is the winter sale on now?", "whether_on"),
        ("Do members pay less?", "promotions"), ("会员有折扣吗", "promotions"), ("is it cheaper for students", "promotions"),
        ("I typed WELCOME60 and nothing happened", "coupon"), ("我输入了WELCOME60没反应", "coupon"), ("My voucher had no effect", "coupon"),
        ("What do I get back if I return one of the candles?", "back"), ("只退一件能退多少", "back"),
    ],
)  # fmt: skip
def test_a_question_is_heard_in_both_languages(text: str, kind: str) -> None:
    assert asks(text)[0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "How much is the Sienne Tote?", "Do you deliver to France?", "how long does delivery take", "Can I return sale items?",
        "打折商品可以退吗", "Do you have a dress code?", "我的订单到哪了", "Do you sell gift cards?", "Is the bag lined?",
        "Do you deliver on Black Friday?", "明天有折叠伞吗", "a cheaper gift for students", "Is the boutique open now?", "When does the course start?",
    ],
)  # fmt: skip
def test_other_questions_are_left_alone(text: str) -> None:
    assert asks(text) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("What does it cost with code friend10?", ("FRIEND10",)), ("SAVE20", ("SAVE20",)), ("优惠码是WINTER8", ("WINTER8",)),
        ("the codes FRIEND10 and GUEST5", ("FRIEND10", "GUEST5")), ("the code is not working", ()), ("my order A-1", ()),
    ],
)  # fmt: skip
def test_codes_are_read_as_they_are_compared(text: str, codes: tuple[str, ...]) -> None:
    assert codes_named(text) == codes
