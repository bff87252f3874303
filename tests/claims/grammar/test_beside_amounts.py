"""In a rule with several amounts each belongs to what stands beside it."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import passes


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("An order of 800 euros can be paid in 4 monthly instalments without a fee.", True),
        ("An order of 5,000 euros can be paid in 4 monthly instalments without a fee.", False),
        ("An order of 150 euros can be paid in 4 monthly instalments without a fee.", False),
        ("An order of 800 euros can be paid in 8 monthly instalments without a fee.", False),
        ("Four instalments cost 3% of the order total.", False),
        ("八百欧元的订单可以分八个月付，不收手续费。", False),
    ],
)
def test_instalments(text: str, right: bool) -> None:
    assert passes(text) == right
