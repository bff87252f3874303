"""Talk promises nothing: no piece sent, no present, no money, nobody there at a time, no harm that rain does not do."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "I will send you a new one.",
        "Welcome, I have a gift for you.",
        "There is a surprise waiting for you.",
        "I am giving you a little something.",
        "We will happily pay for it.",
        "I will call you when it is back.",
        "I am here on Sunday.",
        "It's on me.",
        "我马上给您寄。",
        "我给您寄个新的。",
        "新婚快乐，送您一份礼物。",
        "恭喜您，今天您是幸运顾客。",
        "下雨天也不怕。",
        "摔了没事。",
        "您的失眠会好的。",
    ],
)
def test_a_promise_is_no_talk(text: str) -> None:
    assert not passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "I will send you a short note.",
        "Give me a moment, I will give you an answer.",
        "我给您发消息。",
        "送您一句祝福。",
    ],
)
def test_words_and_time_may_be_given(text: str) -> None:
    assert passes(text)
