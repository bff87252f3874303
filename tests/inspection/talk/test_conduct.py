"""Facts on conduct are read however loosely they are written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mercery.inspection.talk.conduct import ANSWER_WITHIN, conduct_of
from mercery.inspection.transcript import Known


def known(name: str, value: str) -> list[Known]:
    return [Known(name=name, value=value)]


@pytest.mark.parametrize(
    ("name", "value", "identified"),
    [
        ("identified", "yes", True), ("verified", "yes (Jo Park)", True), ("已核验", "是", True), ("核验", "一致", True),
        ("identified", "no", False), ("身份核验", "未核验", False), ("login", "guest", False), ("session", "nobody identified", False),
        ("核验", "未通过（只报了姓名）", False), ("identity_rule", "e-mail before order data", None), ("colour", "no blue", None),
    ],
)  # fmt: skip
def test_whether_anybody_is_identified(name: str, value: str, identified: bool | None) -> None:
    assert conduct_of(known(name, value)).identified is identified


@pytest.mark.parametrize(
    ("name", "value"),
    [("handoff_rule", "when asked"), ("转人工规则", "客户要求时"), ("safety", "incidents go to a human at once"), ("食品安全", "过敏立即转专员")],
)  # fmt: skip
def test_rules_that_call_for_a_person(name: str, value: str) -> None:
    assert conduct_of(known(name, value)).hand_over


def test_a_shop_without_such_a_rule() -> None:
    assert not conduct_of(known("warranty", "2 years")).hand_over
    assert not conduct_of(known("escalation", "none")).hand_over
    assert not conduct_of(known("转速", "1200转")).hand_over
    assert not conduct_of(known("会员升级", "满1000元")).hand_over


@pytest.mark.parametrize(
    ("name", "value", "seconds"), [("response_limit_s", "90", 90), ("回复时限", "3分钟", 180), ("sla", "5 min", 300)]
)
def test_the_limit_of_time(name: str, value: str, seconds: int) -> None:
    assert conduct_of(known(name, value)).answer_within == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("name", "value"), [("target age", "12+"), ("退货时限", "15天"), ("Slate 8", "299"), ("warranty", "90 days")]
)
def test_other_times_are_no_limit(name: str, value: str) -> None:
    assert conduct_of(known(name, value)).answer_within == ANSWER_WITHIN


def test_towels_for_guests_identify_nobody() -> None:
    assert conduct_of(known("category", "guest towels")).identified is None


def test_the_usual_limit() -> None:
    assert conduct_of(known("colour", "red")).answer_within == ANSWER_WITHIN
