"""Slips of the finger in the words of a question."""

from __future__ import annotations

import pytest

from mercery.assistant.understand.slips import restored


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("is it avalable in balck?", "is it available in black?"),
        ("your retrun polcy", "your return policy"),
        ("do you delvier to germny", "do you deliver to germany"),
        ("the pricce of the 马鞍包", "the price of the 马鞍包"),
    ],
)
def test_a_letter_missing_doubled_or_swapped_is_put_right(written: str, meant: str) -> None:
    assert restored(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "a blank block",
        "brow and green",
        "stick to it",
        "price, return, colour",
        "Navi",
        "mail retrun@example.com",
        "return it",
        "sizes and size",
    ],
)
def test_words_that_are_right_stay(text: str) -> None:
    assert restored(text) == text
