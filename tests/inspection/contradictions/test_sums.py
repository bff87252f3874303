"""Totals that do not follow from their parts, slips that are put right, and goods of the like."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.wrong_fact import find

PRICES = {"napkin": "7.50 EUR", "runner": "32 EUR", "shipping Ireland": "6.90 EUR"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Hello, six are €45, the runner is €32, shipping €6.90. Altogether that makes €79.90.", [1]),
        ("Hello, six are €45, the runner is €32, shipping €6.90. Altogether that makes €83.90.", []),
        ("Hello, six are €45, the runner is €32, shipping €6.90. In total €77 without shipping.", []),
    ],
)
def test_a_total_follows_from_its_parts(said: str, found: list[int]) -> None:
    assert turns(find, PRICES, "6 napkins and the runner, sent to Cork, how much is it?", said) == found


def test_what_a_discount_makes_of_a_total_is_left_alone() -> None:
    known = {**PRICES, "discount": "5 % from 50 EUR"}
    said = "Hello, six are €45, the runner is €32, altogether €73.15 after the discount."
    assert turns(find, known, "6 napkins and the runner, how much is it?", said) == []


def test_a_slip_that_the_turn_puts_right_is_none() -> None:
    known = {"warranty": "2 years"}
    asked = "How long is the warranty?"
    assert turns(find, known, asked, "Hello, the warranty is 3 years, sorry, I meant 2 years.") == []
    assert turns(find, known, asked, "Hello, the warranty is 3 years.") == [1]


def test_of_two_of_the_like_each_has_its_own_facts() -> None:
    known = {"dark bars": "vegan", "milk bars": "not vegan"}
    assert turns(find, known, "Is the chocolate vegan?", "Hello, the dark bars are vegan, the milk bars aren't.") == []
    assert turns(find, known, "Are the milk bars vegan?", "Hello, yes, the milk bars are vegan.") == [1]


def test_the_second_question_has_its_answer_too() -> None:
    known = {"停车": "地库首小时免费，之后8元/小时", "预约": "周六须提前一天"}
    asked = "帮我约周六下午，停车方便吗？"
    assert turns(find, known, asked, "您好，约好了。停车很方便，地库前三个小时都免费。") == [1]
    assert turns(find, known, asked, "您好，约好了。停车很方便，地库第一个小时免费。") == []
