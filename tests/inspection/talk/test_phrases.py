"""Phrases are data: every line is a pattern, and the short signs mean what the module says."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.inspection.talk import phrases as module
from mercery.inspection.talk.phrases import phrases, plain

FILES = sorted(one.name.removesuffix(".txt") for one in files("mercery.inspection.talk").joinpath("words").iterdir())


@pytest.mark.parametrize("file", FILES)
def test_every_section_can_be_read(file: str) -> None:
    sections = re.findall(
        r"^\[([a-z_.]+)\]$", files("mercery.inspection.talk").joinpath("words", f"{file}.txt").read_text("utf-8"), re.M
    )
    assert sections
    for section in sections:
        phrases(file, section).say("a first reading")
    assert len(sections) == len(set(sections))


def test_no_phrase_is_said_by_nothing() -> None:
    for file in FILES:
        text = files("mercery.inspection.talk").joinpath("words", f"{file}.txt").read_text("utf-8")
        for section in re.findall(r"^\[([a-z_.]+)\]$", text, re.M):
            assert not phrases(file, section).say("")


def test_an_english_phrase_ends_with_its_words() -> None:
    assert phrases("greeting", "greeting").say(plain("Hi, how can I help?"))
    assert not phrases("greeting", "greeting").say(plain("High heels are back."))


def test_a_gap_ends_with_the_sentence() -> None:
    hands_over = phrases("handing", "hands_over")
    assert hands_over.say(plain("I will pass you right on to one of my colleagues"))
    assert not hands_over.say(plain("Please pass the gate. Colleagues wear blue."))


def test_what_is_no_such_thing_after_all_does_not_count() -> None:
    greeting = phrases("greeting", "greeting")
    assert greeting.say(plain("Welcome to the shop"))
    assert not greeting.say(plain("You're welcome"))


@given(st.text())
def test_every_sign_keeps_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_full_width_signs_and_curly_quotes_are_plain() -> None:
    assert plain("Don’t！") == "don't!"
    assert module.plain("ＡＢ，") == "ab,"
