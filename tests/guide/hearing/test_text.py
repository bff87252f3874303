"""Messages made plain: numbers in digits, one script, words cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.guide.hearing.text import norm_of, plain


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("two hundred euros", "200 euros"),
        ("fifteen hundred euros", "1500 euros"),
        ("a grand", "1000"),
        ("a couple of hundred euros", "200 euros"),
        ("1.300 euros", "1300 euros"),
        ("2.5k max", "2500 max"),
        ("一万以内", "10000以内"),
        ("两百到三百五十欧之间", "200到350欧之间"),
        ("一百五以内", "150以内"),
        ("两三百欧", "200-300欧"),
        ("千元左右", "1000元左右"),
        ("三斤以内", "1500克以内"),
        ("七号半", "7.5号"),
        ("一米二", "1.2米"),
    ],
)
def test_numbers_in_words_become_digits(written: str, digits: str) -> None:
    assert plain(written).text == digits


@pytest.mark.parametrize("text", ["a red one", "the second one", "一下", "万一", "要大一号的", "two nights"])
def test_small_words_that_count_nothing_stay(text: str) -> None:
    assert plain(text).text == text


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert plain("給媽媽買銀項鍊").text == "给妈妈买银项链"


def test_words_are_compared_in_the_singular_and_without_possessives() -> None:
    assert [norm_of(word) for word in ("Scarves", "women's", "watches", "don't", "beanies")] == [
        "scarf",
        "woman",
        "watch",
        "dont",
        "beanie",
    ]


def test_glasses_are_not_glass() -> None:
    assert norm_of("glasses") != norm_of("glass")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read = plain(text)
    assert all(0 <= token.start < token.end <= len(read.text) for token in read.tokens)
    assert len(read.low) == len(read.text)
