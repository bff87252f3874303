"""What is said beside a claim adds nothing, and without a claim it is none."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    "text",
    [
        "Returns in a boutique are free, just so you know.",
        "Please note that we don't deliver to PO boxes.",
        "提醒您一下，到店退货免费。",
        "很抱歉，邮政信箱寄不了。",
    ],
)
def test_an_aside_beside_a_true_claim_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Just so you know, returns are free.",
        "Unfortunately, it can't be returned.",
        "温馨提示，退货免费。",
    ],
)
def test_an_aside_carries_no_claim(text: str) -> None:
    assert not passes(text)
