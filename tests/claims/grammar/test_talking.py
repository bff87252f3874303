"""Talk passes in free words; assent, promises and claims dressed as courtesy do not."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "Good afternoon, and thanks for dropping by. What brings you here?",
        "Oh no, that must have been such a letdown after a long week.",
        "I get why that's frustrating, I'd feel the same.",
        "Choosing something for in-laws is never easy.",
        "I'd rather not guess, so a colleague will have to look into it.",
        "I'd need to know your usual size first.",
        "Fingers crossed for your exam on Friday!",
        "It was lovely chatting with you, take care.",
        "Could you tell me roughly how much you'd like to spend?",
        "Shall we carry on tomorrow, when you've slept on it?",
        "Welcome to Haus Linden, glad you're here tonight.",
        "All the best to your family, and no hurry at all.",
        "您好呀，今天想先看看哪一类呢？",
        "碰上这种事，换谁都会着急的。",
        "这件事我做不了主，得问过主管才敢回您。",
        "给长辈挑礼物确实让人头大。",
        "方便告诉我您平时穿多大码吗？",
        "您最好先问问医生。",
        "祝您早日康复，多多休息。",
        "大家晚上好，想看什么打在公屏上。",
    ],
)
def test_talk_in_free_words_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes, that's correct.",
        "Confirmed.",
        "Of course!",
        "Sure, consider it done.",
        "Absolutely, no problem at all.",
        "Thanks for asking, and yes, it is.",
        "You heard correctly.",
        "没问题，可以的。",
        "好的，没问题。",
        "您说得没错。",
        "可以的，您放心。",
        "是的，就是您说的那样。",
    ],
)
def test_assent_to_words_that_are_not_known_is_no_talk(text: str) -> None:
    assert not passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'll make sure you get it before Christmas.",
        "I'm happy to give you a few more days.",
        "I'll take care of everything for you.",
        "A colleague will call you back within the hour.",
        "Someone will be in touch today.",
        "Feel free to try it on at home first.",
        "Take it home and see how you like it.",
        "Enjoy your discount!",
        "I'm afraid you're too late.",
        "Thanks for your loyalty, which is why you get early access.",
        "I wear mine every day.",
        "What you read is true.",
        "I hope you'll be pleased with how long it holds its colour.",
        "Would you like to know why everyone wants this one?",
        "Would you like to join thousands of happy owners?",
        "Why look any further?",
        "好的，这就给您办。",
        "交给我，您放心。",
        "孩子用也没关系。",
        "不急，一直有的。",
        "我们家的东西都是好东西。",
        "您看，我没骗您吧？",
        "十分钟内给您回复。",
        "如果不喜欢，我们收回。",
    ],
)
def test_promises_and_claims_dressed_as_courtesy_are_blocked(text: str) -> None:
    assert not passes(text)
