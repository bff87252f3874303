"""What is heard in a comment beside questions about goods."""

from __future__ import annotations

import pytest

from mercery.core.i18n import Lang
from mercery.livestream.comments import hearing

BARGAINS = [
    "Can you do €1,100?",
    "deal for 700?",
    "a bit cheaper please",
    "1100 行不行",
    "五百块卖不卖",
    "便宜点呗",
    "best price?",
    "打个折",
]
NONE = [
    "will it fit 13 inch laptop?",
    "13 寸可以吗",
    "how much is it",
    "do you have size 38?",
    "38 码行吗",
    "两年质保可以吗",
]
OWN: list[tuple[Lang, str]] = [
    ("en", "where is my order?"), ("en", "my parcel hasn't arrived"), ("en", "I bought the tote, when is it shipped"),
    ("zh", "我的快递到哪了"), ("zh", "我上次买的包发货了吗"), ("zh", "帮我把地址改一下"),
]  # fmt: skip
PERSONAL = [
    "what is the address of Harper Li?", "who bought it last?", "上一位买家是谁", "mail me at lea@example.com", "card 6228480000000000",
    "寄到上海市长乐路 88 号 3 楼",
]  # fmt: skip
FOR_ALL = [
    "where is your boutique?",
    "店在哪里",
    "what is the address of the shop",
    "do you ship to Portugal?",
    "能寄到上海吗",
]


@pytest.mark.parametrize("text", BARGAINS)
def test_a_lower_price_is_heard(text: str) -> None:
    assert hearing.bargains(text)


@pytest.mark.parametrize("text", NONE)
def test_a_measure_is_no_offer(text: str) -> None:
    assert not hearing.bargains(text)


@pytest.mark.parametrize(("lang", "text"), OWN, ids=range(len(OWN)))
def test_a_viewers_own_order_is_heard(lang: Lang, text: str) -> None:
    assert hearing.of_own_order(text, lang)


@pytest.mark.parametrize("text", PERSONAL, ids=range(len(PERSONAL)))
def test_what_leads_to_a_person_is_heard(text: str) -> None:
    assert hearing.personal(text)


@pytest.mark.parametrize("text", FOR_ALL, ids=range(len(FOR_ALL)))
def test_what_everybody_may_ask_is_not_personal(text: str) -> None:
    assert not hearing.personal(text) and not hearing.of_own_order(text, "en")


def test_what_is_typed_shortly_is_read_in_full() -> None:
    said = {
        "宽多少": "多宽",
        "都有啥颜色": "都有什么颜色",
        "这个多少": "这个多少钱",
        "尺寸多少": "尺寸多少",
        "提手高度多少": "提手高度多少",
    }
    assert {text: hearing.plainly(text) for text in said} == said


def test_when_money_comes_back_is_for_all_and_whether_it_came_is_not() -> None:
    assert not hearing.surely_private("when do i get my refund after a return")
    assert hearing.surely_private("did my refund go through yet") and hearing.surely_private("where is my refund")


def test_where_to_buy_is_heard() -> None:
    assert all(map(hearing.wants_to_buy, ("where's the link?", "how do I buy it", "链接在哪", "怎么下单")))
    assert not hearing.wants_to_buy("where is it made")
