"""Which messages ask for something more than the piece at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mercery.assistant.recommending.asking import Wanted, wanted
from mercery.assistant.turns import Command, Decision, Understanding

ABOUT = Understanding(lang="en", commands=(Command(topic="unclear", text=""),), product_ids=("prd_bag",))
NOTHING = Understanding(lang="en", commands=(Command(topic="unclear", text=""),))
DECIDED = Decision(acts=(), facts={}, path=("unclear",))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What goes with it?", "goes_with"),
        ("what would go well with this bag", "goes_with"),
        ("Do you have anything to go with the Saddle Bag?", "goes_with"),
        ("Which scarf matches it?", "goes_with"),
        ("这款有什么搭配推荐？", "goes_with"),
        ("配什么鞋好看？", "goes_with"),
        ("What do I need for its care?", "care"),
        ("what should I buy to look after it?", "care"),
        ("保养它需要什么？", "care"),
        ("有养护套装吗", "care"),
        ("What else would you recommend?", "else"),
        ("Any other suggestions?", "else"),
        ("还有什么推荐？", "else"),
        ("还能推荐点别的吗", "else"),
    ],
)
def test_asking_for_more_is_heard(text: str, asked: Wanted) -> None:
    assert wanted(text, ABOUT, DECIDED) == asked


@pytest.mark.parametrize(
    "text",
    [
        "Is it calfskin?",
        "How do I clean it?",
        "How do I care for suede?",
        "Does it come with a dust bag?",
        "Can I pay with PayPal?",
        "What comes with the watch?",
        "I go with my sister on Sunday",
        "怎么保养？",
        "可以用支付宝吗？",
        "推荐一款通勤包",
        "Recommend a bag for work",
    ],
)
def test_other_questions_are_left_where_they_are(text: str) -> None:
    assert wanted(text, ABOUT, DECIDED) is None


def test_what_goes_with_nothing_is_not_asked_and_a_person_called_is_called() -> None:
    assert wanted("What goes with it?", NOTHING, DECIDED) is None
    called = Decision(acts=(), facts={}, path=("human",), hand_over="asked")
    assert wanted("What else would you recommend?", ABOUT, called) is None


def test_none_of_the_questions_answered_so_far_is_taken_away() -> None:
    rows = yaml.safe_load((Path(__file__).parents[1] / "questions.yaml").read_text("utf-8"))
    texts = [text for text in _texts(rows) if wanted(text, ABOUT, DECIDED)]
    assert texts == []


def _texts(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts(value)]
    return [text for value in node for text in _texts(value)] if isinstance(node, list) else []
