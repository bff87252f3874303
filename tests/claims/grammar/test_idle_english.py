"""What asserts nothing is left out of a sentence, and nothing else is: what was false stays false."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.claims.grammar.judging import DAWN, EVENING, STOLE, TOTE
from tests.claims.grammar.judging import passes as of_goods
from tests.claims.grammar.rules_of_a_house import passes as of_rules

from mercery.claims.grammar.idle_english import without_idle


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("well, my dear, it is calf leather, love.", "it is calf leather."),
        ("i can confirm that the strap is steel.", "the strap is steel."),
        ("may i point out that the strap is steel?", "the strap is steel."),
        ("you will find that the strap is steel, sir.", "the strap is steel."),
        ("white is there, love; black is not.", "white is there; black is not."),
        ("ngl it is gonna be back on nov 30", "it is going to be back on november 30"),
        ("i cannot confirm that the strap is steel.", "i cannot confirm that the strap is steel."),
        ("i guarantee that the strap is steel.", "i guarantee that the strap is steel."),
    ],
)
def test_what_asserts_nothing_is_left_out(text: str, left: str) -> None:
    assert without_idle(text) == left


@given(st.lists(st.sampled_from(("steel", "cotton", "is", "red", "the", "it")), min_size=1, max_size=8))
def test_what_tells_of_goods_is_left_as_it_is(words: list[str]) -> None:
    assert without_idle(" ".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I'd say the lining is cotton, my love.", TOTE),
        ("May I point out that the case is steel, sir?", EVENING),
    ],
)
def test_true_ones_pass_in_any_manner(text: str, about: str) -> None:
    assert of_goods(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I'd say the lining is silk, my love.", TOTE),
        ("May I point out that the case is gold, sir?", EVENING),
        ("You'll find there's no steel in it, believe it or not.", EVENING),
        ("I can't confirm that the lining is silk, dear.", TOTE),
        ("Honestly, it's pure cashmere, darling.", STOLE),
        ("Rest assured, madam, it's fine for diving.", DAWN),
    ],
)
def test_false_ones_stay_out_in_any_manner(text: str, about: str) -> None:
    assert not of_goods(text, about)


@pytest.mark.parametrize("days", [9, 11, 20, 100])
def test_a_rule_told_kindly_keeps_its_number(days: int) -> None:
    assert of_rules("I'm happy to say that sale items may be returned within 10 days of delivery, love.")
    assert not of_rules(f"I'm happy to say that sale items may be returned within {days} days of delivery, love.")
