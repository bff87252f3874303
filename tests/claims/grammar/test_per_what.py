"""Per item is not per order."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Gift wrapping is 4 euros per item.", True),
        ("Gift wrapping is 4 euros per order.", False),
        ("礼品包装每件4欧元。", True),
        ("礼品包装每单4欧元。", False),
    ],
)
def test_a_fee_is_counted_as_the_rule_counts_it(text: str, right: bool) -> None:
    assert passes(text) == right


@pytest.mark.parametrize("text", ["The handwritten card costs 4 euros.", "手写贺卡要4欧元。"])
def test_what_is_included_has_no_price(text: str) -> None:
    assert not passes(text)
