"""A question of yes or no met with praise is evaded; whatever may settle it answers."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

BRACELET = {"product": "Magnet bracelet", "length": "17-20 cm", "price": "29"}


@pytest.mark.parametrize(
    ("said", "evades"),
    [
        ("It's such a pretty piece, people always ask about it.", True),
        ("Hurry, these are selling fast this week.", True),
        ("It goes up to 20, so it would be tight.", False),
        ("It can be lengthened by any jeweller.", False),
        ("Let me ask my colleague.", False),
    ],
)
def test_praise_answers_nothing(said: str, evades: bool) -> None:
    talk = ("C: does it suit a 21 cm wrist?", f"H: Hello! {said}", "C: hm", "H: Have a nice day.")
    assert (found(RuleId.UNANSWERED_QUESTION, *talk, known=BRACELET) is not None) == evades


def test_a_known_figure_of_the_measure_asked_for_answers() -> None:
    talk = ("C: 弦距高不高", "H: 您好，出厂调过，2毫米左右。")
    assert found(RuleId.UNANSWERED_QUESTION, *talk, known={"商品": "民谣吉他", "弦距": "约2毫米"}) is None
