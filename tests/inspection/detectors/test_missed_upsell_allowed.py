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
