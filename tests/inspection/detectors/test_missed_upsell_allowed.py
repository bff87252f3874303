"""Offers that are allowed on an occasion, made and not made."""

from __future__ import annotations

import pytest
from tests.inspection.told import told, turns

from mercery.inspection.detectors.missed_upsell_allowed import find
from mercery.inspection.reading.facts import facts
from mercery.inspection.reading.offers import offers

COVER = {"upsell": "rain cover (18.00) may be offered with any stroller", "stroller": "Loop 3", "price": "420"}
WRAP = {"可推荐": "送礼可推荐礼盒 12元", "商品": "茶杯", "价格": "88"}


@pytest.mark.parametrize(
    ("value", "what", "when"),
    [
        ("rain cover (18.00) may be offered with any stroller", "rain cover (18.00)", "with any stroller"),
        ("agents may suggest the cleaning kit to anyone buying boots", "the cleaning kit", "to anyone buying boots"),
        ("买鞋可推荐袜子 15元", "袜子 15元", "买鞋"),
        ("送礼可推荐礼盒", "礼盒", "送礼"),
        ("2000分以上可推荐银卡", "银卡", "2000分以上"),
    ],
)
def test_an_offer_has_an_occasion(value: str, what: str, when: str) -> None:
    found = offers(facts(told({"upsell": value}, "hi").known))
    assert [(one.what, one.when) for one in found] == [(what, when)]


def test_none_is_no_offer() -> None:
    assert offers(facts(told({"upsell": "none"}, "hi").known)) == []


def test_an_offer_that_was_not_made_is_found_after_the_occasion() -> None:
    assert turns(find, COVER, "I'd like the Loop 3", "Hello, it's in your basket.", "great", "Anything else?") == [1]
    assert turns(find, WRAP, "这个杯子容量多大", "您好,300毫升。", "送女朋友的", "您好,很合适。") == [3]


def test_an_offer_that_was_made_is_fine() -> None:
    assert turns(find, COVER, "I'd like the Loop 3", "Hello, it's yours. A rain cover for 18.00 with it?") == []
    assert turns(find, WRAP, "送女朋友的", "您好,很合适,要不要配个礼盒?") == []


def test_naming_a_thing_in_an_answer_is_no_offer() -> None:
    known = {"upsell": "batteries (6.00) may be offered with toys", "toy": "Rover", "needs": "2 C batteries"}
    assert turns(
        find, known, "which batteries does the Rover need?", "Hello, it needs 2 C batteries.", "ok", "Bye!"
    ) == [1]


def test_without_the_occasion_nothing_was_missed() -> None:
    assert turns(find, WRAP, "自己喝茶用", "您好,好用的。") == []


def test_a_sum_that_is_not_reached_is_no_occasion() -> None:
    known = {"可推荐": "2000分以上可推荐银卡", "积分": "700"}
    assert turns(find, known, "我有多少积分", "您好,700分。") == []


def test_whoever_wants_nothing_else_is_left_alone() -> None:
    assert turns(find, COVER, "I'd like the Loop 3, nothing else please", "Hello, done.") == []


def test_an_occasion_is_heard_in_other_words() -> None:
    known = {"jacket": "Fjell", "may offer": "a dry bag (12.00) when the customer mentions rain"}
    assert turns(find, known, "Is the Fjell in green?", "Hello, yes.", "good, we'll be drenched", "Anything else?") == [
        3
    ]
    trip = {"商品": "相机", "可推荐": "提到旅行时可推荐备用电池59元"}
    assert turns(find, trip, "重吗", "您好,400克。", "下周要赶航班", "好的,祝顺利。") == [3]


@pytest.mark.parametrize(
    ("known", "lines", "missed"),
    [
        # A use, a habit, a receiver, told in words of their own.
        ({"item": "headband torch", "may offer": "a spare cell (9.00) when the customer will use it often"}, ("is it bright", "Hello, 400 lumens.", "good, I'm out with the dog every evening", "Have fun!"), [3]),
        ({"商品": "耳夹", "可推荐": "顾客提到运动时可推荐收纳袋15元"}, ("多少钱", "您好,199元。", "晨跑戴的", "好的。"), [3]),
        ({"商品": "紫砂壶", "可推荐": "送礼时可推荐锦盒30元"}, ("还有吗", "您好,有的。", "送老丈人的", "好的,现在发货。"), [3]),
        ({"商品": "紫砂壶", "可推荐": "送礼时可推荐锦盒30元"}, ("还有吗", "您好,有的。", "能送到楼上吗", "好的,可以。"), []),
        ({"kite": "Vega", "upsell": "spare line (6.00) may be offered to first-time kite buyers"}, ("is the Vega in red", "Hi, yes.", "first kite ever, hope I manage", "You will."), [3]),
        ({"knife": "Oda 20 cm", "upsell": "a whetstone (25.00) may be offered if a customer speaks of sharpening"}, ("is it heavy", "Hello, 180 g.", "my old one never stays sharp", "Oh dear."), [3]),
        # One of each is as many as there are kinds.
        ({"商品": "袜子", "可推荐": "买两件及以上可推荐洗衣袋8元"}, ("灰的蓝的各来一件", "您好,都有货。"), [1]),
        # Said to be missing from the box, or in it, it is not offered.
        ({"board": "Oda 7ft", "upsell": "a leash (25.00) may be offered to first-time buyers"}, ("first board ever, what do I pay", "Hello, 289, leash not included."), [1]),
        # Of other goods than the offer is for.
        ({"upsell": "rain cover (18.00) may be offered with any stroller", "parcel": "in Leeds"}, ("my mattress smells of glue, what now", "Hello, air it for two days."), []),
    ],
)  # fmt: skip
def test_the_occasion_is_what_the_customer_shows(
    known: dict[str, str], lines: tuple[str, ...], missed: list[int]
) -> None:
    assert turns(find, known, *lines) == missed
