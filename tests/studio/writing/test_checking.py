"""The check of a sentence, whoever wrote it, and what a person's text becomes."""

from __future__ import annotations

from functools import cache

import pytest
from tests.studio.writing.wares import BAG, given

from mercery.claims.sentence import Line, Sentence
from mercery.studio.checking import judge
from mercery.studio.editing import sentences, told
from mercery.studio.materials import Materials


@cache
def _given() -> Materials:
    return given(BAG)


def test_a_person_s_true_sentence_shows_which_words_stand_on_which_fact() -> None:
    one = told("Cut small: it weighs 640 g and is made in Ubrique, Spain.", _given(), "quai", "person")[-1]
    two = told("It weighs 640 g and is made in Ubrique, Spain.", _given(), "quai", "person")[0]
    assert not one.holds
    assert two.holds
    spans = {two.sentence.text[span.start : span.end]: span.fact_id for span in two.sentence.spans}
    assert any(words == "640 g" and "/weight@" in key for words, key in spans.items())
    assert any("/origin@" in key for key in spans.values())


def test_a_false_sentence_is_blocked_with_the_reason_and_what_code_says_instead() -> None:
    one = told("It weighs 400 g.", _given(), "quai", "person")[0]
    assert not one.holds
    assert one.blocked.en
    assert one.blocked.zh
    assert "640 g" in one.instead[0].text


def test_what_the_law_forbids_is_blocked_with_the_law() -> None:
    one = told("The best bag in the world.", _given(), "quai", "person")[0]
    assert one.law
    assert one.source


def test_code_s_own_sentence_needs_facts_under_its_numbers() -> None:
    weight = next(fact for fact in _given().facts if fact.attribute == "weight")
    bare = Sentence(text="It weighs 640 g.")
    standing = Line().say("It weighs ").fact(weight, "640 g").say(".").done()
    assert not judge(bare, _given(), writer="code", about="quai").holds
    assert judge(standing, _given(), writer="code", about="quai").holds


def test_a_wrong_number_over_a_right_fact_does_not_pass() -> None:
    weight = next(fact for fact in _given().facts if fact.attribute == "weight")
    assert not judge(
        Line().say("It weighs ").fact(weight, "460 g").say(".").done(), _given(), writer="code", about="quai"
    ).holds


@pytest.mark.parametrize("text", ["Quai Bag", "Care", "Good evening.", "保养"])
def test_names_and_words_of_the_house_that_tell_nothing_hold(text: str) -> None:
    assert judge(Sentence(text=text), _given(), writer="person", about="quai").holds


@pytest.mark.parametrize("text", ["Quai Bag, lambskin", "Good evening, it is waterproof.", "Care: silk"])
def test_and_nothing_rides_along_with_them(text: str) -> None:
    assert not judge(Sentence(text=text), _given(), writer="person", about="quai").holds


def test_a_unit_at_the_end_is_an_end() -> None:
    assert sentences("It weighs 640 g. It is made in Spain.\n重 640 克。产自西班牙。") == (
        "It weighs 640 g.", "It is made in Spain.", "重 640 克。", "产自西班牙。",
    )  # fmt: skip
