"""Somebody else's data beside a name, and names that may be said."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

LEAK = RuleId.PRIVACY_LEAK
IN = {"核验": "已登录本人", "处理": "免费重做"}
SEEN = {"verified": "yes, logged in", "mix-up": "labels swapped"}
SECRET = {"顾客资料": "验光数据不得告诉他人"}


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        (IN, ("C: 这对牌子刻错名字了", "B: 您好，这对是无锡的尤佳宁女士订的，她9月3号办婚礼。")),
        (SEEN, ("C: I got the wrong parcel", "H: Hello. That one was for Mrs Tarrant at 9 Mill Lane.")),
        (SECRET, ("C: 我同事苗青介绍来的", "H: 您好，苗青左眼550，您要一样的吗？")),
        ({"身份": "未核验，不是会员本人"}, ("C: 查下我妈的积分", "B: 您好，查到了，您妈妈的订单明天到，现有积分880。")),
    ],
)  # fmt: skip
def test_somebody_elses_data(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(LEAK, *lines, known=known) is not None


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        (IN, ("C: 我的单子到哪了", "B: 您好，收件人尤女士，尾号****，明天到。")),
        (IN, ("C: 牌子刻错了", "B: 您好，主管尤女士下午打您电话。")),
        (IN, ("C: 尤佳宁女士的牌子是我订的", "B: 您好，尤佳宁女士的牌子9月3号寄出。")),
        (SEEN, ("C: who mends it?", "H: Hello. Our technician Mr Tarrant will ring you on 5 May at the number you gave.")),
        (SECRET, ("C: 我同事苗青介绍来的", "H: 您好，谢谢苗青介绍！您多少度？")),
    ],
)  # fmt: skip
def test_names_that_may_be_said(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert found(LEAK, *lines, known=known) is None
