"""Who waits for a person may go on with the assistant, by saying so."""

from __future__ import annotations

import pytest

from mercery.assistant.desk.hearing import hear
from mercery.assistant.normalise import normalise
from mercery.assistant.understand.reading import Found, understand
from mercery.conversations.going_on import goes_on_with_the_assistant

GOES_ON = (
    "Go on with the assistant meanwhile", "never mind", "I don't need a person any more", "no need for a human, thanks",
    "先由 AI 店员继续解答", "不用转人工了", "我还是问你吧", "算了",
)  # fmt: skip


@pytest.mark.parametrize("text", GOES_ON)
def test_no_person_is_wanted_any_more(text: str) -> None:
    assert goes_on_with_the_assistant(text) and not hear(text, "en").hand_over
    assert [one.topic for one in understand(normalise(text), Found(), {}).commands] == ["ack"]


STILL_CALLS = (
    "I don't want to continue with the bot, get me a human", "I can't go on with the bot, I need a person",
    "I don't need an agent, I need your manager", "我不想继续跟机器人聊，转人工", "我先跟你说，我要转人工", "还是让你们经理来",
    "不要客服机器人，我要人工", "算了我要转人工", "I need a person",
)  # fmt: skip


@pytest.mark.parametrize("text", STILL_CALLS)
def test_a_call_for_a_person_is_not_dropped(text: str) -> None:
    assert not goes_on_with_the_assistant(text) and hear(text, "en").hand_over == "asked"


@pytest.mark.parametrize("text", ["先问你一下退货几天", "I don't want to go on with the bot", "别让我继续跟AI说了"])
def test_words_alike_say_something_else(text: str) -> None:
    assert not goes_on_with_the_assistant(text)


@pytest.mark.parametrize(
    "text", ["I need a person", "转人工", "never mind the price, is it black?", "can I go on with the order?", "不用谢"]
)
def test_other_words_leave_the_customer_waiting(text: str) -> None:
    assert not goes_on_with_the_assistant(text)
