"""Insults, mockery, scolding and blame are told from firm and friendly words."""

from __future__ import annotations

import pytest

from mercery.inspection.talk.tone import rude


@pytest.mark.parametrize(
    "text",
    [
        "Did you even read the label?", "You should have measured your window.", "That's your own fault.", "As I already told you, no.",
        "My cat could set up this printer.", "Honestly, who puts a wool sweater in the dryer?", "You had one job: type your address.",
        "I don't get paid enough for this.", "Not my job to raise your kids.", "Ever heard of a measuring tape?", "Calm down.",
        "Thanks for wasting my lunch break.", "您这智商我很难跟您解释。", "都说了多少遍了还问。", "自己不看清楚怪谁。", "爱用不用，不用拉倒。",
        "您好，催也没用，快递又不会飞。", "您以为您是谁啊。", "浪费我们时间。", "没钱就别买。", "您好，早干嘛去了。",
    ],
)  # fmt: skip
def test_rude_words(text: str) -> None:
    assert rude(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, I can't go beyond the 30 days.", "You should receive it tomorrow.", "Not a silly question at all!", "Did you try the reset button?",
        "We should have checked before shipping, it's our mistake.", "You can find it in your account.", "Take your time, no rush.",
        "You have to pay the return shipping yourself, that's our policy.", "I'm sorry, but I must ask you not to use such language.",
        "抱歉让您久等了。", "亲，麻烦您看一下生产日期。", "这款不支持机洗，建议手洗。", "您别着急，我帮您查一下。", "您可以在我的订单里自己修改地址哦。",
        "超过7天了，不能退的哦。", "不好意思，是我们发错了。", "您慢慢看，不急。", "胖一点也能穿。",
    ],
)  # fmt: skip
def test_firm_and_friendly_words(text: str) -> None:
    assert rude(text) is None


def test_the_words_are_quoted_as_written() -> None:
    said = rude("Hello. Did You Even look?")
    assert said is not None
    assert said.quote == "Did You Even look"
    assert said.kind == "blame"
