"""How customers take what was said to them, and what that shows of it."""

from __future__ import annotations

import pytest

from mercery.inspection.talk.reacting import taken_amiss


@pytest.mark.parametrize(
    "text",
    [
        "Wow.",
        "excuse me",
        "That was uncalled for",
        "...",
        "ok... so what do I do",
        "I read it twice, thank you very much",
        "sorry I asked",
        "……",
        "你什么态度",
        "说话能不能客气点",
        "我明明量过的",
    ],
)
def test_an_outcry_dots_a_word_about_the_tone_or_a_defence_show_that_it_was_taken_amiss(text: str) -> None:
    assert taken_amiss(text)


@pytest.mark.parametrize(
    "text",
    [
        "wow, that's quick",
        "Oh great, thanks",
        "ok, and the blue one?",
        "I'd like two of them",
        "no need, I'll pick it up",
        "好吧那要黑色的",
        "什么时候发货",
        "你们家在哪",
        "",
    ],
)
def test_praise_a_question_and_plain_assent_do_not(text: str) -> None:
    assert not taken_amiss(text)
