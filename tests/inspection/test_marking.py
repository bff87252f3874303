"""The words in question are marked in the message, and nothing else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.inspection.marking import Cut, cut


def marked(text: str, quote: str) -> str:
    return "".join(part.text for part in cut(text, quote) if part.marked)


def test_words_are_found_as_they_stand_and_with_other_case_blanks_and_signs() -> None:
    said = "Good morning. It ships\nwithin 60 days, I promise."
    assert marked(said, "60 days") == "60 days"
    assert marked(said, "it ships within") == "It ships\nwithin"
    assert marked(said, "“I promise.”") == "I promise"
    assert marked("您好，15 个工作日内退款。", "15 个工作日") == "15 个工作日"


def test_words_that_are_not_in_it_mark_nothing() -> None:
    assert cut("Good morning.", "Good evening") == [Cut(text="Good morning.")]
    assert cut("Good morning.", " ") == [Cut(text="Good morning.")]


@given(st.text(max_size=60), st.text(max_size=20))
def test_the_parts_together_are_the_message(text: str, quote: str) -> None:
    assert "".join(part.text for part in cut(text, quote)) == text
