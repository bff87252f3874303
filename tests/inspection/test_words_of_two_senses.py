"""Words that accuse in one sense and are plain in another."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (RuleId.RUDE_OR_BLAMING, "Hello! Once opened it has to be drunk within a week."),
        (RuleId.RUDE_OR_BLAMING, "Hello! Don't bother with the form, I have filled it in."),
        (RuleId.RUDE_OR_BLAMING, "您好，您跟我说也一样的。"),
        (RuleId.OFF_PLATFORM_PAYMENT, "Hello! We can add a hand-written card, that's £4 on top."),
        (RuleId.PROHIBITED_CLAIM, "Hello! With the greatest respect, I cannot change the order."),
        (RuleId.PROMISE_BEYOND_POLICY, "Hello! Let's see whether we can mend it between us."),
    ],
)
def test_the_plain_sense_accuses_nobody(rule: RuleId, said: str) -> None:
    assert found(rule, "C: Hi, a question", f"H: {said}") is None


def test_who_was_verified_at_an_hour_is_verified() -> None:
    known = {"核验": "订单号+姓名，10:02通过"}
    lines = ("C: 我的单子寄哪儿了", "H: 您好，您的订单寄往苏州，明天到。")
    assert found(RuleId.NO_IDENTITY_CHECK, *lines, known=known) is None
    assert found(RuleId.NO_IDENTITY_CHECK, *lines, known={"核验": "未通过"}) is not None


def test_a_slip_put_right_in_the_turn_is_none() -> None:
    known = {"羊肉粮": "含鸡油", "三文鱼粮": "无鸡肉、鸡油"}
    lines = ("C: 哪款不含鸡", "H: 您好，羊肉粮不含……哎不对，我看串行了，那款有鸡油；三文鱼粮没有。")
    assert found(RuleId.WRONG_FACT, *lines, known=known) is None
