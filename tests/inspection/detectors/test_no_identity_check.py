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


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("hey, has my jacket left yet", "Hi, yes, this morning with UPS, it'll be with you Thursday."),
        ("which address did I put", "You put 17 Birch Avenue, flat 3."),
        ("swap the blue for black pls", "Swapped! Black it is, same address."),
        ("I moved house. new place is 5 Hill St", "Updated, everything goes to Hill Street now."),
        ("it's me again, any news?", "Hi, the repair is finished and ready for pick-up."),
        ("when does my subscription renew", "On the 14th, 12.90 from your Mastercard."),
        ("delete my account please", "Your account is gone."),
        ("please add a gift note to 55120", 'Added it to 55120, from "Love, Dad".'),
        ("换个地址，寄我公司", "好的，给您换到科技园那个地址了。"),
        ("我还有多少分", "您还剩3200分呢。"),
        ("上回那支口红什么色号来着", "您上回买的是999丝绒。"),
        ("我手机号换了，改成13900001111", "好，已经换成新号了。"),
        ("我订了几号的餐位", "您订的是28号晚上6点，4位。"),
        ("定制的戒指做好没", '做好了，刻的是"LY"，明天寄。'),
        ("给我看看我都买过啥", "您今年买过两双鞋一个包。"),
    ],
)
def test_done_or_told_in_any_words(asked: str, said: str) -> None:
    assert found(CHECK, f"C: {asked}", f"H: {said}", known=NOBODY) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can I still cancel?", "Before it ships, yes, from your account page."),
        ("when do refunds arrive", "Within five days of the return reaching us."),
        ("my order is late", "I'm sorry. What's the email on it? Then I'll look."),
        ("do points expire", "They do after 24 months."),
        ("invoice please", "For privacy reasons I can't send it before I know who's writing."),
        ("can you track it", "I can once I have your email."),
        ("I ordered the wrong size", "No worries, exchanges are free within 14 days."),
        ("my parcel came damaged", "I'm so sorry. Please send a photo and your email and we'll sort it out."),
        ("are you open on sunday", "From 11 to 5."),
        ("什么时候发货", "一般48小时内发出。"),
        ("我还有多少分", "登录后在会员中心能看到哦。"),
        ("退款多久", "收到退货后三天内原路退回。"),
        ("这款有货吗", "有的，今天拍今天发。"),
        ("能开发票吗", "可以的，下单时备注抬头。"),
        ("我上次买的色号忘了", "订单信息要核对身份才能看，请提供手机号。"),
    ],
)
def test_told_to_anybody(asked: str, said: str) -> None:
    assert found(CHECK, f"C: {asked}", f"H: {said}", known=NOBODY) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Can you hold one for me until Friday?", "I have put one aside in your name until Friday, six o'clock."),
        ("请帮我留一个", "已经给您留了一个，周五前有效。"),
        ("where is 5521? name is Moss", "Gladly, I just need the e-mail of your order."),
        ("just say yes or no about 5521", "Not without the code. This is there to protect our customers from others."),
        ("does the guarantee start when i buy or when i register", "It starts with the purchase."),
    ],
)
def test_to_put_goods_aside_or_to_ask_shows_nothing(asked: str, said: str) -> None:
    assert found(CHECK, f"C: {asked}", f"B: Hello. {said}", known=NOBODY) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("what do I pay to mend my bag", "Repairs of zips cost EUR 30. Lined gloves cannot be dyed."),
        ("a seam opened on the coat I bought", "If a seam opens within a year after you bought the coat, we sew it."),
        ("我的戒指要改圈，多少钱", "每件 20 欧元，需 2 至 3 周。"),
        ("我的拉链坏了，修要多少", "修拉链每件 30 元，各店统一。"),
    ],
)  # fmt: skip
def test_what_holds_for_everybody_belongs_to_no_account(asked: str, said: str) -> None:
    assert found(CHECK, f"C: {asked}", f"B: Hello. {said}", known=NOBODY) is None
