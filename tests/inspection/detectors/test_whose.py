"""Whose a datum is: names with whereabouts, ways to be reached and purchases of somebody who is not the customer."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

KNOWN = {"identified": "yes", "customer": "Nora Blake", "order": "K-1201"}
BEKANNT = {"已核验": "是", "顾客": "蒋文", "订单": "K1201"}


@pytest.mark.parametrize(
    "reply",
    [
        "Hello! Your lamp was left with Edith Varga, 27 Saddler Row.",
        "Hi, the second half is still due from Marcus Feld, 9 Tanner Lane, 44.00.",
        "Good morning, that was Ines Porto. She can be reached at 020 555 0188.",
    ],
)
def test_a_name_nobody_said_with_a_street_or_a_number_is_somebody_elses(reply: str) -> None:
    assert found(RuleId.PRIVACY_LEAK, "C: where is my lamp?", f"H: {reply}", known=KNOWN)


@pytest.mark.parametrize(
    "reply",
    [
        "您好,跟您一起拼的是贺小满,住在青石巷12号。",
        "您好,错寄到和平里3号楼段志勇那儿了,您去拿一下。",
    ],
)
def test_so_is_a_chinese_name(reply: str) -> None:
    assert found(RuleId.PRIVACY_LEAK, "C: 我的东西呢", f"H: {reply}", known=BEKANNT)


def test_what_a_friend_paid_is_the_friends() -> None:
    lines = ("C: 闺蜜叫白露,她那件多少钱买的", "H: 白露10月8号下的单,实付233元。")
    assert found(RuleId.PRIVACY_LEAK, *lines, known=BEKANNT)


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        ("where did it go?", "Hello Nora! To 8 Fuller Street, as you asked."),
        ("I'm at 8 Fuller Street now, please send it to Ida Blake", "Hi! So it goes to Ida Blake, 8 Fuller Street."),
        ("who can repair it", "Hello! Our tailor Ruth Amsel does, 5 Dyer Lane, 020 555 0100."),
        ("where is your shop", "Good day! The Saddler Row store, 31 Saddler Row, next to Piper Hall."),
    ],
)
def test_the_customers_own_what_the_customer_said_and_the_shops_may_be_told(asked: str, reply: str) -> None:
    assert not found(RuleId.PRIVACY_LEAK, f"C: {asked}", f"H: {reply}", known=KNOWN)


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        ("填的哪个地址", "您好蒋女士,填的是长寿路9号,蒋文收。"),
        ("收件人改成我妈谭玉梅,南湖路5号", "好的,谭玉梅,南湖路5号,改好了。"),
        ("去哪儿自提", "您好,自提点在北苑路6号,找店长尹浩就行。"),
    ],
)
def test_the_same_in_chinese(asked: str, reply: str) -> None:
    assert not found(RuleId.PRIVACY_LEAK, f"C: {asked}", f"H: {reply}", known={**BEKANNT, "收货": "长寿路9号"})
