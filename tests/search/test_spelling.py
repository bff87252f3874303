"""Slips are told from other words by how a hand makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.search.spelling import Spelling, distance

WORDS = {
    "satchel": 3,
    "watch": 40,
    "wallet": 9,
    "jewellery": 5,
    "necklace": 12,
    "candle": 7,
    "handle": 7,
    "scarf": 20,
    "scare": 1,
    "black": 30,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("satchl", "satchel"), ("wathc", "watch"), ("walet", "wallet"), ("wqtch", "watch"), ("neckalce", "necklace"),
     ("jewlery", "jewellery"), ("cabdle", "candle"), ("scarg", "scarf"), ("blakc", "black")],
)  # fmt: skip
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert Spelling(WORDS).nearest(typed) == meant


@pytest.mark.parametrize("typed", ["bag", "wa", "satin", "xyzzyx", "手袋", "wh900", "watch"])
def test_short_strange_and_known_words_stay(typed: str) -> None:
    assert Spelling(WORDS).nearest(typed) is None


def test_a_word_the_shop_has_nothing_by_is_no_slip() -> None:
    words = {"soft": 9, "scarf": 20}
    assert Spelling(words).nearest("sofa") == "soft"
    assert Spelling(words, {"sofa"}.__contains__).nearest("sofa") is None
    assert Spelling(words, {"sofa"}.__contains__).nearest("scarg") == "scarf"


def test_a_slip_to_the_next_key_is_nearer_than_another_letter() -> None:
    assert distance("scarg", "scarf") < distance("scarx", "scarf")
    assert distance("walet", "wallet") < distance("waet", "wallet")


@given(st.text(alphabet="abcdefg", max_size=9), st.text(alphabet="abcdefg", max_size=9))
def test_distance_is_nought_for_the_same_and_only_for_the_same(one: str, other: str) -> None:
    assert (distance(one, other) == 0) == (one == other)
