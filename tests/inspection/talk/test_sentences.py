"""Messages are cut where sentences end, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.inspection.talk.sentences import sentences


def of(text: str) -> list[str]:
    return [one.of(text) for one in sentences(text)]


def test_sentences_end_at_their_signs() -> None:
    assert of("Hello. It is 31 cm tall! Shall I add it?") == ["Hello.", "It is 31 cm tall!", "Shall I add it?"]


def test_chinese_sentences_too() -> None:
    assert of("您好。可以的！要几件？") == ["您好。", "可以的！", "要几件？"]


def test_titles_and_decimals_end_nothing() -> None:
    assert of("Mr. Ito pays 3.50 today.") == ["Mr. Ito pays 3.50 today."]


def test_a_question_is_known_by_its_sign() -> None:
    assert [one.asks for one in sentences("It is. Is it?")] == [False, True]


@given(st.text(alphabet="ab .!?。？\n", max_size=40))
def test_letters_are_kept_in_order(text: str) -> None:
    kept = "".join(sign for one in sentences(text) for sign in one.of(text) if sign.isalnum())
    assert kept == "".join(sign for sign in text if sign.isalnum())
