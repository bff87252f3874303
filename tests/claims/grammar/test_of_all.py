"""What is said of all goods or orders is not proved on the one piece in question."""

from __future__ import annotations

import pytest
from tests.claims.grammar import rules_of_a_house
from tests.claims.grammar.judging import LOAFERS, PARFUM, TOTE, passes


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Not one of our bags is on sale.", TOTE),
        ("每款香水都有现货。", PARFUM),
        ("每双鞋都有37码。", LOAFERS),
        ("港湾托特包两个颜色都有现货。", TOTE),
        ("The pair of totes is EUR 1,250.", TOTE),
        ("Repairs cost up to €35.", TOTE),
        ("维修最高35欧。", TOTE),
        ("I have put one aside for you.", TOTE),
    ],
)
def test_of_goods(text: str, about: str) -> None:
    assert not passes(text, about)


@pytest.mark.parametrize(
    "text",
    ["凡是订单都免运费。", "什么订单都免运费。", "All of our orders ship free.", "Sale items can be returned within 10 days, except bags."],
)  # fmt: skip
def test_of_orders(text: str) -> None:
    assert not rules_of_a_house.passes(text, TOTE)


def test_of_the_piece_itself() -> None:
    assert passes("The tote costs EUR 1,250.", TOTE)
    assert passes("Two of them come to EUR 2,500.", TOTE)
