"""Which passwords are tried first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.accounts.guessed_passwords import common_words, guessed_first, made_of, own_words
from mercery.core.ids import new_secret

GUESSED = [
    "Password1234!", "P@ssw0rd2026", "qwertyuiop123", "iloveyou2026!", "1q2w3e4r5t6y", "abcabcabcabc", "aaaaaaaaaaaa",
    "Summer2026!!Winter", "woaini1314520", "correct horse battery staple", "M0nkey!Dr4gon#99", "20260101 20261231",
    "Administrator#1", "letmeinletmein", "ｐａｓｓｗｏｒｄ１２３４",
]  # fmt: skip
CHOSEN = [
    "seven green bolts of cloth",
    "xK9-vTq2mmLp",
    "a longer better one",
    "七匹绿布挂在窗前的竹竿上",
    "tram-kettle-moss-91",
]


@pytest.mark.parametrize("password", GUESSED)
def test_what_guessers_put_together_is_known(password: str) -> None:
    assert guessed_first(password)


@pytest.mark.parametrize("password", CHOSEN)
def test_what_nobody_puts_together_is_let_be(password: str) -> None:
    assert not guessed_first(password)


def test_no_password_we_make_ourselves_is_refused() -> None:
    assert not [one for one in (new_secret(12) for _ in range(500)) if guessed_first(one)]


@given(
    words=st.lists(st.sampled_from(sorted(common_words())), min_size=1, max_size=3),
    year=st.integers(1950, 2030),
    sign=st.sampled_from(["", "!", "#", "."]),
)
def test_common_words_with_a_year_are_known_whatever_capitals(words: list[str], year: int, sign: str) -> None:
    assert guessed_first("".join(one.title() for one in words) + str(year) + sign)


def test_ones_own_name_is_no_password() -> None:
    own = own_words("claire.martin@aurelle.example", "Claire Martin")
    assert made_of("claire.martin@aurelle.example", own)
    assert made_of("Aurelle-Claire-77", own)
    assert not made_of("violets along the river at Aurelle", own)
