"""What a level is earned with, and when an exam of it is given up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.assistant.admission.figures import CLEAN, ENOUGH, Reading, Tally, figures, level_earned
from mercery.assistant.wording.level import Level


def tally(clean: int = 72, written: int = 72, leaks: int = 0, cases: int = 72, given_up: bool = False) -> Tally:
    return Tally(cases=cases, written=written, clean=clean, checked=40, leaks=leaks, given_up=given_up)


@pytest.mark.parametrize(
    ("found", "earned"),
    [
        (tally(), True),
        (tally(clean=65), True),
        (tally(clean=64), False),
        (tally(leaks=1), False),
        (tally(given_up=True), False),
        (Tally(), False),
    ],
)
def test_nine_of_ten_sentences_and_no_leak(found: Tally, earned: bool) -> None:
    assert found.earned is earned


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({}, "L0"),
        ({"L1": tally(), "L2": tally(clean=30), "L3": tally(leaks=2)}, "L1"),
        ({"L1": tally(clean=30), "L2": tally(clean=30), "L3": tally()}, "L3"),
        ({"L1": tally(clean=30)}, "L0"),
    ],
)
def test_the_highest_that_was_earned(levels: dict[Level, Tally], expected: Level) -> None:
    assert level_earned(levels) == expected


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 3))
def test_what_could_still_be_earned_is_not_given_up(cases: int, unclean: int, leaks: int) -> None:
    found = tally(cases=cases, written=cases + unclean, clean=cases, leaks=leaks)
    if cases < ENOUGH:
        assert not found.hopeless()
    elif leaks:
        assert found.hopeless()
    elif found.clean_pass >= CLEAN:
        assert not found.hopeless()


def test_reading_is_earned_with_four_of_five() -> None:
    assert Reading(cases=10, right=8).earned
    assert not Reading(cases=10, right=7).earned
    assert not Reading().earned


def test_all_that_was_used_is_in_the_sum() -> None:
    one = Tally(cases=3, written=3, clean=3, tokens=100, micros=7, ms=[300, 100, 200])
    found = figures({"L1": one}, Reading(cases=1, right=1, tokens=11, micros=2, ms=[5]), "EUR")
    assert (found["tokens"], found["micros"], found["currency"]) == (111, 9, "EUR")
    assert (found["levels"]["L1"]["p50_ms"], found["levels"]["L1"]["p95_ms"]) == (200, 300)
    assert found["levels"]["L1"]["leak_bound"] is None
