"""The face follows the sentence, in both languages."""

from __future__ import annotations

import pytest

from mercery.livestream.avatar.feeling import asks, gesture_of, mood_of
from mercery.livestream.line import Gesture, LineKind, Mood


@pytest.mark.parametrize(
    ("text", "kind", "mood"),
    [
        ("Good evening, and welcome to the atelier.", "welcome", "glad"),
        ("晚上好，欢迎来到直播间。", "welcome", "glad"),
        ("The saddle bag in bordeaux is sold out.", "reaction", "sorry"),
        ("酒红色马鞍包刚刚售罄。", "reaction", "sorry"),
        ("Thank you for asking; unfortunately it is out of stock.", "answer", "sorry"),
        ("It is full-grain calfskin.", "answer", "warm"),
        ("包身是头层牛皮。", "piece", "calm"),
        ("It is reduced to €1,280 until Sunday.", "piece", "glad"),
        ("这款今天享八折，也就是 8 折。", "piece", "glad"),
        ("The weight is not on record; a colleague will look.", "answer", "thoughtful"),
        ("重量没有记录，我请同事看一下。", "answer", "thoughtful"),
        ("You may carry it by hand or on the shoulder.", "piece", "warm"),
        ("您可以手提，也可以肩背。", "piece", "warm"),
        ("This host is an AI. We are sorry for nothing.", "notice", "calm"),
    ],
)
def test_what_a_sentence_says_decides_its_mood(text: str, kind: LineKind, mood: Mood) -> None:
    assert mood_of(text, kind) == mood


@pytest.mark.parametrize(("text", "yes"), [("Which colour do you like?", True), ("您想先看哪一款呢？", True), ("喜欢吗", True), ("It closes with a clasp.", False), ("这款有三种颜色。", False)])  # fmt: skip
def test_questions_are_known(text: str, yes: bool) -> None:
    assert asks(text) is yes


@pytest.mark.parametrize(("text", "kind", "gesture"), [("Welcome.", "welcome", "greet"), ("This is the saddle bag.", "piece", "card"), ("请看这款马鞍包。", "piece", "card"), ("Yes, it is lined.", "answer", "nod"), ("是的，有内衬。", "answer", "nod"), ("Calfskin, tanned in Tuscany.", "piece", "none")])  # fmt: skip
def test_hands_go_where_the_sentence_points(text: str, kind: LineKind, gesture: Gesture) -> None:
    assert gesture_of(text, kind) == gesture
