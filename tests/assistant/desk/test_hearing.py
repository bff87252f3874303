"""What the desk hears in a message: actions, numbers, ways to pay, yes and no, in both languages."""

import time

import pytest

from mercery.assistant.desk.hearing import hear


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("please cancel my order", ["cancel"]),
        ("I'd like to send the coat back", ["return"]),
        ("swap the lamp for a white one", ["swap"]),
        ("we moved, ship it to 5 Oak Street, Salem, OR 97301", ["order_address"]),
        ("update my default address please", ["default_address"]),
        ("change the payment to PayPal", ["payment"]),
        ("return the mug and exchange the coat", ["return", "swap"]),
        ("don't cancel it", []),
        ("did my refund arrive", []),
        ("取消订单", ["cancel"]),
        ("我想退货", ["return"]),
        ("台灯换成白色的", ["swap"]),
        ("改一下收货地址", ["order_address"]),
        ("换个付款方式", ["payment"]),
        ("退款什么时候到账", []),
    ],
)
def test_actions(text: str, kinds: list[str]) -> None:
    assert [wish.kind for wish in hear(text, "en").wishes] == kinds


@pytest.mark.parametrize("text", ["yes", "Yep, do it", "go ahead please", "对", "确认", "没问题", "yes, nothing else"])
def test_yes(text: str) -> None:
    assert hear(text, "en").yes


@pytest.mark.parametrize(
    "text", ["no", "hang on, don't", "forget it", "算了", "先别改", "yes but actually no, leave it"]
)
def test_no_yes(text: str) -> None:
    heard = hear(text, "en")
    assert not heard.yes and (heard.no or heard.drop)


def test_nothing_else_is_no_refusal() -> None:
    heard = hear("No, nothing else. Yes please.", "en")
    assert heard.all_done and heard.yes and not heard.no


def test_agreeing_with_a_tone_is_weaker_than_confirming() -> None:
    assert hear("ok, PayPal then", "en").yes and not hear("ok, PayPal then", "en").firm
    assert hear("PayPal, yes, do it", "en").firm


def test_a_second_choice_is_no_confirmation() -> None:
    assert not hear("没有的话红色也可以", "zh").yes


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("it's #K1001", ("K1001",)),
        ("order k1001 please", ("K1001",)),
        ("K1001, sorry K1002", ("K1002",)),
        ("I said K1002 not K1001", ("K1002",)),
        ("订单K1001", ("K1001",)),
        ("my Visa ending in 4242", ()),
    ],
)
def test_order_numbers(text: str, numbers: tuple[str, ...]) -> None:
    assert hear(text, "en", numbers=["K1001", "K1002"]).numbers == numbers


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I don't need it any more", "no longer needed"),
        ("clicked the wrong one, ordered by accident", "ordered by mistake"),
        ("found it cheaper elsewhere", "other"),
        ("下错单了", "ordered by mistake"),
        ("不需要了", "no longer needed"),
        ("太贵了", "other"),
        ("thanks", ""),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    assert hear(text, "en").reason == reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("let me talk to a real person", "asked"),
        ("my lawyer will write to you", "legal"),
        ("it burned my hand", "injury"),
        ("I'm 14 and ordered this", "minor"),
        ("somebody hacked my account", "fraud"),
        ("you charged me twice", "payment_dispute"),
        ("转人工", "asked"),
        ("我要起诉", "legal"),
        ("烫伤了", "injury"),
        ("我孩子偷偷下的单", "minor"),
        ("卡被盗刷", "fraud"),
        ("多扣了钱", "payment_dispute"),
        ("where is my parcel", ""),
        ("it's for my 8 year old", ""),
        ("a gift for someone I love", ""),
        ("in-ear ones hurt my ears", ""),
        ("someone already bought me one", ""),
        ("充电到一半就没电了", ""),
        ("给领导买的", ""),
    ],
)
def test_what_a_person_must_look_at(text: str, why: str) -> None:
    assert hear(text, "en").hand_over == why


@pytest.mark.parametrize(
    "text",
    [
        "Is it safe for skin that is easily inflamed?", "Will I be charged again for the exchange?",
        "我上小学的女儿想要一个书包", "我上中学时买过一个", "戴了耳环耳朵会不会红肿", "皮肤容易起泡能戴吗",
    ],
)  # fmt: skip
def test_a_question_or_a_gift_is_no_emergency(text: str) -> None:
    assert hear(text, "en").hand_over == ""


def test_the_number_of_an_order_is_no_postcode() -> None:
    assert hear("I want to cancel order 11000", "en").postcodes == ()
    assert hear("取消订单 11000", "zh").postcodes == ()
    assert hear("Ana Roux, zip 69001", "en").postcodes == ("69001",)


@pytest.mark.parametrize("part", ["a,", "!", "and ", "退货，"])
def test_no_message_takes_the_time_of_others(part: str) -> None:
    began = time.process_time()
    hear(part * (4000 // len(part)), "en")
    assert time.process_time() - began < 1
