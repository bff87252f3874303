"""Who pays: shop and customer are never taken for each other."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes

from mercery.claims.grammar.payers import payer


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("we pay the return", "shop"),
        ("the return is on us", "shop"),
        ("at our expense", "shop"),
        ("you pay the return yourself", "customer"),
        ("the recipient pays the duties", "customer"),
        ("the card you paid with", ""),
        ("运费由我们承担", "shop"),
        ("关税由收件人承担", "customer"),
        ("不支持货到付款", ""),
    ],
)
def test_who_is_named(words: str, who: str) -> None:
    assert payer(words) == who


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("If the item is faulty, we pay the return.", True),
        ("If the item is faulty, you pay the return.", False),
        ("If you change your mind, we pay the return.", False),
        ("For the UK, duties are paid by the recipient.", True),
        ("For the UK, duties are paid by us.", False),
        ("From the UK, you arrange and pay for the return yourself.", True),
        ("From the UK, we arrange and pay for the return.", False),
        ("From Germany, you arrange and pay for the return yourself.", False),
        ("商品有瑕疵的话，退货运费由我们承担。", True),
        ("尺码不合适的话，退货运费由我们承担。", False),
        ("寄英国的关税由收件人承担。", True),
        ("寄英国的关税由我们承担。", False),
    ],
)
def test_the_payer_is_the_one_of_the_rule(text: str, right: bool) -> None:
    assert passes(text) == right
