"""A question of yes or no met with praise is evaded; whatever may settle it answers."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

BELT = {"product": "Woven belt", "length": "80-95 cm", "price": "34"}


@pytest.mark.parametrize(
    ("said", "evades"),
    [
        ("It's such a pretty piece, people always ask about it.", True),
        ("Hurry, these are selling fast this week.", True),
        ("It goes up to 95, so it would be tight.", False),
        ("It can be lengthened by any saddler.", False),
        ("Let me ask my colleague.", False),
    ],
)
def test_praise_answers_nothing(said: str, evades: bool) -> None:
    talk = ("C: does it go round a 99 cm waist?", f"H: Hello! {said}", "C: hm", "H: Have a nice day.")
    assert (found(RuleId.UNANSWERED_QUESTION, *talk, known=BELT) is not None) == evades


def test_a_known_figure_of_the_measure_asked_for_answers() -> None:
    talk = ("C: 噪音大不大", "H: 您好，实测的，40分贝左右。")
    assert found(RuleId.UNANSWERED_QUESTION, *talk, known={"商品": "搅拌机", "噪音": "约40分贝"}) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("is this a good present?", "Hello! It's a lovely choice, mothers adore it."),
        ("would it be a nice gift for my aunt?", "Hello! It's a favourite, people always come back for it."),
        ("is this one popular?", "Hello! It's a bestseller, selling fast."),
        ("是不是热卖款啊", "您好，很多人喜欢的款式哦"),
        ("这款好看吗", "您好，回头客都夸漂亮的呢"),
        ("送人合适吗", "您好，很多人买来当礼物的哦"),
    ],
)
def test_praise_answers_who_asks_for_praise(asked: str, said: str) -> None:
    talk = (f"C: {asked}", f"H: {said}", "C: hm", "H: Have a nice day.")
    assert found(RuleId.UNANSWERED_QUESTION, *talk, known=BELT) is None
