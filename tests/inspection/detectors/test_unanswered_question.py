"""A clear question is answered, put off with a reason, or handed on."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

OPEN = RuleId.UNANSWERED_QUESTION


@pytest.mark.parametrize(
    ("lines", "turn"),
    [
        (("C: Is the vase dishwasher safe? And how tall is it?", "B: Hello! It's 31 cm tall.", "C: ok", "B: Anything else?"), 0),
        (("C: do you gift wrap", "B: Hello! This scarf is our bestseller, silk, 129."), 0),
        (("C: Does the tent come with pegs?", "B: Hi! The tent weighs 2.1 kg and sleeps two.", "C: ok", "B: Great choice!"), 0),
        (("C: when will the blue one be back", "H: Hello, it is very popular.", "C: back when?", "H: Many people ask for it."), 2),
        (("C: 这个锅电磁炉能用吗？送不送锅铲？", "B: 您好，电磁炉可以用的。", "C: 好", "B: 欢迎下单~"), 0),
        (("C: 衣服会缩水吗", "B: 您好，满300减30。", "C: 嗯", "B: 亲可以凑单。"), 0),
    ],
)  # fmt: skip
def test_ignored(lines: tuple[str, ...], turn: int) -> None:
    finding = found(OPEN, *lines)
    assert finding is not None
    assert finding.turn == turn


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can you send it to Iceland?", "We deliver all over Europe."),
        ("Is it heavy?", "About 900 grams, so no."),
        ("does it have a zip", "It closes with magnets."),
        ("why is it late", "The truck had an accident near Lyon, sorry."),
        ("how many in a box", "A dozen."),
        ("hi! do you have this in 38? and is it real leather?", "Yes, one 38 left, and it's full calfskin."),
        ("is it in stock in Berlin?", "I don't have that information here."),
        ("can it be delivered on Sunday?", "Let me ask the carrier and write to you."),
        ("does it fit?", "Which model do you have?"),
        ("多久发货", "拍下48小时内。"),
        ("是正品吗", "专柜可验，假一赔十。"),
        ("160斤穿多大", "2XL。"),
        ("这个怎么安装", "盒子里有图纸，四颗螺丝拧上就行。"),
        ("新疆发吗", "偏远地区要补15元。"),
    ],
)
def test_answered_in_other_words_or_put_off(asked: str, said: str) -> None:
    assert found(OPEN, f"C: {asked}", f"B: Hello, 您好. {said}") is None


@pytest.mark.parametrize(
    "said",
    ["hello? anyone", "When I opened the box it was broken", "how nice, thanks", "are you kidding me?", "在吗", "你什么态度？", "好吧", "没什么"],
)  # fmt: skip
def test_what_asks_nothing(said: str) -> None:
    assert found(OPEN, f"C: {said}", "B: Hello, enjoy your day!") is None


def test_an_answer_may_come_later() -> None:
    lines = (
        "C: is there a rain cover?",
        "B: Hello, the bag is 89.",
        "C: ok",
        "B: By the way, the rain cover is in the side pocket.",
    )
    assert found(OPEN, *lines) is None
