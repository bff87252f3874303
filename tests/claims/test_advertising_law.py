"""What a law forbids is found, and harmless words beside it are not."""

from __future__ import annotations

import pytest

from mercery.claims.advertising_law import breach
from mercery.claims.grammar.tokens import normalised


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It's the best.", "superlative"),
        ("The perfect bag for every day.", "superlative"),
        ("这是最好的选择。", "superlative"),
        ("Hurry, before others do!", "false_scarcity"),
        ("手慢无，赶紧下单。", "false_scarcity"),
        ("It is a medical watch.", "medical"),
        ("买了就是赚。", "guaranteed_gain"),
    ],
)
def test_forbidden_words_are_found(text: str, rule: str) -> None:
    found = breach(normalised(text))
    assert found is not None
    assert found.rule.key == rule


@pytest.mark.parametrize(
    "text",
    [
        "All the best to you!",
        "Perfect, thank you.",
        "There's no hurry at all.",
        "I cannot give a medical opinion.",
        "Is it your first time here?",
        "Best wishes to your mother.",
        "您最好先问问医生。",
        "您是第一次来吗？",
        "最近怎么样？",
    ],
)
def test_harmless_words_are_not(text: str) -> None:
    assert breach(normalised(text)) is None
