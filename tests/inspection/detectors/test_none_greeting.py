"""The first message of the shop's side greets."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

NONE_GREETING = RuleId.NONE_GREETING


@pytest.mark.parametrize(
    "first",
    [
        "Hello, it is in stock.", "hi there! yes", "Good evening, Nora here.", "Welcome to Maison Aurelle!", "Thank you for reaching out to us.",
        "您好，有货的。", "亲，在的哦", "晚上好，请讲", "欢迎光临~", "在的呢，您说",
    ],
)  # fmt: skip
def test_greetings(first: str) -> None:
    assert found(NONE_GREETING, "C: is it there", f"B: {first}") is None


@pytest.mark.parametrize(
    "first", ["It is in stock.", "You're welcome.", "Tomorrow morning.", "有货。", "父亲节有活动。"]
)
def test_messages_that_greet_nobody(first: str) -> None:
    finding = found(NONE_GREETING, "C: hello", f"H: {first}")
    assert finding is not None
    assert (finding.turn, finding.quote) == (1, first)


def test_only_the_first_message_counts() -> None:
    assert found(NONE_GREETING, "C: hello", "B: Hello!", "C: price?", "B: It is 40.") is None
