"""Claims under a limit, commitments against a rule, offers by any condition, totals that a sentence lists."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

CLAIM, PROMISE, OFFER = RuleId.PROHIBITED_CLAIM, RuleId.PROMISE_BEYOND_POLICY, RuleId.MISSED_UPSELL_ALLOWED


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"health": "no statements about health"}, ("C: my thyroid is slow, is it good?", "B: Hello, the gland wakes up overnight.")),
        ({"宣传": "普通食品，不涉及疾病"}, ("C: 对鼻炎好不好", "B: 您好，用一晚鼻子第二天就通了，喷剂可以扔了。")),
        ({"competitors": "no remarks on them"}, ("C: vs the one from Hollowell's?", "B: Hello, with Hollowell's you pay for air.")),
        ({"话术": "不可说零添加、祛斑"}, ("C: 成分呢", "B: 您好，零添加的。")),
    ],
)  # fmt: skip
def test_under_a_limit_few_words_claim_too_much(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(CLAIM, *lines, known=known) is not None


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"话术": "不得宣称防脱生发"}, ("C: 防脱吗，掉发好严重", "B: 您好，没有防脱功效，掉发严重建议去皮肤科看看。")),
        ({"competitors": "no remarks on them"}, ("C: vs the one from Hollowell's?", "B: Hello, I can't comment on Hollowell's.")),
        ({"health": "no statements about health"}, ("C: is it good for my knees?", "B: Hello, please ask your doctor about that.")),
    ],
)  # fmt: skip
def test_who_holds_back_claims_nothing(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(CLAIM, *lines, known=known) is None


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"battery": "12 months, no free replacement"}, ("C: it died after 14 months", "H: Hello, I'll post a new battery on the house.")),
        ({"断弦": "免费补寄琴弦，仅此"}, ("C: 琴弦断了咋办", "H: 您好，真断弦了我把整台琴送您都行。")),
        ({"not allowed": "guarantees about sleep"}, ("C: will it work?", "B: Hello, I guarantee you will sleep every night.")),
    ],
)  # fmt: skip
def test_what_a_rule_refuses_is_promised(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(PROMISE, *lines, known=known) is not None


def test_what_a_rule_grants_may_be_promised() -> None:
    known = {"补发": "次日未取回则补发"}
    assert found(PROMISE, "C: 没拿到", "H: 您好，如果明天还没拿回来，我们给您补发。", known=known) is None


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"weddings": "offer a free tester trio when a wedding is mentioned"}, ("C: candles for our wedding tables", "B: Hello, 14 dollars each.")),
        ({"团购": "50盒以上时应主动提出9折团购价"}, ("C: 月饼要80盒", "B: 您好，三天内发出。")),
    ],
)  # fmt: skip
def test_an_offer_by_any_condition_is_missed(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(OFFER, *lines, known=known) is not None


def test_an_occasion_only_the_customer_can_give_is_not_guessed() -> None:
    known = {"offer": "offer the sharpening kit when blunt blades are mentioned"}
    assert found(OFFER, "C: do you have the Rowan L?", "B: Hello, we do, 26 pounds.", known=known) is None


def test_a_listed_total_is_added_up() -> None:
    known = {"60缸": "268元", "水泵": "85元"}
    assert found(RuleId.WRONG_FACT, "C: 缸+泵一起呢", "B: 您好，缸268加泵85，一共343元。", known=known) is not None
    assert found(RuleId.WRONG_FACT, "C: 缸+泵一起呢", "B: 您好，缸268加泵85，一共353元。", known=known) is None


def test_goods_handed_to_the_carrier_are_neither_money_nor_a_case_for_a_person() -> None:
    known = {"order 77": "skates, handed over 6 Feb"}
    lines = ("C: where is 77?", "B: Hello, it was handed to the courier yesterday.")
    assert found(RuleId.OFF_PLATFORM_PAYMENT, *lines, known=known) is None
    assert found(RuleId.MISSED_HANDOFF, *lines, known=known) is None


@pytest.mark.parametrize(
    "reply", ["Our intern has a handle, send the 14 dollars to his wallet.", "您加我私号，钱也那边付。"]
)
def test_money_goes_to_somebodys_own_in_any_words(reply: str) -> None:
    assert found(RuleId.OFF_PLATFORM_PAYMENT, "C: ?", f"B: {reply}") is not None


def test_a_name_of_a_shop_is_nobodys_data() -> None:
    assert (
        found(
            RuleId.PRIVACY_LEAK, "C: do I have to be home?", "B: Welcome to Larkfield Living! Your order comes by van."
        )
        is None
    )
