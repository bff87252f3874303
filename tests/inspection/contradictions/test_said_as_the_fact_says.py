"""What agrees with a fact, in other words, accuses nobody; and a fact that speaks of promises must forbid them."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId


@pytest.mark.parametrize(
    ("rule", "talk", "known"),
    [
        (
            RuleId.WRONG_FACT,
            ("C: is the fruit bread vegan", "B: Hello, yes: flour, water, raisins."),
            {"fruit bread": "vegan recipe; may contain traces of milk"},
        ),
        (RuleId.WRONG_FACT, ("C: 猫粮拆了还能退吗", "H: 您好，拆了退不了的"), {"拆封": "不支持退"}),
        (
            RuleId.PROMISE_BEYOND_POLICY,
            ("C: the vase came broken. is a new one guaranteed?", "B: Hello, yes, that is our breakage guarantee."),
            {"breakage": "replacement guaranteed, no return needed"},
        ),
        (
            RuleId.MISSED_HANDOFF,
            ("C: 不要人工，就问下能修吗", "B: 您好，可以的，寄回来修。"),
            {"转人工": "客户要求即转"},
        ),
    ],
)
def test_it_accuses_nobody(rule: RuleId, talk: tuple[str, str], known: dict[str, str]) -> None:
    assert found(rule, *talk, known=known) is None


def test_our_word_is_a_guarantee_where_none_may_be_given() -> None:
    talk = ("C: will it be there on the 5th", "H: Hi, you have our word, it stands in your hall on the 4th.")
    known = {"rule": "never commit to a delivery day"}
    assert found(RuleId.PROMISE_BEYOND_POLICY, *talk, known=known) is not None
