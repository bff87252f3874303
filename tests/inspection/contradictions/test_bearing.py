"""A figure, a rule or a denial is held against a turn only where both are of one subject."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"clasp repair": "free within 6 months", "returns": "7 days from delivery"}, ("The clasp is fine. Can I return it?", "Hello, yes, within 7 days of delivery.")),
        ({"grips": "2, 3, 4", "racket": "95 EUR"}, ("Got it in grip 3?", "Hello, yes, six rackets in grip 3.")),
        ({"boot sizes": "whole sizes only"}, ("Do they come in 7.5?", "Hello, they come in whole sizes only, so a 7 or an 8.")),
        ({"刻字": "免费，8字内"}, ("刻字另外收钱吗", "您好，不收，八个字以内免费刻。")),
        ({"毛毯": "羊绒30%羊毛70%"}, ("是羊绒的吗", "您好，是30%羊绒70%羊毛的。")),
        ({"刻字对戒工期": "15-20天，不能加急"}, ("能刻字吗", "您好，可以刻的。")),
    ],
)  # fmt: skip
def test_what_is_of_another_subject_contradicts_nothing(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == []


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({"clasp repair": "free within 6 months"}, ("How long is the clasp repair free?", "Hello, the clasp repair is free for 2 years.")),
        ({"rain hood": "not included, sold separately at 18", "bag": "1.2 kg"}, ("How heavy is the bag, and does it come with a rain hood?", "Hello, the bag weighs 1.2 kg, and yes, a rain hood is in the bottom pocket.")),
        ({"刻字": "免费，8字内"}, ("刻字另外收钱吗", "您好，要收的，刻字另收20元。")),
        ({"毛毯": "羊绒30%羊毛70%"}, ("是羊绒的吗", "您好，是70%羊绒30%羊毛的。")),
        ({"配送日": "每周二、周五"}, ("每周哪天送", "您好，每周送两次，周三和周五。")),
    ],
)  # fmt: skip
def test_what_is_of_the_same_subject_does(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == [1]
