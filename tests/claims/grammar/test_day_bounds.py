"""A day or an hour is told on the side on which the rule has it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import ruled

from mercery.claims.gate import Gate
from mercery.core.i18n import Words

_GATE = Gate(
    ruled(
        {
            "promotions": Words("From 20 November to 4 December 2026 the code BIRKE5 takes 5% off bags. The silk offer ended on 12 November 2026.", "2026 年 11 月 20 日至 12 月 4 日，优惠码 BIRKE5 享包袋 95 折。真丝优惠已于 2026 年 11 月 12 日结束。"),
            "contact": Words("German advisers: Monday to Friday, 10:00 to 18:00.", "德语客服：周一至周五，10:00 至 18:00。"),
            "warranty": Words("Our commercial warranty covers manufacturing faults, not wear or loss, and runs from delivery.", "商业质保自签收之日起算，仅涵盖制造缺陷，不含磨损或遗失。"),
            "resale": Words("We buy back bags bought from us at least 18 months ago, for store credit.", "购自本店满 18 个月的包袋可回购，给予抵用金。"),
            "changes": Words("An order can be cancelled free of charge within 3 hours of ordering.", "下单后 3 小时内可免费取消订单。"),
        }
    )
)  # fmt: skip


def _passes(text: str) -> bool:
    return _GATE.check(text, "en" if text.isascii() else "zh").passed


@pytest.mark.parametrize(
    "text",
    ["BIRKE5 is valid until 4 December.", "The silk offer ended on 12 November.", "An order can be cancelled free of charge within 3 hours of ordering."],
)  # fmt: skip
def test_the_side_of_the_rule_goes_out(text: str) -> None:
    assert _passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "BIRKE5 is valid from 4 December.",
        "BIRKE5 is valid until 20 November.",
        "BIRKE5 works after 4 December.",
        "BIRKE5 12月4日以后也能用。",
        "BIRKE5有效期至11月20日。",
        "The silk offer starts on 12 November.",
        "German advisers are in from 18:00 to 10:00.",
        "German advisers start at 18:00.",
        "The warranty runs from the order.",
        "The warranty covers loss.",
        "Free cancellation begins three hours after ordering.",
        "Once three hours have passed you can cancel free of charge.",
        "We buy back bags bought less than 18 months ago.",
        "满18个月以内的包我们回购。",
    ],
)
def test_the_other_side_does_not(text: str) -> None:
    assert not _passes(text)
