"""Level 1: closed sets, and everything said is the code's."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assistant.wording.answers import base, judge

from mercery.assistant.wording.choosing import read_choice
from mercery.assistant.wording.service import chosen
from mercery.claims.sentence import Sentence


def choice(**changes: object) -> str:
    return json.dumps({"opening": "glad", "order": [2, 1], "closing": "more", **changes})


def test_opening_order_and_closing_are_chosen() -> None:
    first, second = base()
    said = [one.text for one in chosen(f"Here: {choice()}", base(), judge("L1"))]
    assert said == [
        "I am glad to help with that.", second.text, first.text, "Is there anything else you would like to know?",
    ]  # fmt: skip


def test_a_sentence_that_points_back_keeps_its_place() -> None:
    code = [base()[0], Sentence(text="It weighs 780 g.")]
    said = [one.text for one in chosen(choice(opening="none", closing="none"), code, judge("L1"))]
    assert said == [one.text for one in code]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes, free returns!",
        "{",
        choice(opening="Everything is free."),
        choice(order=[3]),
        choice(order=[True]),
        choice(order="1"),
        "[" * 9999,
    ],
)
def test_what_is_none_of_the_choices_changes_nothing(text: str) -> None:
    assert chosen(text, base(), judge("L1")) == base()


@given(st.text())
def test_any_text_leaves_the_codes_sentences(text: str) -> None:
    said = chosen(text, base(), judge("L1"))
    assert [one for one in said if one in base()] == base()


def test_an_order_that_leaves_sentences_out_is_completed() -> None:
    found = read_choice(choice(order=[1, 1]), 2)
    assert found is not None and found.order == (0,)
